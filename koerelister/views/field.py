"""«I marken»: a page that works without a network. What it shows of citizens it gets by POST and keeps encrypted."""

import hashlib
import json

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.views.generic import TemplateView, View

from koerelister.actions.field import (
    NothingToCarry,
    add_remark,
    confirm_wiped,
    hand_out,
    is_written,
    who_was_first,
)
from koerelister.actions.visits import AlreadyLogged, log_visit, strike
from koerelister.field import NOT_READABLE, read_entry
from koerelister.forms.visit import StrikeForm, VisitForm
from koerelister.models import RouteList, StopStatus
from koerelister.views.stops import StopMixin
from sanktion.base.middleware import CONTENT_SECURITY_POLICY
from sanktion.views.base import RightRequiredMixin

SHELL = "koerelister/field/shell.html"
SHELL_POLICY = f"{CONTENT_SECURITY_POLICY}; manifest-src 'self'; worker-src 'self'"
STYLES = ["vendor/css/dkfds.css", "css/base.css", "css/layout.css", "css/components.css", "css/forms.css"]
STYLES += ["css/door.css", "css/field/page.css"]
SCRIPTS = [f"js/field/{name}.js" for name in ("page", "form", "screens", "sync", "store", "leave")]
LETTERS = "vendor/fonts/IBMPlexSans/complete/woff2/IBMPlexSans"
PICTURES = [f"{LETTERS}-Regular.woff2", f"{LETTERS}-SemiBold.woff2", "vendor/img/svg-icons/check-white.svg"]
PICTURES += ["img/favicon.svg", "img/felt-192.png", "field.webmanifest"]


def shell() -> str:
    """The page without anything of any user in it, the same bytes for everybody and every day: it is cached."""
    # The form's own date and time would be of when the page was made; the page fills them in at the door.
    form = VisitForm(route_list=RouteList(), initial={"date": "", "time": ""})
    context = {"form": form, "strike_form": StrikeForm(prefix="strike"), "styles": STYLES}
    return render_to_string(SHELL, context)


class OfflineMixin(RightRequiredMixin):
    """404 where the municipality has not switched the page on."""

    permission_required = "koerelister.drive_routes"

    def dispatch(self, request, *args, **kwargs):
        if not settings.SANKTION_OFFLINE:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class FieldView(OfflineMixin, View):
    http_method_names = ["get"]

    def get(self, request):
        return HttpResponse(shell(), headers={"Content-Security-Policy": SHELL_POLICY})


class WorkerView(OfflineMixin, View):
    """The service worker. It lies below the page's own address, so it can never see another page of the system."""

    http_method_names = ["get"]

    def get(self, request):
        files = [static(name) for name in [*STYLES, *SCRIPTS, *PICTURES]]
        version = hashlib.sha256("".join([shell(), *files]).encode()).hexdigest()[:16]
        body = f"self.SHELL = {json.dumps({'version': version, 'files': files})};\n"
        body += f"importScripts({json.dumps(static('js/field/worker.js'))});\n"
        return HttpResponse(body, content_type="text/javascript; charset=utf-8")


class CarriedView(OfflineMixin, TemplateView):
    """Who is signed in and which lists may be fetched. A part of a page; it names no citizen."""

    http_method_names = ["get"]
    template_name = "koerelister/field/carried.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        lists = RouteList.objects.visible_to(user).carried_by(user).with_progress()
        return super().get_context_data(lists=lists, **kwargs)


class WipedView(OfflineMixin, View):
    http_method_names = ["post"]

    def post(self, request):
        try:
            sent = json.loads(request.body)
            confirm_wiped(int(sent["list"]), int(sent["copy"]), by=request.user)
        except NOT_READABLE as error:
            raise BadRequest("Ikke en kopi") from error
        return HttpResponse(status=204)


class CarriedListMixin(OfflineMixin, StopMixin):
    """For what the phone sends about one list: today's and of the user's own crew, else 404."""

    permission_required = StopMixin.permission_required
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        carried = RouteList.objects.visible_to(request.user).carried_by(request.user)
        get_object_or_404(carried, pk=self.route_list.pk)
        return self.answer()


class HandOutView(CarriedListMixin, View):
    def answer(self):
        try:
            return JsonResponse(hand_out(self.route_list, by=self.request.user))
        except NothingToCarry as problem:
            return JsonResponse({"message": str(problem)}, status=409)


class StateView(CarriedListMixin, View):
    """Which stops are still to be visited, by number alone. One that needs no visit any more is struck already."""

    def answer(self):
        return JsonResponse({"stops": {stop.pk: self._state(stop) for stop in self.route_list.stops.with_doors()}})

    @staticmethod
    def _state(stop) -> str:
        return StopStatus.STRUCK if stop.is_open and not stop.is_to_be_visited else stop.status


class EntryView(CarriedListMixin, View):
    def answer(self):
        entry, stop = read_entry(self.request.body), self.stop
        if stop.pk != entry.stop_id:
            return JsonResponse({"message": "Listen er lavet om. Hent den igen.", "again": True}, status=409)
        form = StrikeForm(entry.fields) if entry.is_strike else VisitForm(entry.fields, route_list=stop.route_list)
        if not form.is_valid():
            return JsonResponse({"errors": form.errors}, status=422)
        try:
            self.take(stop, form, key=entry.key)
        except AlreadyLogged:
            if not is_written(stop, entry.key):
                return JsonResponse({"message": who_was_first(self.stop)}, status=409)
        return JsonResponse({"saved": stop.position})

    def take(self, stop, form, **rest):
        rest, data = {**rest, "by": self.request.user}, form.cleaned_data
        if isinstance(form, StrikeForm):
            strike(stop, data["reason"], remarks=data["remarks"], **rest)
        else:
            log_visit(stop, visit=form.visit, adverse=data["adverse"], **rest)


class RemarkView(EntryView):
    """The same note, for a stop that a colleague has noted first."""

    def take(self, stop, form, **rest):
        if stop.is_open:
            raise BadRequest("Stoppet er åbent")
        rest, data = {**rest, "by": self.request.user}, form.cleaned_data
        if isinstance(form, StrikeForm):
            add_remark(stop, facts=[("Grund", str(data["reason"].label))], text=data["remarks"], **rest)
        else:
            moment = form.visit.happened_at
            add_remark(stop, facts=form.visit.facts, happened_at=moment, adverse=data["adverse"], **rest)

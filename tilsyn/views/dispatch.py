"""«Forsendelse»: what has gone to the directorate, what is on its way, and what is made ready."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView, View

from sanktion.models import AccessKind, TextMissing
from sanktion.views.base import LogsAccess
from sanktion.views.document import pdf_response
from sanktion.views.identity import AsksWhoYouAre
from tilsyn.actions.dispatch import DispatchNotAllowed, create_dispatch, why_no_mail, why_not_leaving
from tilsyn.actions.dispatch_course import outside_scope
from tilsyn.actions.orientation import letters_of
from tilsyn.actions.print_set import render_print_set
from tilsyn.forms.dispatch import DispatchForm
from tilsyn.letters.dispatch import render_index
from tilsyn.models import (
    Dispatch,
    DispatchChannel,
    DispatchStatus,
    PartStatus,
    StepMoment,
    SupervisionPaper,
    not_yet_sent,
)
from tilsyn.views.base import SupervisionMixin

SEND = ("tilsyn.view_supervision", "tilsyn.send_supervision")
KINDS = {
    DispatchStatus.READY: "info",
    DispatchStatus.SENDING: "info",
    DispatchStatus.FAILED: "error",
    DispatchStatus.SENT: "warning",
    DispatchStatus.COMPLETED: "success",
}
PART_KINDS = {PartStatus.SENT: "success", PartStatus.FAILED: "error", PartStatus.UNCERTAIN: "warning"}
LETTER_KINDS = {"sent": "success", "handed": "success", "refused": "error"}


class DispatchesView(SupervisionMixin, TemplateView):
    template_name = "tilsyn/dispatch/list.html"

    def get_context_data(self, **kwargs):
        rows = list(Dispatch.objects.filter(supervision=self.supervision).select_related("created_by"))
        late = set(Dispatch.objects.without_receipt().values_list("pk", flat=True))
        for row in rows:
            row.badge, row.is_late = KINDS.get(row.status, "neutral"), row.pk in late
        ready = not_yet_sent(self.supervision)
        seen = ready.visible_to(self.request.user).count()
        facts = {"rows": rows, "ready": seen, "unseen": ready.count() - seen}
        return super().get_context_data(**facts, may_send=self.request.user.has_perms(SEND), **kwargs)


class DispatchNewView(SupervisionMixin, FormView):
    permission_required = SEND
    tab = "dispatches"
    template_name = "tilsyn/dispatch/new.html"
    form_class = DispatchForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"supervision": self.supervision, "user": self.request.user}

    @cached_property
    def no_mail(self) -> str:
        return why_no_mail(self.supervision)

    def get_initial(self):
        return {"channel": DispatchChannel.POST if self.no_mail else DispatchChannel.SECURE_MAIL}

    def get_context_data(self, **kwargs):
        ready = not_yet_sent(self.supervision)
        unseen = ready.count() - ready.visible_to(self.request.user).count()
        return super().get_context_data(no_mail=self.no_mail, unseen=unseen, **kwargs)

    def form_valid(self, form):
        try:
            dispatch = create_dispatch(self.supervision, by=self.request.user, **form.cleaned_data)
        except (DispatchNotAllowed, TextMissing) as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        return redirect("dispatch", self.supervision.number, dispatch.number)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


class DispatchMixin(SupervisionMixin, LogsAccess):
    """For a page of one dispatch: it names no citizen, and its cases are asked for by ``visible_to``."""

    tab = "dispatches"

    @property
    def dispatch_row(self) -> Dispatch:
        rows = Dispatch.objects.select_related("supervision__directorate", "procedure", "created_by", "sent_by")
        return get_object_or_404(rows, supervision=self.supervision, number=self.kwargs["dispatch"])

    def back(self):
        return redirect("dispatch", self.supervision.number, self.kwargs["dispatch"])


class DispatchView(DispatchMixin, TemplateView):
    template_name = "tilsyn/dispatch/detail.html"

    def get_context_data(self, **kwargs):
        row, user = self.dispatch_row, self.request.user
        bundles = row.bundles.visible_to(user).select_related("bundle__selected__case__citizen", "part")
        letters = letters_of(row).visible_to(user).select_related("selected__case__citizen", "document")
        self.log({one.bundle.selected.case.citizen for one in bundles}, kind=AccessKind.LIST)
        facts = {"row": row, "badge": KINDS.get(row.status, "neutral"), "bundles": bundles, "steps": _steps(row)}
        facts |= {"parts": _badged(row.parts.all(), PART_KINDS), "letters": _badged(letters, LETTER_KINDS)}
        facts |= {"receipts": row.receipts.select_related("paper__supervision"), "unseen": outside_scope(row, user)}
        papers = row.papers.filter(paper__in=SupervisionPaper.objects.visible_to(user))
        facts |= {"papers": papers.select_related("paper__supervision", "part"), "job": job_of(row)}
        facts["blocked"] = why_not_leaving(row) if row.is_open else ""
        facts["has_refused"] = any(one.status == "refused" for one in facts["letters"])
        facts["untold"] = len({one.bundle.selected_id for one in bundles} - {one.selected_id for one in letters})
        return super().get_context_data(may_send=user.has_perms(SEND), **facts, **kwargs)


def _badged(rows, kinds: dict) -> list:
    found = list(rows)
    for row in found:
        row.badge = kinds.get(row.status, "neutral")
    return found


def _steps(row: Dispatch) -> list[dict]:
    ticks = {tick.step_id: tick for tick in row.ticks.select_related("ticked_by")}
    open_now = {StepMoment.BEFORE: row.is_open, StepMoment.AFTER: row.status == DispatchStatus.SENT}
    return [
        {"step": step, "tick": ticks.get(step.pk), "may_tick": open_now[StepMoment(step.moment)]} for step in row.steps
    ]


def job_of(row: Dispatch) -> dict | None:
    """The progress bar: of the parts while they are sent, then of the citizens' letters; None when nothing runs."""
    url = reverse("dispatch_progress", args=[row.supervision.number, row.number])
    if row.status == DispatchStatus.SENDING:
        total = row.parts.count()
        done = row.parts.filter(status=PartStatus.SENT).count()
        return {"url": url, "percent": 100 * done // total, "label": f"{done} af {total} dele er sendt", "done": False}
    letters = letters_of(row)
    if waiting := letters.filter(status="waiting").count():
        total = letters.count()
        label = f"{total - waiting} af {total} orienteringsbreve er behandlet"
        return {"url": url, "percent": 100 * (total - waiting) // total, "label": label, "done": False}
    return None


class DispatchProgressView(DispatchMixin, TemplateView):
    """The bar alone, for the page that asks each second; everyone else gets the whole page."""

    template_name = "components/progress.html"

    def get(self, request, *args, **kwargs):
        row = self.dispatch_row
        job = job_of(row)
        if "HX-Request" not in request.headers:
            return self.back()
        if job is None:
            url = reverse("dispatch", args=[self.supervision.number, row.number])
            done = {"percent": 100, "label": "Færdig", "done": True, "url": "", "result_label": "Se forsendelsen"}
            job = done | {"result_url": url}
        return self.render_to_response({"job": job})


class DispatchPdfView(DispatchMixin, View):
    """Material of every case in the dispatch, made for this answer and kept nowhere. 404 unless all are in scope."""

    permission_required = ("tilsyn.view_supervision", "sanktion.view_case")
    http_method_names = ["get"]

    def get(self, request, *args, **kwargs):
        row = self.dispatch_row
        if outside_scope(row, request.user):
            raise Http404
        try:
            data = self.render(row)
        except DispatchNotAllowed as refused:
            messages.error(request, str(refused))
            return self.back()
        for one in row.bundles.select_related("bundle__selected__case__citizen"):
            case = one.bundle.selected.case
            self.log([case.citizen], case=case, kind=AccessKind.PRINT)
        return pdf_response(data, f"tilsyn-{self.supervision.number}-forsendelse-{row.number}{self.ending}.pdf")


class DispatchIndexView(AsksWhoYouAre, DispatchPdfView):
    sends_file = True
    ending = "-aktfortegnelse"

    def render(self, row: Dispatch) -> bytes:
        return render_index(row)


class DispatchPrintView(AsksWhoYouAre, DispatchPdfView):
    sends_file = True
    permission_required = (*SEND, "sanktion.view_case")
    ending = ""

    def render(self, row: Dispatch) -> bytes:
        return render_print_set(row)

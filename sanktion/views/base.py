"""What every view of a citizen or a case has in common: scope, right, access log."""

import re
from typing import ClassVar

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import FormView

from sanktion.models import AccessKind, AccessLog, Case, Citizen
from sanktion.models.case import NUMBER_FORM


def refuse_other_than_case_number(text: str) -> None:
    """Http404 for what the address has in the place of a case's number, and the database may not be able to read."""
    if not re.match(NUMBER_FORM, text):
        raise Http404


class RightRequiredMixin(PermissionRequiredMixin):
    """A signed-in user without the named right gets 403."""

    raise_exception = True


class ActFormView(RightRequiredMixin, FormView):
    """A page with one form and ``act(form) -> str``: invalid is 422, and an act that refuses says so on the page."""

    template_name = "components/confirm.html"
    list_name = title = confirm_label = ""

    def get_context_data(self, **kwargs):
        shown = {"title": self.title, "confirm_label": self.confirm_label, "cancel_url": self.get_success_url()}
        return super().get_context_data(**shown | kwargs)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        try:
            done = self.act(form)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        messages.success(self.request, done)
        return redirect(self.get_success_url())

    def get_success_url(self):
        return reverse(self.list_name)


class LogsAccess:
    """``self.log(...)`` notes who saw whom in the page's own transaction."""

    # What the log calls the page; its address's name when empty.
    access_page: ClassVar[str] = ""

    def asked_first(self, *citizens: Citizen) -> HttpResponse | None:
        """A question that comes before these citizens are shown, and before it is noted that they were."""
        return None

    def log(self, citizens, *, case: Case | None = None, kind: AccessKind = AccessKind.READ) -> None:
        page = self.access_page or self.request.resolver_match.view_name
        AccessLog.objects.note(self.request.user, kind, page=page, citizens=citizens, case=case)


class CaseMixin(RightRequiredMixin, LogsAccess):
    """For a page under ``/sager/<number>/``: ``self.case`` is the case, or the page is 404 outside the user's scope."""

    permission_required = "sanktion.view_case"
    access_kind: ClassVar[AccessKind] = AccessKind.READ

    def dispatch(self, request, *args, **kwargs):
        if not self.has_permission():
            return self.handle_no_permission()
        refuse_other_than_case_number(kwargs["number"])
        self.case = get_object_or_404(
            Case.objects.visible_to(request.user).select_related(
                "citizen__address", "citizen__benefit", "citizen__team", "event", "owner", "team"
            ),
            number=kwargs["number"],
        )
        if asked := self.asked_first(self.case.citizen):
            return asked
        self.log([self.case.citizen], case=self.case, kind=self.access_kind_for(request))
        return super().dispatch(request, *args, **kwargs)

    def access_kind_for(self, request) -> AccessKind:
        return AccessKind.WRITE if request.method == "POST" else self.access_kind

    def get_context_data(self, **kwargs):
        return super().get_context_data(case=self.case, citizen=self.case.citizen, **kwargs)


class CitizenMixin(RightRequiredMixin, LogsAccess):
    """For a page under ``/borgere/<pk>/``."""

    permission_required = "sanktion.view_citizen"

    def dispatch(self, request, *args, **kwargs):
        if not self.has_permission():
            return self.handle_no_permission()
        self.citizen = get_object_or_404(
            Citizen.objects.visible_to(request.user).select_related("address", "benefit", "team"), pk=kwargs["pk"]
        )
        self.log([self.citizen])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(citizen=self.citizen, **kwargs)

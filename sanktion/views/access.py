from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import View

from sanktion.actions import access
from sanktion.forms.access import GiveAccessForm
from sanktion.views.base import CaseMixin
from sanktion.views.case import CaseFormView


class AccessView(CaseFormView):
    """Who sees the case: its team, or only the people named here."""

    form_class = GiveAccessForm
    template_name = "sanktion/access.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"case": self.case}

    def get_context_data(self, **kwargs):
        return super().get_context_data(named=self.case.named_people(), **kwargs)

    def form_valid(self, form):
        access.give_access(self.case, form.cleaned_data["person"], by=self.request.user)
        messages.success(self.request, "Kollegaen har fået adgang til sagen.")
        return redirect("case_access", self.case.number)


class AccessChangeView(CaseMixin, View):
    """One act on who sees the case, then back to the page; the case itself may be out of sight by then."""

    permission_required = "sanktion.handle_case"
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        try:
            self.act()
        except access.AccessNotChanged as refused:
            messages.error(request, str(refused))
        return redirect("case_access", self.case.number)


class TakeAccessView(AccessChangeView):
    def act(self):
        person = get_object_or_404(self.case.named_people(), pk=self.kwargs["person"])
        access.take_access(self.case, person, by=self.request.user)


class RestrictView(AccessChangeView):
    def act(self):
        access.restrict(self.case, by=self.request.user)


class OpenToTeamView(AccessChangeView):
    def act(self):
        access.open_to_team(self.case, by=self.request.user)

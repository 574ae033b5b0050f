from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import View

from sanktion.actions.case import CaseNotTaken, give_back_case, take_case
from sanktion.views.base import CaseMixin


class OwnerChangeView(CaseMixin, View):
    """One click in the queue or on the case, and back to where it was clicked."""

    permission_required = "sanktion.handle_case"
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        try:
            self.act()
        except CaseNotTaken as refused:
            messages.error(request, str(refused))
        return redirect(self._back_url())

    def _back_url(self) -> str:
        wanted = self.request.POST.get("next", "")
        is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
        return wanted if is_ours else reverse("case", args=[self.case.number])


class TakeCaseView(OwnerChangeView):
    def act(self):
        take_case(self.case, by=self.request.user)
        undo_url = reverse("case_give_back", args=[self.case.number])
        text = f"Du er nu sagsbehandler på sag {self.case.number}."
        messages.success(self.request, text, extra_tags=undo_url)


class GiveBackCaseView(OwnerChangeView):
    def act(self):
        give_back_case(self.case, by=self.request.user)
        messages.success(self.request, f"Fortrudt: sag {self.case.number} er uden sagsbehandler igen.")

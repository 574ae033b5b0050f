from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import FormView

from sanktion.actions.safety import set_two_persons
from sanktion.forms.safety import TwoPersonsForm
from sanktion.models import AccessKind, Citizen
from sanktion.views.base import CitizenMixin


class TwoPersonsView(CitizenMixin, FormView):
    """The safety flag «to personer», with who set it and when."""

    permission_required = ("sanktion.view_citizen", "sanktion.handle_case")
    form_class = TwoPersonsForm
    template_name = "sanktion/two_persons.html"

    def get_initial(self):
        citizen = self.citizen
        return {"since": citizen.two_persons_from or timezone.localdate(), "until": citizen.two_persons_until}

    def get_context_data(self, **kwargs):
        return super().get_context_data(changes=changes(self.citizen), **kwargs)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        set_two_persons(self.citizen, **form.cleaned_data, by=self.request.user)
        self.log([self.citizen], kind=AccessKind.WRITE)
        messages.success(self.request, "Mærket «To personer» er gemt.")
        return redirect("citizen", self.citizen.pk)


def changes(citizen: Citizen) -> list:
    """The history rows in which the flag changed, newest first."""
    rows = citizen.history.select_related("history_user").order_by("history_date", "history_id")
    found, before = [], (None, None)
    for row in rows:
        flag = (row.two_persons_from, row.two_persons_until)
        if flag != before:
            found.append(row)
        before = flag
    return found[::-1]

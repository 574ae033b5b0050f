from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.generic import View

from parthoering import actions
from parthoering.models import Hearing
from sanktion.base.transitions import TransitionNotAllowed
from sanktion.views.case import CaseFormView

REFUSALS = (actions.NotAllowed, TransitionNotAllowed)


class Step(View):
    """A page of one step of the hearing. Outside that step it sends the user back to the case and says why.

    Stands after the class that finds the case, for ``refusal`` is asked when the case is known.
    """

    def dispatch(self, request, *args, **kwargs):
        self.hearing = Hearing.objects.latest_of(self.case)
        if refusal := self.refusal():
            return self.refuse(refusal)
        return super().dispatch(request, *args, **kwargs)

    def refusal(self) -> str:
        """Why the page makes no sense now; empty when it does."""
        return ""

    def refuse(self, reason) -> HttpResponse:
        messages.error(self.request, str(reason))
        return redirect("case", self.case.number)


class StepFormView(CaseFormView, Step):
    """A step with a form: ``act`` does it and returns what to tell the user."""

    def form_valid(self, form):
        try:
            message = self.act(form)
        except REFUSALS as refused:
            return self.refuse(refused)
        return self.done(message)

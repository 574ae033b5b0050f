"""The answers to a proposal of less legal protection: another administrator's, or its maker's own change of mind."""

from typing import ClassVar

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from sanktion.actions import proposal as acts
from sanktion.forms.gates import AnswerForm
from sanktion.models import Proposal
from sanktion.models.proposal import RIGHT
from sanktion.views.base import ActFormView
from sanktion.views.identity import AsksWhoYouAre


class ProposalAnswerView(AsksWhoYouAre, ActFormView):
    permission_required = RIGHT
    list_name = "gates"
    form_class = AnswerForm
    template_name = "sanktion/gates/answer.html"
    word_label: ClassVar[str] = ""
    danger: ClassVar[bool] = False

    @cached_property
    def proposal(self) -> Proposal:
        return get_object_or_404(Proposal.objects.with_persons(), pk=self.kwargs["pk"])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"label": self.word_label}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"proposal": self.proposal, "danger": self.danger} | kwargs)


class ApproveView(ProposalAnswerView):
    title, confirm_label = "Godkend forslaget", "Godkend"
    word_label = "Hvorfor er du enig?"
    danger = True

    def act(self, form) -> str:
        acts.approve(self.proposal, word=form.cleaned_data["word"], by=self.request.user)
        return "Forslaget er godkendt og gælder fra nu af."


class TurnDownView(ProposalAnswerView):
    title, confirm_label = "Afvis forslaget", "Afvis"
    word_label = "Hvorfor ikke?"

    def act(self, form) -> str:
        acts.turn_down(self.proposal, word=form.cleaned_data["word"], by=self.request.user)
        return "Forslaget er afvist. Intet er ændret."


class WithdrawView(ProposalAnswerView):
    title, confirm_label = "Træk dit forslag tilbage", "Træk tilbage"
    word_label = "Hvorfor?"

    def act(self, form) -> str:
        acts.withdraw(self.proposal, word=form.cleaned_data["word"], by=self.request.user)
        return "Dit forslag er trukket tilbage."

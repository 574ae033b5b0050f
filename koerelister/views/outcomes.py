"""The question of 2018 (B011): the management's decision, and what the closed quarters tell."""

from django import forms

from koerelister.actions.outcomes import approve_outcomes, propose_outcomes, withdraw_outcomes
from koerelister.forms.statistics import ProposalForm
from koerelister.models import OutcomeSwitch
from koerelister.statistics.outcomes import CAN_TELL, CANNOT_TELL, closed_quarters
from koerelister.views.statistics import StatisticsSection
from sanktion.views.base import ActFormView
from sanktion.views.identity import AsksWhoYouAre


class OutcomesView(StatisticsSection):
    template_name = "koerelister/statistics/outcomes.html"
    section = "outcomes"

    def get_context_data(self, **kwargs):
        switches = list(OutcomeSwitch.objects.select_related("proposed_by", "approved_by", "withdrawn_by"))
        standing = next((switch for switch in switches if switch.withdrawn_on is None), None)
        return super().get_context_data(
            standing=standing,
            is_own=standing is not None and standing.proposed_by_id == self.request.user.pk,
            switches=switches,
            quarters=closed_quarters(),
            can_tell=CAN_TELL,
            cannot_tell=CANNOT_TELL,
            **kwargs,
        )


class OutcomeActView(ActFormView):
    permission_required = "koerelister.decide_outcome_count"
    list_name = "outcomes"
    form_class = forms.Form
    text = ""

    def get_context_data(self, **kwargs):
        standing = OutcomeSwitch.objects.standing().first()
        text = self.text.format(purpose=standing.purpose if standing else "")
        return super().get_context_data(**{"text": text} | kwargs)


class OutcomeProposeView(AsksWhoYouAre, OutcomeActView):
    form_class = ProposalForm
    title, confirm_label = "Foreslå, at udfald tælles", "Stil forslaget"
    text = "Der tælles intet, før en anden leder eller administrator har godkendt forslaget."

    def act(self, form) -> str:
        propose_outcomes(form.cleaned_data["purpose"], by=self.request.user)
        return "Forslaget er stillet. En anden skal godkende det."


class OutcomeApproveView(AsksWhoYouAre, OutcomeActView):
    title, confirm_label = "Godkend, at udfald tælles", "Godkend og begynd at tælle"
    text = "Formål: «{purpose}» Fra nu af tælles hver ny afgørelse én gang. Tidligere afgørelser tælles ikke."

    def act(self, form) -> str:
        approve_outcomes(by=self.request.user)
        return "Beslutningen er truffet. Nye afgørelser tælles fra nu af."


class OutcomeWithdrawView(OutcomeActView):
    title, confirm_label = "Stop med at tælle udfald", "Stop"
    text = "Det, der er talt, bliver stående. Skal der tælles igen, kræver det et nyt forslag og en ny godkendelse."

    def act(self, form) -> str:
        withdraw_outcomes(by=self.request.user)
        return "Der tælles ikke længere."

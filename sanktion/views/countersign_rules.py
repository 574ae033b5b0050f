"""Which outcomes take two persons. An administrator switches it on the page of the gates."""

from django.http import Http404
from django.utils.functional import cached_property

from sanktion.actions.rules import switch_countersign
from sanktion.forms.countersign import CountersignSwitchForm
from sanktion.models import CountersignRule, Outcome, Proposal
from sanktion.models.proposal import RIGHT
from sanktion.views.base import ActFormView
from sanktion.views.gates import PROPOSED, TAKES_TWO
from sanktion.views.identity import AsksWhoYouAre


class CountersignSwitchView(AsksWhoYouAre, ActFormView):
    permission_required = RIGHT
    list_name = "gates"
    form_class = CountersignSwitchForm

    @cached_property
    def outcome(self) -> Outcome:
        if self.kwargs["outcome"] not in Outcome.values:
            raise Http404
        return Outcome(self.kwargs["outcome"])

    @cached_property
    def is_required(self) -> bool:
        return CountersignRule.objects.requires(self.outcome)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"turns_on": not self.is_required}

    def get_context_data(self, **kwargs):
        label = self.outcome.label.lower()
        ends = f"Foreslå at fjerne kravet om medunderskrift: {label}"
        shown = {
            "title": ends if self.is_required else f"Kræv medunderskrift: {label}",
            "text": TAKES_TWO if self.is_required else "Det gælder for afgørelser, der træffes fra nu af.",
            "confirm_label": "Foreslå" if self.is_required else "Kræv medunderskrift",
            "danger": self.is_required,
        }
        return super().get_context_data(**shown | kwargs)

    def act(self, form) -> str:
        given = form.cleaned_data
        done = switch_countersign(self.outcome, required=given["on"], reason=given["reason"], by=self.request.user)
        return PROPOSED if isinstance(done, Proposal) else "Medunderskrift er krævet."

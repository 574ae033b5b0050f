"""The administrator's page of the gates in front of a sanction. No page here shows a citizen or a case."""

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from sanktion.actions.rules import set_ladder, switch_gate
from sanktion.forms.gates import LadderForm, SwitchForm
from sanktion.models import CountersignRule, Gate, GateRule, GateSwitch, LadderRule, Outcome, TargetGroup
from sanktion.views.base import ActFormView, RightRequiredMixin
from sanktion.views.identity import AsksWhoYouAre

RIGHT = "sanktion.switch_gates"
EXPLAINED = {
    Gate.GUIDANCE: "Ingen sanktion, før det er registreret på sagen, at borgeren senest på hændelsens dato er vejledt"
    " skriftligt om pligter og sanktioner, og hvilket dokument der viser det.",
    Gate.LADDER: "Ingen sanktion, før de kontaktforsøg, der er fastsat for borgerens målgruppe, er gjort.",
    Gate.ADVERSE: "Ingen sanktion, når andre har givet oplysninger til ugunst for borgeren efter den seneste"
    " partshøring. Borgeren skal først høres igen.",
    Gate.STRICT_GROUP: "Ingen skærpet rådighedssanktion til en borger, der er aktivitetsparat på hændelsens dato.",
    Gate.EFFECT_NOT_BEFORE_LETTER: "En sanktion virker tidligst fra den dag, afgørelsesbrevet er dateret.",
    Gate.EFFECT_IN_TIME: "En sanktion virker senest den sidste dag i den tredje hele kalendermåned efter hændelsen.",
}


class GatesView(RightRequiredMixin, TemplateView):
    permission_required = RIGHT
    template_name = "sanktion/gates/gates.html"

    def get_context_data(self, **kwargs):
        rules = GateRule.objects.with_switch()
        switches = list(GateSwitch.objects.select_related("switched_by"))
        latest = {switch.gate: switch for switch in reversed(switches)}
        rows = [(rule, EXPLAINED[Gate(rule.gate)], latest.get(rule.gate)) for rule in rules]
        ladders = LadderRule.objects.select_related("made_by")
        return super().get_context_data(rows=rows, ladders=ladders, **self._signed_by_two(switches), **kwargs)

    def _signed_by_two(self, switches: list[GateSwitch]) -> dict:
        """The outcomes that take two persons, and one log of all that was switched on this page."""
        held = CountersignRule.objects.latest_of_each()
        gates = [
            (row.switched_at, str(Gate(row.gate).label), row.is_on, row.reason, row.switched_by) for row in switches
        ]
        rules = [
            (
                row.set_at,
                f"Medunderskrift: {row.get_outcome_display().lower()}",
                row.is_required,
                row.reason,
                row.set_by,
            )
            for row in CountersignRule.objects.filter(set_by__isnull=False).select_related("set_by")
        ]
        return {
            "countersign_rows": [(outcome, held.get(outcome)) for outcome in Outcome],
            "log": sorted(gates + rules, key=lambda line: line[0], reverse=True),
        }


class GateSwitchView(AsksWhoYouAre, ActFormView):
    permission_required = RIGHT
    list_name = "gates"
    form_class = SwitchForm

    @cached_property
    def rule(self) -> GateRule:
        return get_object_or_404(GateRule.objects.with_switch(), pk=self.kwargs["pk"])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"turns_on": not self.rule.is_on}

    def get_context_data(self, **kwargs):
        turn = "fra" if self.rule.is_on else "til"
        shown = {
            "title": f"Slå spærringen {turn}: {str(self.rule).lower()}",
            "text": EXPLAINED[Gate(self.rule.gate)],
            "confirm_label": f"Slå {turn}",
            "danger": self.rule.is_on,
        }
        return super().get_context_data(**shown | kwargs)

    def act(self, form) -> str:
        switched = switch_gate(
            Gate(self.rule.gate), on=form.cleaned_data["on"], reason=form.cleaned_data["reason"], by=self.request.user
        )
        return f"Spærringen er slået {'til' if switched.is_on else 'fra'}."


class LadderNewView(AsksWhoYouAre, ActFormView):
    permission_required = RIGHT
    list_name = "gates"
    form_class = LadderForm
    title, confirm_label = "Ny udgave af kontakttrin", "Gem ny udgave"

    def get_context_data(self, **kwargs):
        text = "Den gamle udgave bliver stående og gælder fortsat for hændelser før datoen."
        return super().get_context_data(**{"text": text} | kwargs)

    def get_initial(self):
        """The steps that hold today for the group of the address, to be changed."""
        group = self.request.GET.get("gruppe")
        if group not in TargetGroup.values:
            return {}
        newest = LadderRule.objects.filter(group=group).newest_first().first()
        steps = newest.steps if newest else []
        return {"group": group} | {channel: steps.count(channel) for channel in steps}

    def act(self, form) -> str:
        given = form.cleaned_data
        set_ladder(
            TargetGroup(given["group"]),
            steps=form.steps,
            valid_from=given["valid_from"],
            source=given["source"],
            by=self.request.user,
        )
        return "Den nye udgave er gemt."

"""The administrator's page of the gates in front of a sanction. No page here shows a citizen or a case."""

from collections.abc import Iterable

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from sanktion.actions.rules import set_ladder, switch_gate
from sanktion.forms.gates import LadderForm, SwitchForm
from sanktion.models import (
    CountersignRule,
    Gate,
    GateRule,
    GateSwitch,
    LadderRule,
    Outcome,
    Proposal,
    ProposalKind,
    TargetGroup,
)
from sanktion.models.proposal import RIGHT
from sanktion.views.base import ActFormView, RightRequiredMixin
from sanktion.views.identity import AsksWhoYouAre

PROPOSED = "Forslaget er gemt. Det gælder først, når en anden administrator har godkendt det."
TAKES_TWO = "En anden administrator skal godkende forslaget, før det gælder."
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
        switches = list(GateSwitch.objects.select_related("switched_by", "proposal__proposed_by"))
        latest = {switch.gate: switch for switch in reversed(switches)}
        held = CountersignRule.objects.latest_of_each()
        proposals = list(Proposal.objects.open().with_persons())
        waits = {(one.kind, one.subject): one for one in proposals}
        return super().get_context_data(
            rows=[
                (rule, EXPLAINED[Gate(rule.gate)], latest.get(rule.gate), waits.get((ProposalKind.GATE, rule.gate)))
                for rule in GateRule.objects.with_switch()
            ],
            ladders=_with_proposal(LadderRule.objects.select_related("made_by", "proposal__proposed_by"), waits),
            proposals=proposals,
            countersign_rows=[(one, held.get(one), waits.get((ProposalKind.COUNTERSIGN, one))) for one in Outcome],
            log=_log(switches),
            **kwargs,
        )


def _with_proposal(ladders: Iterable[LadderRule], waits: dict[tuple[str, str], Proposal]) -> list[tuple]:
    """(version, the open proposal about its group); the proposal stands at the newest version of the group."""
    rows, told = [], set()
    for ladder in ladders:
        waiting = None if ladder.group in told else waits.get((ProposalKind.LADDER, ladder.group))
        rows.append((ladder, waiting))
        told.add(ladder.group)
    return rows


def _log(switches: list[GateSwitch]) -> list[tuple]:
    """All that was switched on this page, and what was proposed and came to nothing."""
    gates = [
        (row.switched_at, str(Gate(row.gate).label), _turned(row.is_on), row.reason, row.persons) for row in switches
    ]
    by_somebody = CountersignRule.objects.filter(set_by__isnull=False)
    rules = [
        (
            row.set_at,
            f"Medunderskrift: {row.get_outcome_display().lower()}",
            _turned(row.is_required),
            row.reason,
            row.persons,
        )
        for row in by_somebody.select_related("set_by", "proposal__proposed_by")
    ]
    nothing = [
        (row.ended_at, str(row), row.ended_as, row.ended_why, row.persons)
        for row in Proposal.objects.came_to_nothing().with_persons()
    ]
    return sorted(gates + rules + nothing, key=lambda line: line[0], reverse=True)


def _turned(is_on: bool) -> str:
    return "Slået til" if is_on else "Slået fra"


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
        name, text = str(self.rule).lower(), EXPLAINED[Gate(self.rule.gate)]
        shown = {
            "title": f"Foreslå at slå spærringen fra: {name}" if self.rule.is_on else f"Slå spærringen til: {name}",
            "text": f"{text} {TAKES_TWO}" if self.rule.is_on else text,
            "confirm_label": "Foreslå" if self.rule.is_on else "Slå til",
            "danger": self.rule.is_on,
        }
        return super().get_context_data(**shown | kwargs)

    def act(self, form) -> str:
        done = switch_gate(
            Gate(self.rule.gate), on=form.cleaned_data["on"], reason=form.cleaned_data["reason"], by=self.request.user
        )
        return PROPOSED if isinstance(done, Proposal) else "Spærringen er slået til."


class LadderNewView(AsksWhoYouAre, ActFormView):
    permission_required = RIGHT
    list_name = "gates"
    form_class = LadderForm
    title, confirm_label = "Ny udgave af kontakttrin", "Gem ny udgave"

    def get_context_data(self, **kwargs):
        text = (
            "Den gamle udgave bliver stående og gælder fortsat for hændelser før datoen. Kræver den nye udgave færre"
            " forsøg af en slags, bliver den et forslag, som en anden administrator skal godkende."
        )
        if waiting := self._waiting():
            text += (
                f" {waiting.proposed_by} har foreslået færre forsøg for målgruppen, og forslaget venter på svar. Et"
                " forslag til kan først gemmes, når det er besvaret."
            )
        return super().get_context_data(**{"text": text} | kwargs)

    def _waiting(self) -> Proposal | None:
        """About the group of the address; another group's is told of when the form is sent."""
        return Proposal.objects.open().with_persons().filter(kind=ProposalKind.LADDER, subject=self.group).first()

    def get_initial(self):
        """The steps that hold today for the group of the address, to be changed."""
        if not self.group:
            return {}
        newest = LadderRule.objects.filter(group=self.group).newest_first().first()
        steps = newest.steps if newest else []
        return {"group": self.group} | {channel: steps.count(channel) for channel in steps}

    @property
    def group(self) -> str:
        """The one of the address; empty when it names none."""
        named = self.request.GET.get("gruppe", "")
        return named if named in TargetGroup.values else ""

    def act(self, form) -> str:
        given = form.cleaned_data
        done = set_ladder(
            TargetGroup(given["group"]),
            steps=form.steps,
            valid_from=given["valid_from"],
            source=given["source"],
            by=self.request.user,
        )
        return PROPOSED if isinstance(done, Proposal) else "Den nye udgave er gemt."

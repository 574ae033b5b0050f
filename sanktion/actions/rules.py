"""What an administrator decides about the gates. All are logged rows that nobody can change afterwards.

What demands more is done at once; what demands less is a proposal to another administrator (``actions/proposal.py``).
"""

from collections import Counter
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from sanktion.actions.proposal import lock, propose
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
    User,
)


@transaction.atomic
def switch_gate(gate: Gate, *, on: bool, reason: str, by: User) -> GateSwitch | Proposal:
    """Raises ValidationError when the gate already is as wanted: two administrators may have the page open."""
    if not on:
        return propose(ProposalKind.GATE, gate, reason=reason, by=by)
    lock(ProposalKind.GATE, gate)
    if GateRule.objects.with_switch().filter(gate=gate).values_list("is_on", flat=True).first():
        raise ValidationError("Spærringen er allerede slået til.")
    return GateSwitch.objects.create(gate=gate, is_on=True, reason=reason, switched_by=by)


@transaction.atomic
def switch_countersign(outcome: Outcome, *, required: bool, reason: str, by: User) -> CountersignRule | Proposal:
    """Raises ValidationError when it already is as wanted."""
    if not required:
        return propose(ProposalKind.COUNTERSIGN, outcome, reason=reason, by=by)
    lock(ProposalKind.COUNTERSIGN, outcome)
    if CountersignRule.objects.requires(outcome):
        raise ValidationError("Udfaldet kræver allerede medunderskrift.")
    return CountersignRule.objects.create(outcome=outcome, is_required=True, reason=reason, set_by=by)


@transaction.atomic
def set_ladder(
    group: TargetGroup, *, steps: dict[str, int], valid_from: date, source: str, by: User
) -> LadderRule | Proposal:
    """A new version from that day. Events before it keep the version they had."""
    named = [channel for channel, times in steps.items() for _ in range(times)]
    lock(ProposalKind.LADDER, group)
    if asks_less(named, than=LadderRule.objects.steps_on(group, valid_from)):
        return propose(ProposalKind.LADDER, group, reason=source, by=by, steps=named, valid_from=valid_from)
    return LadderRule.objects.create(group=group, steps=named, valid_from=valid_from, source=source, made_by=by)


def asks_less(steps: list[str], *, than: list[str]) -> bool:
    """Fewer attempts of any channel: a letter is no less missed for a second text message."""
    return bool(Counter(than) - Counter(steps))

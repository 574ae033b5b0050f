"""What an administrator decides about the gates. Both are logged rows that nobody can change afterwards."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from sanktion.models import Gate, GateRule, GateSwitch, LadderRule, TargetGroup, User


@transaction.atomic
def switch_gate(gate: Gate, *, on: bool, reason: str, by: User) -> GateSwitch:
    """Raises ValidationError when the gate already is as wanted: two administrators may have the page open."""
    with connection.cursor() as cursor:
        # The rules can only be read, so they can't be locked: the switch itself is what two people share.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"gate:{gate}"])
    if GateRule.objects.with_switch().filter(gate=gate).values_list("is_on", flat=True).first() == on:
        raise ValidationError(f"Spærringen er allerede slået {'til' if on else 'fra'}.")
    return GateSwitch.objects.create(gate=gate, is_on=on, reason=reason, switched_by=by)


def set_ladder(group: TargetGroup, *, steps: dict[str, int], valid_from: date, source: str, by: User) -> LadderRule:
    """A new version from that day. Events before it keep the version they had."""
    named = [channel for channel, times in steps.items() for _ in range(times)]
    return LadderRule.objects.create(group=group, steps=named, valid_from=valid_from, source=source, made_by=by)

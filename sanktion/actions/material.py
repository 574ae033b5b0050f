from django.db import transaction

from sanktion.base.danish import listing
from sanktion.models import Case, MaterialKind, MaterialWaiver, User
from sanktion.models.readiness import RowState, readiness


class MaterialThere(Exception):
    """What is in the case can't be called irrelevant. The message is for the user."""


@transaction.atomic
def waive_material(case: Case, kinds: list[MaterialKind], *, reason: str, by: User) -> list[MaterialWaiver]:
    """V057: these kinds are not relevant in this case. One already waived is left as it is."""
    Case.objects.hold(case)
    rows = [row for row in readiness(case) if row.kind in kinds]
    if present := [row.kind.label.lower() for row in rows if row.state == RowState.PRESENT]:
        raise MaterialThere(f"Det er allerede i sagen: {listing(present)}.")
    waivers = [MaterialWaiver(case=case, kind=row.kind, reason=reason, by=by) for row in rows if not row.waiver]
    for waiver in waivers:
        waiver._history_user, waiver._change_reason = by, "Ikke relevant"
        waiver.save()
    return waivers


@transaction.atomic
def withdraw_waiver(case: Case, kind: MaterialKind, *, by: User) -> None:
    """Asking again changes nothing."""
    waiver = MaterialWaiver.objects.in_force().select_for_update(of=("self",)).filter(case=case, kind=kind).first()
    if waiver:
        waiver.withdraw(by=by)

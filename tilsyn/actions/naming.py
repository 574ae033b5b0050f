"""Recording the cases that the directorate has named (V022). Nothing here picks a case."""

from django.db import transaction

from sanktion.base.acting import unit_wide
from sanktion.models import Case, JournalEntry, NoteKind, SupervisionRelevance, User
from tilsyn.eligibility import eligibility_of
from tilsyn.models import SelectedCase, Supervision, SupervisionStatus, WithdrawnBecause


class NamingNotAllowed(Exception):
    """The case can't be recorded. The message is for the user."""


@unit_wide("Direktoratet udpeger i hele enheden")
@transaction.atomic
def name_case(supervision: Supervision, case: Case, *, named_in: str, by: User) -> SelectedCase:
    """The case as one of the supervision's; ``named_in`` says where the directorate named it.

    Asking twice gives the one there is. A citizen in match category 4-5 on the event's day is recorded as «udgået» at
    once (V015, V018). Raises NamingNotAllowed.
    """
    locked = Supervision.objects.select_for_update(of=("self",)).get(pk=supervision.pk)
    if there := SelectedCase.objects.filter(supervision=locked, case=case).first():
        return there
    if not locked.takes_cases:
        raise NamingNotAllowed("Tilsynet er afsluttet. Der kan ikke komme flere sager med.")
    selected = _selected(locked, case, named_in=named_in, by=by)
    _tell_journal(selected, by=by)
    if locked.status == SupervisionStatus.REGISTERED:
        locked.begin_collecting(by=by)
    return selected


def _selected(supervision: Supervision, case: Case, *, named_in: str, by: User) -> SelectedCase:
    selected = SelectedCase(
        supervision=supervision,
        case=case,
        number=SelectedCase.objects.next_number(supervision),
        named_in=named_in,
        owner=case.owner,
        named_by=by,
    )
    if eligibility_of(case).is_outside_category:
        selected.status, selected.withdrawn_because = "withdrawn", WithdrawnBecause.CATEGORY
        selected.withdrawn_at, selected.withdrawn_by = selected.named_at, by
    selected._history_user, selected._change_reason = by, "Udpeget af direktoratet"
    selected.save()
    return selected


def _tell_journal(selected: SelectedCase, *, by: User) -> None:
    told = f"Sagen er udpeget til tilsyn {selected.supervision.number}"
    JournalEntry.objects.write(
        selected.case,
        kind=NoteKind.SYSTEM,
        heading=told if selected.takes_part else f"{told} og udgår",
        text="" if selected.takes_part else selected.get_withdrawn_because_display(),
        concerns=SupervisionRelevance.NO,
        by=by,
    )

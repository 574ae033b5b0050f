from django.db import transaction

from sanktion.actions.gates import note_adverse
from sanktion.models import Case, Complaint, JournalEntry, NoteKind, User
from sanktion.models.gates import ADVERSE_FACT


class ComplaintOpen(Exception):
    """A case isn't closed while a complaint in it is worked on. The message is for the user."""


@transaction.atomic
def assign_case(case: Case, owner: User, *, by: User) -> None:
    """Make ``owner`` the caseworker. Asking again changes nothing."""
    locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if locked.owner_id == owner.pk:
        return
    locked.assign(owner, by=by)


class CaseNotTaken(Exception):
    """Somebody else came first, or it isn't the user's to take. The message is for the user."""


@transaction.atomic
def take_case(case: Case, *, by: User) -> None:
    """Become the caseworker of a case that has none. Taking it twice changes nothing."""
    if case.team_id not in by.team_ids:
        raise CaseNotTaken("Sagen hører til et andet team. Bed teamets leder om at fordele den.")
    locked = Case.objects.select_for_update(of=("self",)).select_related("owner").get(pk=case.pk)
    if locked.owner_id not in (None, by.pk):
        raise CaseNotTaken(f"{locked.owner} har allerede taget sagen.")
    if not locked.owner_id:
        locked.assign(by, by=by)


@transaction.atomic
def give_back_case(case: Case, *, by: User) -> None:
    """Undo ``take_case``: the case stands in the queue without an owner again."""
    locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if locked.owner_id != by.pk:
        raise CaseNotTaken("Du er ikke længere sagsbehandler på sagen, så der er intet at fortryde.")
    locked.assign(None, by=by)


@transaction.atomic
def close_case(case: Case, *, by: User) -> None:
    if Complaint.objects.filter(case=case).due().exists() or Complaint.objects.open().filter(case=case).exists():
        raise ComplaintOpen("Sagen kan ikke lukkes, mens der er en klage under behandling.")
    case.close(by=by)
    JournalEntry.objects.write(case, kind=NoteKind.SYSTEM, heading="Sagen er lukket", by=by)


@transaction.atomic
def write_note(case: Case, *, kind: NoteKind, adverse: bool = False, by: User, key=None, **entry) -> JournalEntry:
    """What a caseworker writes. ``adverse`` as in ``record_attempt``; the rest as in ``JournalEntry.objects.write``."""
    Case.objects.hold(case)
    if written := JournalEntry.objects.written_with(case, key):
        return written
    if adverse:
        note_adverse(case, by=by)
    facts = [ADVERSE_FACT] if adverse else []
    heading = NoteKind(kind).label
    return JournalEntry.objects.write(case, kind=kind, heading=heading, facts=facts, by=by, key=key, **entry)

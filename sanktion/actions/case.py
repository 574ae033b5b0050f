from django.db import transaction

from sanktion.models import Case, JournalEntry, NoteKind, User


@transaction.atomic
def assign_case(case: Case, owner: User, *, by: User) -> None:
    """Make ``owner`` the caseworker. Asking again changes nothing."""
    locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if locked.owner_id == owner.pk:
        return
    locked.assign(owner, by=by)


@transaction.atomic
def close_case(case: Case, *, by: User) -> None:
    case.close(by=by)
    JournalEntry.objects.write(case, kind=NoteKind.SYSTEM, heading="Sagen er lukket", by=by)

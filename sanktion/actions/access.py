"""The exceptions to the team rule, each told in the case's own journal."""

from django.db import transaction

from sanktion.base.permissions import grant, revoke
from sanktion.models import Case, JournalEntry, NoteKind, User


class AccessNotChanged(Exception):
    """The change would shut everybody out. The message is for the user."""


@transaction.atomic
def give_access(case: Case, person: User, *, by: User) -> None:
    """Let one named person into one case, whatever team they are in."""
    case = _locked(case)
    if person in case.named_people():
        return
    grant(person, "view_case", case)
    _note(case, f"{person} har fået adgang til sagen", by=by)


@transaction.atomic
def take_access(case: Case, person: User, *, by: User) -> None:
    case = _locked(case)
    named = list(case.named_people())
    if person not in named:
        return
    if case.is_restricted and len(named) == 1:
        raise AccessNotChanged("Sagen er kun for navngivne, og dette er den sidste. Giv en anden adgang først.")
    revoke(person, "view_case", case)
    _note(case, f"{person} har ikke længere adgang til sagen", by=by)


@transaction.atomic
def restrict(case: Case, *, by: User) -> None:
    """Own relatives, protected persons: only named people see the case. Whoever closes it stays one of them."""
    case = _locked(case)
    if case.is_restricted:
        return
    give_access(case, by, by=by)
    case.set_restricted(True, by=by)
    _note(case, "Sagen er nu kun for navngivne", by=by)


@transaction.atomic
def open_to_team(case: Case, *, by: User) -> None:
    case = _locked(case)
    if not case.is_restricted:
        return
    case.set_restricted(False, by=by)
    _note(case, "Sagen er igen åben for hele teamet", by=by)


def _locked(case: Case) -> Case:
    return Case.objects.select_for_update(of=("self",)).get(pk=case.pk)


def _note(case: Case, heading: str, *, by: User) -> None:
    JournalEntry.objects.write(case, kind=NoteKind.SYSTEM, heading=heading, by=by)

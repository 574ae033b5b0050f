"""Who fetches what is missing, and asking them for it."""

from django.db import transaction

from sanktion.base.danish import listing
from sanktion.models import Case, User
from tilsyn.actions.scope import OutsideScope
from tilsyn.board import board_of
from tilsyn.models import MaterialAsk, SelectedCase, Supervision

MAY_OWN = ("handle_case", "handle_supervision")


class OwnerNotPossible(Exception):
    """The person can't do anything about the case. The message is for the user."""


def possible_owners(supervision: Supervision):
    """Colleagues of the teams of its cases who may put papers in a case, or handle the supervision."""
    teams = Case.objects.filter(pk__in=supervision.selected.values("case")).values("team")
    people = User.objects.filter(is_active=True, teams__in=teams, groups__permissions__codename__in=MAY_OWN)
    return people.distinct().order_by("first_name", "last_name", "pk")


@transaction.atomic
def assign_owners(chosen: list[SelectedCase], owner: User | None, *, by: User) -> int:
    """How many have another owner now. Raises OwnerNotPossible: then no owner is changed."""
    if owner:
        _guard_owner(chosen, owner)
    changed = [selected for selected in chosen if selected.owner_id != (owner.pk if owner else None)]
    for selected in changed:
        selected.assign(owner, by=by)
    return len(changed)


def _guard_owner(chosen: list[SelectedCase], owner: User) -> None:
    case_ids = [selected.case_id for selected in chosen]
    seen = set(Case.objects.visible_to(owner).filter(pk__in=case_ids).values_list("pk", flat=True))
    if unseen := [selected.case.number for selected in chosen if selected.case_id not in seen]:
        raise OwnerNotPossible(f"{owner} kan ikke se {listing(unseen)} og kan derfor ikke hente det, der mangler.")


@transaction.atomic
def ask_for_missing(supervision: Supervision, *, by: User) -> int:
    """One duty in the queue for the owner of each case that lacks something; how many are new. Asking again adds
    those that have come since. Raises OutsideScope."""
    board = board_of(supervision, user=by)
    if board.outside:
        raise OutsideScope(
            f"{board.outside} af sagerne kan du ikke se. Bed en, der ser dem alle, om at bede om det, der mangler."
        )
    asks = [MaterialAsk(selected=row.selected, asked_by=by) for row in board.lacking if not was_asked(row.selected)]
    MaterialAsk.objects.bulk_create(asks, ignore_conflicts=True)
    return len(asks)


def was_asked(selected: SelectedCase) -> bool:
    return hasattr(selected, "ask")

"""Acts on a whole supervision, which nobody does who sees only some of its cases."""

from sanktion.models import User
from tilsyn.models import SelectedCase, Supervision


class OutsideScope(Exception):
    """The message is for the user, and tells how many."""


def outside_scope(supervision: Supervision, user: User) -> int:
    """How many of the supervision's cases the user doesn't see. Two counts."""
    return supervision.count_cases() - SelectedCase.objects.visible_to(user).filter(supervision=supervision).count()


def check_scope(supervision: Supervision, user: User) -> None:
    """Raises OutsideScope."""
    if count := outside_scope(supervision, user):
        cases = "1 af tilsynets sager ligger" if count == 1 else f"{count} af tilsynets sager ligger"
        raise OutsideScope(f"{cases} uden for dit område. Det her gælder hele tilsynet, så en kollega må gøre det.")

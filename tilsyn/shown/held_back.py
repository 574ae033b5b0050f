"""What of a supervision waits for a decision on what is held back, on its overview."""

from sanktion.models import User
from tilsyn.models import HoldBack, HoldStatus, Supervision


def held_back_card(supervision: Supervision, user: User) -> dict | None:
    """In the cases that the user sees; no card when nothing is open."""
    found = HoldBack.objects.visible_to(user).open().filter(selected__supervision=supervision)
    statuses = list(found.values_list("status", flat=True))
    waiting = statuses.count(HoldStatus.WAITING)
    return {"waiting": waiting, "drafts": len(statuses) - waiting} if statuses else None

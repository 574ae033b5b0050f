"""What runs outside a page. Safe to run twice."""

from celery import shared_task

from sanktion.base.acting import system
from tilsyn.actions.reading_room import settle_access


@shared_task
def settle_reading_rooms() -> None:
    """Take the grants of rooms that have ended, and of cases that have left."""
    with system("Læserum gennemgås"):
        settle_access()

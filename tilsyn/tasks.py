from celery import shared_task

from sanktion.base.acting import system
from tilsyn.actions.selection.destruction import destroy_overdue
from tilsyn.selection import ledger


@shared_task
def destroy_selection_lists() -> None:
    """The numbers nobody chose, when the supervision is over; and what was destroyed just before a process died."""
    with system("Direktoratets lister destrueres"):
        destroy_overdue()
    ledger.catch_up()

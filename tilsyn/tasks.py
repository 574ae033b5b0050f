"""What runs outside a page. Ids in, rows read again and locked, safe to run twice: the database tells what is due."""

from celery import shared_task

from sanktion.base.acting import system
from tilsyn.actions import bundles, orientation, sending
from tilsyn.actions.mock import draw_all_teams
from tilsyn.actions.reading_room import settle_access
from tilsyn.actions.selection.destruction import destroy_overdue
from tilsyn.selection import ledger


@shared_task
def make_bundle(bundle_id: int) -> None:
    bundles.make(bundle_id)


@shared_task
def resume_bundles() -> None:
    """Take up what a dead worker or a lost message left behind."""
    for bundle_id in bundles.stalled_ids():
        make_bundle.delay(bundle_id)


@shared_task
def send_dispatch(dispatch_id: int) -> None:
    sending.run_dispatch(dispatch_id)


@shared_task
def send_orientations(dispatch_id: int) -> None:
    orientation.run_orientation(dispatch_id)


@shared_task
def resume_dispatches() -> None:
    sending.resume()


@shared_task
def settle_reading_rooms() -> None:
    """Take the grants of rooms that have ended, and of cases that have left."""
    with system("Læserum gennemgås"):
        settle_access()


@shared_task
def destroy_selection_lists() -> None:
    """The numbers nobody chose, when the supervision is over; and what was destroyed just before a process died."""
    with system("Direktoratets lister destrueres"):
        destroy_overdue()
    ledger.catch_up()


@shared_task
def draw_last_month() -> None:
    with system("Sager udtrækkes til egen kontrol"):
        draw_all_teams()

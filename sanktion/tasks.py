"""What runs outside a page. Ids in, rows read again and locked, safe to run twice."""

from celery import shared_task

from sanktion.actions import access_control, access_months, access_seals, disposal, imports, subject_access
from sanktion.actions.nightly import run_checks
from sanktion.base.acting import system
from sanktion.models.session import SessionStore


@shared_task
def run_import(batch_id: int) -> None:
    imports.run(batch_id)


@shared_task
def resume_imports() -> None:
    """Take up what a dead worker or a lost message left behind."""
    for batch_id in imports.stalled_ids():
        run_import.delay(batch_id)


@shared_task
def discard_left_imports() -> None:
    """Files that nobody loaded. Safe to run twice."""
    imports.discard_left_lying()


@shared_task
def run_nightly_checks() -> None:
    with system("Natlig kontrol"):
        run_checks()


@shared_task
def make_subject_access(access_id: int) -> None:
    subject_access.make(access_id)


@shared_task
def resume_subject_accesses() -> None:
    for access_id in subject_access.stalled_ids():
        make_subject_access.delay(access_id)


@shared_task
def delete_subject_accesses() -> None:
    """Files whose time has passed. Safe to run twice."""
    subject_access.delete_outlived()


@shared_task
def run_disposal(disposal_id: int) -> None:
    disposal.run_disposal(disposal_id)


@shared_task
def resume_disposals() -> None:
    for disposal_id in disposal.stalled_ids():
        run_disposal.delay(disposal_id)


@shared_task
def clear_sessions() -> None:
    SessionStore.clear_expired()


@shared_task
def seal_access_log() -> None:
    access_seals.seal()


@shared_task
def make_access_months() -> None:
    """Most times there is nothing to make; when the log is busy, the next hour does it."""
    access_seals.make_months()


@shared_task
def drop_access_months() -> None:
    """Most nights there is nothing to drop; when the log is busy, the next hour does it."""
    access_months.drop_months()


@shared_task
def find_unusual_access() -> None:
    access_control.find_unusual()

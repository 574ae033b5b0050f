"""What runs outside a page. Ids in, rows read again and locked, safe to run twice."""

from celery import shared_task

from tilsyn.actions import bundles


@shared_task
def make_bundle(bundle_id: int) -> None:
    bundles.make(bundle_id)


@shared_task
def resume_bundles() -> None:
    """Take up what a dead worker or a lost message left behind."""
    for bundle_id in bundles.stalled_ids():
        make_bundle.delay(bundle_id)

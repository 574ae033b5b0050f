"""Wake-up calls. What is due is asked of PostgreSQL each time, so a call lost or made twice does no harm."""

from celery import shared_task

from tilsyn.actions import orientation, sending


@shared_task
def send_dispatch(dispatch_id: int) -> None:
    sending.run_dispatch(dispatch_id)


@shared_task
def send_orientations(dispatch_id: int) -> None:
    orientation.run_orientation(dispatch_id)


@shared_task
def resume_dispatches() -> None:
    sending.resume()

"""Wake-up calls. What is due is asked of PostgreSQL each time, so a call lost or made twice does no harm."""

import logging

from celery import shared_task
from django.conf import settings

from parthoering import demo_tour
from parthoering.actions import expire, hearings_to_remind, remind, resume_batches, run_batch
from parthoering.delivery import receipts, sending
from parthoering.models import Hearing
from sanktion.base.acting import system

logger = logging.getLogger(__name__)


@shared_task
def send_letter(delivery_id: int) -> None:
    sending.send_letter(delivery_id)


@shared_task
def send_waiting_letters() -> None:
    sending.send_due_letters()


@shared_task
def read_receipts() -> None:
    receipts.read_inbox()


@shared_task
def expire_hearings() -> None:
    """A transaction for each hearing: one that can't expire doesn't stop the others."""
    with system("Finder udløbne svarfrister"):
        overdue = list(Hearing.objects.overdue().select_related("case"))
    for hearing in overdue:
        try:
            with system("Svarfrist udløbet uden svar"):
                expire(hearing)
        except Exception as error:
            logger.error("Hearing %s could not expire: %s", hearing.pk, type(error).__name__)


@shared_task
def send_reminders() -> None:
    """Off until the setting says otherwise. Asks who still owes an answer, one transaction each."""
    with system("Finder dem, der skal mindes om svarfristen"):
        waiting = hearings_to_remind()
    for hearing in waiting:
        try:
            with system("Minder om svarfristen"):
                remind(hearing)
        except Exception as error:
            logger.error("Hearing %s got no reminder: %s", hearing.pk, type(error).__name__)


@shared_task
def run_hearing_batch(batch_id: int) -> None:
    run_batch(batch_id)


@shared_task
def resume_hearing_batches() -> None:
    resume_batches()


@shared_task
def pass_practice_deadline(user_id: int) -> None:
    if settings.SANKTION_DEMO:
        demo_tour.pass_deadline(user_id)

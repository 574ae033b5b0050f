import logging

from celery import shared_task
from django.db import InterfaceError, OperationalError

from koerelister.actions import erasure, making, orders, plans
from koerelister.destruction import ledger
from sanktion.base.acting import system

logger = logging.getLogger(__name__)


@shared_task
def take_orders() -> None:
    # In an older copy of the database a new list would get the number and the key of one that is to be deleted again.
    if ledger.is_open():
        with system("Henvendelser gennemgås"):
            orders.take_orders()


@shared_task
def make_lists(plan_id: int, area_id: int) -> None:
    if not ledger.is_open():
        return
    try:
        with system("Kørelister laves"):
            making.make_lists(plan_id, area_id)
    except (OperationalError, InterfaceError) as error:
        # The database is away, not the area at fault: it is still to be made, and the sweeper comes by.
        logger.warning("Plan %s, area %s was interrupted: %s", plan_id, area_id, type(error).__name__)
    except Exception as error:
        # Only the kind of error: PostgreSQL's messages quote ids of cases, and a log outlives the list (B047).
        logger.error("Plan %s, area %s could not be made: %s", plan_id, area_id, type(error).__name__)
        with system("Kørelister kunne ikke laves"):
            plans.note_failure(plan_id, area_id)


@shared_task
def resume_plans() -> None:
    if ledger.is_open():
        with system("Køreplaner genoptages"):
            plans.resume_plans()


@shared_task
def catch_up_ledger() -> None:
    """What was destroyed just before a process died."""
    ledger.catch_up()


@shared_task
def erase_physically() -> None:
    """Once a day: asked again the same day it does nothing, so the beat may try until it has worked."""
    erasure.erase_once_a_day()

import logging

from celery import shared_task

from koerelister.actions import making, orders, plans
from sanktion.base.acting import system

logger = logging.getLogger(__name__)


@shared_task
def take_orders() -> None:
    with system("Henvendelser gennemgås"):
        orders.take_orders()


@shared_task
def make_lists(plan_id: int, area_id: int) -> None:
    try:
        with system("Kørelister laves"):
            making.make_lists(plan_id, area_id)
    except Exception as error:
        # Only the kind of error: PostgreSQL's messages quote ids of cases, and a log outlives the list (B047).
        logger.error("Plan %s, area %s could not be made: %s", plan_id, area_id, type(error).__name__)
        with system("Kørelister kunne ikke laves"):
            plans.note_failure(plan_id, area_id)


@shared_task
def resume_plans() -> None:
    with system("Køreplaner genoptages"):
        plans.resume_plans()

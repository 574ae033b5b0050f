from celery import shared_task

from koerelister.actions import orders, plans
from sanktion.base.acting import system


@shared_task
def take_orders() -> None:
    with system("Henvendelser gennemgås"):
        orders.take_orders()


@shared_task
def make_list(plan_id: int, area_id: int) -> None:
    try:
        with system("Køreliste laves"):
            plans.make_list(plan_id, area_id)
    except Exception:
        with system("Køreliste kunne ikke laves"):
            plans.note_failure(plan_id, area_id)
        raise


@shared_task
def resume_plans() -> None:
    with system("Køreplaner genoptages"):
        plans.resume_plans()

"""What runs outside a page. Safe to run twice."""

from celery import shared_task

from sanktion.base.acting import system
from tilsyn.actions.mock import draw_all_teams


@shared_task
def draw_last_month() -> None:
    with system("Sager udtrækkes til egen kontrol"):
        draw_all_teams()

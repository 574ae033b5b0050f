"""What the nightly check asks of the hearings and their letters."""

from datetime import date

from parthoering.models import Delivery, DeliveryStatus, Hearing, HearingBatch
from sanktion.checks import Check, register_check

HEARINGS = {"url_name": "queue", "permission": "sanktion.view_case", "query": "status=hearing"}


def run_out(day: date) -> int:
    """A letter that left the house late gives the citizen more days, so each is asked; there should be none."""
    overdue = Hearing.objects.overdue(day).select_related("letter")
    return sum(hearing.runs_until is not None and hearing.runs_until < day for hearing in overdue)


def letters_waiting(day: date) -> int:
    return _since(DeliveryStatus.WAITING, day)


def letters_failed(day: date) -> int:
    return _since(DeliveryStatus.FAILED, day)


def batches_running(day: date) -> int:
    return HearingBatch.objects.running().filter(created_at__date__lt=day).count()


def _since(status: DeliveryStatus, day: date) -> int:
    return Delivery.objects.filter(status=status, status_changed_at__date__lt=day).count()


def register_checks() -> None:
    run = "Partshøringer, hvis frist er udløbet, uden at sagen er gået videre"
    register_check(Check("hearings_run_out", run, run_out, **HEARINGS))
    register_check(Check("letters_waiting", "Breve, der venter på afsendelse", letters_waiting, **HEARINGS, days=1))
    batches = {"url_name": "hearing_batches", "permission": "sanktion.handle_case"}
    register_check(Check("batches", "Forsendelser, der ikke er kommet til ende", batches_running, **batches))
    register_check(Check("letters_failed", "Breve, der ikke kunne afsendes", letters_failed, **HEARINGS, days=1))

"""What the nightly check asks of the hearings and their letters."""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from parthoering.models import UNDELIVERED, Delivery, DeliveryStatus, Hearing, HearingBatch, HearingStatus
from sanktion.checks import Check, register_check
from sanktion.models import CaseStatus

# 0 is the citizen.
WHOM = Coalesce(F("representative"), 0)
HEARINGS = {"url_name": "queue", "permission": "sanktion.view_case", "query": "status=hearing"}


def run_out(day: date) -> int:
    """A letter that left the house late gives the citizen more days, so each is asked; there should be none."""
    overdue = Hearing.objects.overdue(day).select_related("letter")
    return sum(hearing.runs_until is not None and hearing.runs_until < day for hearing in overdue)


def letters_waiting(day: date) -> int:
    return _since(DeliveryStatus.WAITING, day)


def letters_unprinted(day: date) -> int:
    return _since(DeliveryStatus.QUEUED, day)


def letters_lost(day: date) -> int:
    """Neither sent again, nor without a purpose by now: the hearing still runs, or the case is not closed."""
    to_the_same = Delivery.objects.annotate(whom=WHOM).filter(document=OuterRef("document"), whom=OuterRef("whom"))
    lost = Delivery.objects.annotate(whom=WHOM).filter(status__in=UNDELIVERED, status_changed_at__date__lt=day)
    runs = Q(document__hearing__status=HearingStatus.SENT)
    other = Q(document__hearing=None) & ~Q(document__case__status=CaseStatus.CLOSED)
    return lost.filter(runs | other).filter(~Exists(to_the_same.filter(pk__gt=OuterRef("pk")))).count()


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
    prints = {"url_name": "print_queue", "permission": "sanktion.handle_case", "days": 2}
    register_check(Check("letters_unprinted", "Breve i printkøen", letters_unprinted, **prints))
    register_check(
        Check("letters_lost", "Breve, der ikke nåede frem og ikke er fulgt op", letters_lost, **HEARINGS, days=1)
    )

"""The nightly check: proves that everything due was handled, and keeps how much was not."""

import logging
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from sanktion.actions.retention import overdue_for_review
from sanktion.checks import Check, register_check, registered_checks
from sanktion.models import (
    Case,
    CaseStatus,
    Complaint,
    ContactAttempt,
    Inquiry,
    LetterText,
    NegativeEvent,
    NightlyCheck,
    WrongPayment,
)

logger = logging.getLogger(__name__)
QUEUE = {"url_name": "queue", "permission": "sanktion.view_case"}


@transaction.atomic
def run_checks() -> NightlyCheck | None:
    """One a day: asked again the same day it does nothing, so the beat may try until it has worked."""
    today = timezone.localdate()
    if NightlyCheck.objects.filter(night=today).exists():
        return None
    results = {check.name: _count(check, today) for check in registered_checks()}
    NightlyCheck.objects.bulk_create([NightlyCheck(night=today, results=results)], ignore_conflicts=True)
    return NightlyCheck.objects.get(night=today)


def _count(check: Check, today: date) -> int | None:
    """One question that can't be answered doesn't silence the others."""
    try:
        with transaction.atomic():
            return check.late(today - timedelta(days=check.days))
    except Exception as error:
        logger.error("The nightly check %s failed: %s", check.name, type(error).__name__)
        return None


def events_without_case(day: date) -> int:
    return NegativeEvent.objects.without_case().filter(registered_at__date__lt=day).count()


def cases_past_goal(status: CaseStatus):
    return lambda day: Case.objects.filter(status=status, next_due__lt=day).count()


def seeking_without_attempt(day: date) -> int:
    """Whatever the way: how contact was sought can't be asked of the database."""
    tried = ContactAttempt.objects.filter(case=OuterRef("pk"), recorded_at__gte=OuterRef("status_changed_at"))
    waiting = Case.objects.seeking_contact().filter(status_changed_at__date__lt=day)
    return waiting.filter(~Exists(tried)).count()


def contact_not_looked_at(day: date) -> int:
    return Case.objects.contact_requested().filter(status_changed_at__date__lt=day).count()


def complaints_due(day: date) -> int:
    return Complaint.objects.due(day - timedelta(days=1)).count()


def inquiries_due(day: date) -> int:
    return Inquiry.objects.open().filter(due_on__lt=day).count()


def payments_open(day: date) -> int:
    return WrongPayment.objects.open().filter(flagged_at__date__lt=day).count()


def texts_missing(day: date) -> int:
    return len(LetterText.objects.missing_on(day))


def register_core_checks() -> None:
    goals = settings.SANKTION_GOAL_DAYS
    events = {"url_name": "events", "permission": "sanktion.view_citizen"}
    payments = {"url_name": "wrong_payments", "permission": "sanktion.view_wrongpayment"}
    seeking = QUEUE | {"query": "status=seeking_contact"}
    for check in (
        Check("events", "Hændelser uden sag", events_without_case, **events, days=goals["registered"]),
        _past_goal("registered_late", "Nye sager, der ikke er partshørt", CaseStatus.REGISTERED),
        Check("contact_unseen", "Sager, hvor søgning af kontakt ikke er sat i gang", contact_not_looked_at, **seeking),
        Check(
            "seeking_idle",
            "Sager, der søger kontakt, uden et noteret forsøg",
            seeking_without_attempt,
            **seeking,
            days=goals["seeking_contact"],
        ),
        _past_goal("answered_late", "Svar, der ikke er vurderet", CaseStatus.ANSWERED),
        _past_goal("ready_late", "Sager klar til afgørelse, der ikke er afgjort", CaseStatus.READY),
        Check("complaints", "Klager, hvor enheden er over fristen", complaints_due, **QUEUE, query="status=decided"),
        Check("inquiries", "Henvendelser over fristen", inquiries_due, "inquiries", "sanktion.view_inquiry"),
        Check("texts", "Brevtekster, der mangler", texts_missing, "letter_texts", "sanktion.view_lettertext"),
        Check("payments", "Fejludbetalinger, der ikke er fulgt til ende", payments_open, **payments, days=30),
        Check(
            "retention",
            "Sager, hvis opbevaringstid er gået, og som ikke er gennemgået",
            overdue_for_review,
            "retention_review",
            "sanktion.review_retention",
            days=31,
        ),
    ):
        register_check(check)


def _past_goal(name: str, label: str, status: CaseStatus) -> Check:
    return Check(name, label, cases_past_goal(status), **QUEUE, query=f"status={status}&frist=overskredet")

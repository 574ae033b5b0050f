"""Cases brought through the hearing by the application's own actions."""

from contextlib import nullcontext
from datetime import datetime, time, timedelta

import factory
import time_machine
from django.utils import timezone

from parthoering.actions import (
    add_attempt,
    conclude,
    expire,
    mark_posted,
    print_letters,
    record_answer,
    send_hearing,
)
from parthoering.delivery.sending import send_letter
from parthoering.models import (
    AnswerChannel,
    Channel,
    Delivery,
    DeliveryStatus,
    Hearing,
    Representative,
    RepresentativeRole,
)
from sanktion.actions.assessment import assess
from sanktion.actions.decision import decide
from sanktion.models import (
    Case,
    ContactChannel,
    ContactResult,
    Decision,
    LegalBasis,
    NothingMore,
    Outcome,
    PaymentEffect,
    ReasonableGround,
    User,
    WrittenGuidance,
)
from sanktion.models.decision import SANCTIONS
from sanktion.models.gates import latest_effect

from .core import CaseFactory
from .letters import short_letters

STATEMENT = "Jeg var syg den dag.\nJeg ringede kl. 8, men kom ikke igennem."
# What ``assess`` asks of everyone: not available, no ground, nothing about the payment.
WEIGHED = {
    "is_available": False,
    "text": "Borgeren står ikke til rådighed.",
    "reasonable_ground": ReasonableGround.NO,
    "weighing": "Ingen dokumentation.",
    "effect": PaymentEffect.NONE,
}
# Longer than any hearing: delivery days, the days to answer and a Christmas on top.
LONG_AGO = timedelta(days=40)


class RepresentativeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Representative

    case = factory.SubFactory(CaseFactory)
    role = RepresentativeRole.GUARDIAN
    name = "Vera Vestergaard"
    channel = Channel.LETTER
    street_line = "Vestergade 1"
    postal_line = "5000 Odense C"


@short_letters()
def hearing_sent(case: Case, by: User, *, channel: Channel | None = None) -> Hearing:
    hearing = send_hearing(case, channel=channel, by=by)
    for delivery in hearing.deliveries:
        letter_gone(delivery, by)
    case.refresh_from_db()
    return Hearing.objects.latest_of(case)


def guided(case: Case, by: User) -> None:
    """LAS § 35, stk. 1. The latest paper in the case stands for the one that guided, so no number moves."""
    if not case.guidances.exists():
        given_on = case.event.occurred_on - timedelta(days=60)
        WrittenGuidance.objects.create(case=case, given_on=given_on, document=case.documents.first(), recorded_by=by)


@short_letters()
def letter_gone(delivery: Delivery, by: User) -> Delivery:
    """Handed over; one for our own print queue is printed and posted too."""
    send_letter(delivery.pk)
    delivery.refresh_from_db()
    if delivery.status == DeliveryStatus.QUEUED:
        print_letters([delivery], by=by)
        mark_posted([delivery], on=timezone.localdate(), by=by)
        delivery.refresh_from_db()
    return delivery


def hearing_expired(case: Case, by: User) -> Hearing:
    with time_machine.travel(timezone.now() - LONG_AGO, tick=False):
        hearing = hearing_sent(case, by)
    assert expire(hearing)
    case.refresh_from_db()
    return Hearing.objects.latest_of(case)


@short_letters()
def hearing_answered(case: Case, by: User) -> Hearing:
    """Guided too, so that nothing stands between the case and its decision."""
    hearing = hearing_sent(case, by)
    guided(case, by)
    hearing = record_answer(
        hearing, text=STATEMENT, channel=AnswerChannel.PHONE, answered_on=timezone.localdate(), by=by
    )
    case.refresh_from_db()
    return hearing


def attempt_noted(case: Case, by: User) -> None:
    add_attempt(
        case,
        channel=ContactChannel.PHONE,
        happened_at=timezone.now(),
        result=ContactResult.NOT_REACHED,
        text="Ringet to gange uden svar.",
        by=by,
    )


@short_letters()
def case_ready(case: Case, by: User) -> Case:
    """Ready for its decision without an answer: deadline passed, contact sought in vain."""
    hearing = hearing_expired(case, by)
    guided(case, by)
    attempt_noted(case, by)
    conclude(hearing, by=by)
    case.refresh_from_db()
    return case


def in_time(case: Case):
    """An old event was decided in its own time: no sanction works later than three whole months after it."""
    last = latest_effect(case.event.occurred_on)
    if timezone.localdate() + timedelta(days=5) <= last:
        return nullcontext()
    noon = timezone.make_aware(datetime.combine(last - timedelta(days=10), time(12)))
    return time_machine.travel(noon, tick=False)


@short_letters()
def case_decided(case: Case, by: User, outcome: Outcome = Outcome.DEDUCTION) -> Decision:
    """Heard, assessed and decided the way the application does it."""
    with in_time(case):
        return _case_decided(case, by, outcome)


def _case_decided(case: Case, by: User, outcome: Outcome) -> Decision:
    hearing_answered(case, by)
    assess(case, **WEIGHED, by=by)
    is_sanction = outcome in SANCTIONS
    decision = decide(
        case,
        outcome=outcome,
        nothing_more=NothingMore.NOT_PROMOTING if outcome == Outcome.NO_SANCTION else "",
        legal_basis=LegalBasis.objects.on(case.event.occurred_on).first() if is_sanction else None,
        effect_from=timezone.localdate() if is_sanction else None,
        reasons="Du havde ikke en rimelig grund.",
        answer_to_statement="Vi har læst din forklaring.",
        statement=STATEMENT,
        by=by,
    )
    case.refresh_from_db()
    return decision

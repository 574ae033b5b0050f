from datetime import date, timedelta

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from parthoering.actions import send_hearing
from parthoering.delivery import receipts
from parthoering.models import (
    HEARING_TRANSITIONS,
    AnswerChannel,
    Channel,
    Delivery,
    DeliveryReceipt,
    DeliveryStatus,
    Hearing,
    HearingStatus,
    ReceiptState,
    response_deadline,
)
from sanktion.actions.document import file_document
from sanktion.base.transitions import TransitionNotAllowed
from sanktion.models import MaterialKind
from tests.factories.parthoering import hearing_answered, hearing_expired, hearing_sent

pytestmark = pytest.mark.django_db


def move(hearing, status, by):
    answer = {"text": "Ja", "channel": AnswerChannel.PHONE, "answered_on": date(2025, 3, 3), "by": by}
    return {
        HearingStatus.ANSWERED: lambda: hearing.receive_answer(**answer),
        HearingStatus.WAIVED: lambda: hearing.waive(**answer),
        HearingStatus.EXPIRED: hearing.expire,
        HearingStatus.UNDELIVERABLE: lambda: undeliverable(hearing, by),
    }[status]()


def undeliverable(hearing, by):
    if hearing.delivery.status == DeliveryStatus.SENT:
        receipts.note(hearing.delivery, ReceiptState.RETURNED, at=timezone.now())
    hearing.mark_undeliverable(by=by)


@pytest.fixture
def hearing_in(case, caseworker):
    """A hearing brought to a status, its deadline long past."""

    def make(status):
        with time_machine.travel("2025-01-10 10:00+01:00", tick=False):
            hearing = hearing_sent(case, caseworker)
        if status != HearingStatus.SENT:
            move(hearing, status, caseworker)
        return hearing

    return make


PAIRS = [(start, end) for start in HearingStatus for end in HearingStatus if end != HearingStatus.SENT]


@pytest.mark.parametrize(("start", "end"), PAIRS)
def test_every_pair_of_statuses(hearing_in, caseworker, start, end):
    hearing = hearing_in(start)
    if end in HEARING_TRANSITIONS[start]:
        move(hearing, end, caseworker)
        assert Hearing.objects.get(pk=hearing.pk).status == end
        assert hearing.history.first().history_user == (None if end == HearingStatus.EXPIRED else caseworker)
    else:
        with pytest.raises(TransitionNotAllowed):
            move(hearing, end, caseworker)
        assert Hearing.objects.get(pk=hearing.pk).status == start


def told(state):
    return lambda delivery, by: DeliveryReceipt.objects.create(
        delivery=delivery, state=state, happened_at=timezone.now()
    )


DELIVERY_MOVES = {
    DeliveryStatus.WAITING: lambda delivery, by: delivery.send_again(by=by),
    DeliveryStatus.QUEUED: lambda delivery, by: delivery.queue(),
    DeliveryStatus.SENT: lambda delivery, by: delivery.mark_sent("kvittering"),
    DeliveryStatus.AVAILABLE: lambda delivery, by: (
        told(ReceiptState.AVAILABLE)(delivery, by),
        delivery.mark_available(timezone.now()),
    ),
    DeliveryStatus.FAILED: lambda delivery, by: delivery.fail("OSError"),
    DeliveryStatus.RETURNED: lambda delivery, by: (
        told(ReceiptState.RETURNED)(delivery, by),
        delivery.come_back("retur"),
    ),
}
WAY_TO = {
    DeliveryStatus.WAITING: [],
    DeliveryStatus.QUEUED: [DeliveryStatus.QUEUED],
    DeliveryStatus.SENT: [DeliveryStatus.SENT],
    DeliveryStatus.AVAILABLE: [DeliveryStatus.SENT, DeliveryStatus.AVAILABLE],
    DeliveryStatus.FAILED: [DeliveryStatus.FAILED],
    DeliveryStatus.RETURNED: [DeliveryStatus.SENT, DeliveryStatus.RETURNED],
}


@pytest.mark.parametrize("end", DeliveryStatus)
@pytest.mark.parametrize("start", DeliveryStatus)
def test_every_pair_of_delivery_statuses(case, caseworker, start, end):
    delivery = send_hearing(case, by=caseworker).delivery
    for step in WAY_TO[start]:
        DELIVERY_MOVES[step](delivery, caseworker)
    if end in Delivery.TRANSITIONS[start]:
        DELIVERY_MOVES[end](delivery, caseworker)
        assert Delivery.objects.get(pk=delivery.pk).status == end
    else:
        with pytest.raises(TransitionNotAllowed):
            DELIVERY_MOVES[end](delivery, caseworker)
        assert Delivery.objects.get(pk=delivery.pk).status == start


@pytest.mark.each_case
@pytest.mark.parametrize(
    ("sent", "channel", "deadline"),
    [
        (date(2025, 12, 10), Channel.DIGITAL_POST, date(2025, 12, 29)),  # 24 to 28 December are closed
        (date(2026, 3, 19), Channel.DIGITAL_POST, date(2026, 4, 7)),  # Easter
        (date(2026, 5, 22), Channel.DIGITAL_POST, date(2026, 6, 8)),  # grundlovsdag
        (date(2024, 4, 12), Channel.DIGITAL_POST, date(2024, 4, 26)),  # store bededag is no more
        (date(2026, 3, 13), Channel.LETTER, date(2026, 4, 7)),  # six days on the way, then Easter
    ],
)
def test_deadline_counts_from_delivery_and_skips_closed_days(sent, channel, deadline):
    """B015; domain, «Calendar and deadlines», test vectors."""
    assert response_deadline(sent, channel).end == deadline


@time_machine.travel("2025-12-10 09:00+01:00", tick=False)
def test_hearing_keeps_its_deadline_and_the_sum_behind_it(case, caseworker):
    hearing = hearing_sent(case, caseworker)
    assert (hearing.starts_on, hearing.days, hearing.deadline) == (date(2025, 12, 10), 14, date(2025, 12, 29))
    assert hearing.deadline_explanation.startswith("14 dage fra 10. december 2025 = 24. december 2025, juleaftensdag")
    assert hearing.deadline_explanation.endswith("→ 29. december 2025")
    assert case.next_due == hearing.deadline


@pytest.mark.parametrize(
    ("day", "is_overdue"), [(date(2025, 4, 21), False), (date(2025, 4, 22), False), (date(2025, 4, 23), True)]
)
def test_overdue_from_the_day_after_the_deadline(case, caseworker, day, is_overdue):
    """3 April 2025 + 14 is Maundy Thursday: the deadline is the Tuesday after Easter."""
    with time_machine.travel("2025-04-03 12:00+02:00", tick=False):
        hearing = hearing_sent(case, caseworker)
    assert hearing.deadline == date(2025, 4, 22)
    assert Hearing.objects.overdue(day).exists() is is_overdue


def test_overdue_asks_for_the_danish_day(case, caseworker):
    with time_machine.travel("2025-03-03 12:00+01:00", tick=False):
        hearing = hearing_sent(case, caseworker)
    assert hearing.deadline == date(2025, 3, 17)
    with time_machine.travel("2025-03-17 22:59+00:00", tick=False):
        assert not Hearing.objects.overdue().exists()
    with time_machine.travel("2025-03-17 23:01+00:00", tick=False):
        assert Hearing.objects.overdue().exists()


def test_missing_for_decision_says_what_the_gate_would(case, caseworker):
    hearing = hearing_expired(case, caseworker)
    assert hearing.missing_for_decision() == ["Der er ikke noteret et kontaktforsøg, siden svarfristen udløb."]


def test_nothing_is_missing_once_the_citizen_has_answered(case, caseworker):
    assert hearing_answered(case, caseworker).missing_for_decision() == []


def test_open_hearing_misses_answer_or_deadline(case, caseworker):
    [sentence] = hearing_sent(case, caseworker).missing_for_decision()
    assert sentence.startswith("Borgeren har ikke svaret, og svarfristen løber til og med")


def execute(sql, params=()):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


@pytest.mark.each_case
@pytest.mark.parametrize(
    ("statement", "error", "message"),
    [
        ("UPDATE parthoering_hearing SET status = 'expired'", IntegrityError, "Svarfristen er ikke udløbet"),
        ("UPDATE parthoering_hearing SET deadline = '2025-01-02'", IntegrityError, "kan ikke ændres"),
        ("UPDATE parthoering_hearing SET sent_at = now()", IntegrityError, "kan ikke ændres"),
        ("UPDATE parthoering_hearing SET status = 'answered'", IntegrityError, "hearing_answer_belongs_to_status"),
        ("UPDATE parthoering_hearing SET status = 'andet'", IntegrityError, "hearing_"),
        ("DELETE FROM parthoering_hearing", ProgrammingError, "permission denied"),
        ("DELETE FROM parthoering_delivery", ProgrammingError, "permission denied"),
        ("UPDATE parthoering_historicalhearing SET status = 'sent'", ProgrammingError, "permission denied"),
    ],
)
def test_what_the_database_refuses(case, caseworker, statement, error, message):
    """Raw SQL as the application's own role."""
    hearing_sent(case, caseworker)
    with pytest.raises(error, match=message):
        execute(statement)


def test_database_takes_the_expiry_the_day_after_the_deadline_only(case, caseworker):
    """The database's own clock decides, whatever Python's clock says."""
    hearing = hearing_sent(case, caseworker)
    with time_machine.travel(timezone.now() + timedelta(days=60)), pytest.raises(IntegrityError, match="ikke udløbet"):
        with transaction.atomic():
            hearing.expire()


def test_one_open_hearing_a_case(case, caseworker):
    hearing = hearing_sent(case, caseworker)
    columns = "status_changed_at, status, sent_at, channel, starts_on, days, deadline, answer_channel, case_id"
    letter = file_document(
        case, title="Partshøring", kind=MaterialKind.EXPLANATION, render=lambda number: b"%PDF", by=caseworker
    )
    with pytest.raises(DatabaseError, match="hearing_one_open"):
        execute(
            f"INSERT INTO parthoering_hearing ({columns}, letter_id)"  # noqa: S608
            f" SELECT {columns}, {letter.pk} FROM parthoering_hearing"
        )
    assert Hearing.objects.get().pk == hearing.pk


def test_the_answer_is_sealed(case, caseworker):
    hearing_answered(case, caseworker)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT answer FROM parthoering_hearing"
            " UNION ALL SELECT answer FROM parthoering_historicalhearing WHERE answer IS NOT NULL"
        )
        stored = [bytes(row[0]) for row in cursor.fetchall()]
    assert len(stored) == 2
    assert not any(b"syg" in payload for payload in stored)

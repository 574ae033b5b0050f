from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from parthoering import tasks
from parthoering.actions import send_hearing
from parthoering.models import Delivery, Hearing, HearingStatus
from sanktion.models import CaseStatus, NoteKind
from tests.factories import CaseFactory
from tests.factories.parthoering import hearing_answered, hearing_sent

pytestmark = pytest.mark.django_db

SENT = "2025-03-03 12:00+01:00"  # 14 days end on Monday 17 March 2025


@pytest.fixture
def sent(case, caseworker):
    with time_machine.travel(SENT, tick=False):
        return hearing_sent(case, caseworker)


@pytest.mark.parametrize(
    ("now", "status"),
    [
        ("2025-03-16 23:59+01:00", HearingStatus.SENT),
        ("2025-03-17 23:59+01:00", HearingStatus.SENT),
        ("2025-03-18 00:01+01:00", HearingStatus.EXPIRED),
    ],
)
def test_a_hearing_expires_when_its_last_day_is_over(sent, now, status):
    with time_machine.travel(now, tick=False):
        tasks.expire_hearings()
    assert Hearing.objects.get().status == status


def test_expiry_moves_the_case_and_tells_the_journal_who_did_it(sent, case):
    """B017."""
    tasks.expire_hearings()
    case.refresh_from_db()
    assert (case.status, case.contact_requested) == (CaseStatus.SEEKING_CONTACT, True)
    entry = case.journal.first()
    assert (entry.kind, entry.heading, entry.author) == (NoteKind.SYSTEM, "Svarfrist udløbet uden svar", "")
    assert case.history.first().history_user is None


def test_running_twice_expires_once(sent, case):
    tasks.expire_hearings()
    entries = case.journal.count()
    tasks.expire_hearings()
    assert case.journal.count() == entries
    assert Hearing.objects.get().history.count() == 2


def test_an_answered_hearing_never_expires(case, caseworker):
    with time_machine.travel(SENT, tick=False):
        hearing_answered(case, caseworker)
    tasks.expire_hearings()
    assert Hearing.objects.get().status == HearingStatus.ANSWERED


def test_a_letter_that_never_left_starts_no_deadline(case, caseworker):
    with time_machine.travel(SENT, tick=False):
        send_hearing(case, by=caseworker)
    tasks.expire_hearings()
    assert Hearing.objects.get().status == HearingStatus.SENT


def test_a_letter_that_left_late_gives_the_citizen_the_full_time(case, caseworker):
    with time_machine.travel(SENT, tick=False):
        hearing = hearing_sent(case, caseworker)
    Delivery.objects.update(sent_at=hearing.sent_at + timedelta(days=3))
    assert Hearing.objects.get().runs_until.isoformat() == "2025-03-20"
    with time_machine.travel("2025-03-20 12:00+01:00", tick=False):
        tasks.expire_hearings()
    assert Hearing.objects.get().status == HearingStatus.SENT
    with time_machine.travel("2025-03-21 12:00+01:00", tick=False):
        tasks.expire_hearings()
    assert Hearing.objects.get().status == HearingStatus.EXPIRED


def test_one_that_fails_does_not_stop_the_others(sent, caseworker, caplog):
    other = CaseFactory(by=caseworker)
    with time_machine.travel(timezone.now() - timedelta(days=40), tick=False):
        hearing_sent(other, caseworker)
    sent.case.status = CaseStatus.DECIDED
    sent.case.next_due = None
    sent.case.save()
    tasks.expire_hearings()
    assert {hearing.status for hearing in Hearing.objects.filter(case=other)} == {HearingStatus.EXPIRED}
    assert Hearing.objects.get(case=sent.case).status == HearingStatus.SENT
    assert f"Hearing {sent.pk} could not expire: TransitionNotAllowed" in caplog.text

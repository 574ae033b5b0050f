"""What the nightly check finds of hearings and letters."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from parthoering.actions import record_answer, send_hearing
from parthoering.checks import letters_lost, letters_unprinted, letters_waiting, run_out
from parthoering.delivery import receipts
from parthoering.delivery.sending import post_to
from parthoering.models import AnswerChannel, Delivery, DeliveryStatus, Hearing, ReceiptState
from tests.factories.parthoering import hearing_expired, hearing_sent

pytestmark = pytest.mark.django_db


def test_a_hearing_past_its_last_day_has_not_been_expired(case, caseworker):
    hearing = hearing_sent(case, caseworker)
    assert run_out(hearing.deadline) == 0
    assert run_out(hearing.deadline + timedelta(days=1)) == 1


def test_a_hearing_that_expired_as_it_should_is_handled(case, caseworker):
    hearing = hearing_expired(case, caseworker)
    assert run_out(hearing.deadline + timedelta(days=100)) == 0


def test_a_letter_sent_late_gives_the_citizen_more_days(case, caseworker):
    """B015: the check doesn't call for what would be wrong to do."""
    hearing = hearing_sent(case, caseworker)
    Delivery.objects.update(sent_at=timezone.now() + timedelta(days=3))
    assert run_out(hearing.deadline + timedelta(days=1)) == 0


COUNTS = {
    DeliveryStatus.WAITING: letters_waiting,
    DeliveryStatus.QUEUED: letters_unprinted,
    DeliveryStatus.FAILED: letters_lost,
}


@pytest.mark.parametrize("status", COUNTS)
def test_letters_that_stay_in_the_house(case, caseworker, status):
    hearing_sent(case, caseworker)
    with time_machine.travel(timezone.now() - timedelta(days=1), tick=False):
        Delivery.objects.update(status=status, sent_at=None, status_changed_at=timezone.now())
    today = timezone.localdate()
    assert {one: count(today) for one, count in COUNTS.items()} == {one: int(one == status) for one in COUNTS}
    assert COUNTS[status](today - timedelta(days=1)) == 0


@pytest.fixture
def lost(case, caseworker) -> Hearing:
    """A hearing whose letter came back."""
    hearing = hearing_sent(case, caseworker)
    receipts.note(hearing.delivery, ReceiptState.RETURNED, at=timezone.now())
    assert letters_lost(timezone.localdate() + timedelta(days=1)) == 1
    assert letters_lost(timezone.localdate()) == 0
    return Hearing.objects.get(pk=hearing.pk)


def test_a_lost_letter_that_was_sent_again_is_followed_up(lost):
    post_to(lost.letter, None, channel=lost.channel)
    assert letters_lost(timezone.localdate() + timedelta(days=1)) == 0


def test_one_followed_by_a_new_letter_is_too(lost, case, caseworker):
    send_hearing(case, by=caseworker)
    assert letters_lost(timezone.localdate() + timedelta(days=1)) == 0


def test_nobody_waits_for_a_letter_that_was_answered(lost, caseworker):
    answer = {"text": "Jeg var syg.", "channel": AnswerChannel.PHONE, "answered_on": timezone.localdate()}
    record_answer(lost, **answer, by=caseworker)
    assert letters_lost(timezone.localdate() + timedelta(days=1)) == 0

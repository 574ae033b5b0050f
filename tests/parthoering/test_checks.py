"""What the nightly check finds of hearings and letters."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from parthoering.checks import letters_failed, letters_waiting, run_out
from parthoering.models import Delivery, DeliveryStatus
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


COUNTS = {DeliveryStatus.WAITING: letters_waiting, DeliveryStatus.FAILED: letters_failed}


@pytest.mark.parametrize("status", COUNTS)
def test_letters_that_stay_in_the_house(case, caseworker, status):
    hearing_sent(case, caseworker)
    with time_machine.travel(timezone.now() - timedelta(days=1), tick=False):
        Delivery.objects.update(status=status, sent_at=None, status_changed_at=timezone.now())
    today = timezone.localdate()
    assert {one: count(today) for one, count in COUNTS.items()} == {one: int(one == status) for one in COUNTS}
    assert COUNTS[status](today - timedelta(days=1)) == 0

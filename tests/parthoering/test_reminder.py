"""One reminder to who still owes an answer: off by default, never twice, never while extended."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError

from parthoering import actions, tasks
from parthoering.models import Channel, Hearing, HearingReminder
from tests.factories import CaseFactory
from tests.factories.parthoering import hearing_sent

pytestmark = pytest.mark.django_db

SENT = "2025-03-03 12:00+01:00"  # Digital Post: 14 days end on Monday 17 March 2025; paper: 24 March


@pytest.fixture
def three_days(settings):
    settings.SANKTION_REMINDER_DAYS = 3
    return settings


@pytest.fixture
def sent(case, caseworker):
    with time_machine.travel(SENT, tick=False):
        return hearing_sent(case, caseworker)


def run(on: str) -> int:
    with time_machine.travel(f"{on} 08:20+01:00", tick=False):
        tasks.send_reminders()
    return HearingReminder.objects.count()


def test_off_by_default(sent, settings):
    assert settings.SANKTION_REMINDER_DAYS == 0
    assert run("2025-03-14") == 0


@pytest.mark.parametrize(("day", "count"), [("2025-03-13", 0), ("2025-03-14", 1), ("2025-03-17", 1), ("2025-03-18", 0)])
def test_from_so_many_days_before_until_the_last_day(sent, three_days, day, count):
    assert run(day) == count


@pytest.mark.parametrize(("day", "count"), [("2025-03-14", 0), ("2025-03-15", 1), ("2025-03-18", 1), ("2025-03-19", 0)])
def test_on_paper_it_must_have_arrived_by_then(case, caseworker, three_days, day, count):
    case.citizen.digital_post = False
    case.citizen.save()
    with time_machine.travel(SENT, tick=False):
        assert hearing_sent(case, caseworker, channel=Channel.LETTER).deadline == date(2025, 3, 24)
    assert run(day) == count


def test_it_is_filed_journalled_and_posted_once(sent, case, three_days):
    run("2025-03-14")
    letter = HearingReminder.objects.get().letter
    assert letter.deliveries.get().channel == Channel.DIGITAL_POST
    assert case.journal.first().heading == "Påmindelse om svarfristen sendt"
    entries = case.journal.count()
    run("2025-03-14")
    assert run("2025-03-15") == 1
    assert (case.journal.count(), case.documents.count()) == (entries, 2)


def test_who_has_answered_in_the_meantime_is_not_reminded(sent, caseworker, three_days):
    """The state is asked again under the lock, whatever the search found."""
    with time_machine.travel("2025-03-14 08:20+01:00", tick=False):
        found = actions.hearings_to_remind()
        answer = {"text": "Syg", "channel": "phone", "answered_on": date(2025, 3, 14), "by": caseworker}
        actions.record_answer(sent, **answer)
        assert [actions.remind(hearing) for hearing in found] == [False]
    assert run("2025-03-15") == 0


def test_never_while_extended(sent, caseworker, three_days):
    with time_machine.travel("2025-03-10 12:00+01:00", tick=False):
        actions.extend(sent, to=date(2025, 3, 26), reason="du er syg", with_letter=False, by=caseworker)
    assert run("2025-03-14") == run("2025-03-24") == 0


def test_never_for_a_letter_that_has_not_left(case, caseworker, three_days):
    with time_machine.travel(SENT, tick=False):
        actions.send_hearing(case, by=caseworker)
    assert run("2025-03-14") == 0


def test_nobody_can_be_reminded_who_cannot_be_reached_and_the_others_are(sent, case, caseworker, three_days):
    other = CaseFactory(by=caseworker)
    with time_machine.travel(SENT, tick=False):
        hearing_sent(other, caseworker)
    case.citizen.digital_post, case.citizen.address = False, None
    case.citizen.save()
    assert run("2025-03-14") == 1
    assert HearingReminder.objects.get().hearing.case == other


def test_the_database_knows_one_reminder_and_none_while_extended(sent, case, caseworker, three_days):
    run("2025-03-14")
    with pytest.raises(IntegrityError):
        HearingReminder.objects.create(hearing=sent, letter=sent.letter)


def test_the_database_reminds_nobody_who_has_more_time(sent, caseworker):
    with time_machine.travel("2025-03-10 12:00+01:00", tick=False):
        actions.extend(sent, to=date(2025, 3, 26), reason="du er syg", with_letter=False, by=caseworker)
    with pytest.raises(IntegrityError, match="skal ikke mindes"):
        HearingReminder.objects.create(hearing=Hearing.objects.get(), letter=sent.letter)

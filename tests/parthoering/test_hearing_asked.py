"""What the hearing itself answers about the gate in front of a decision, day by day (B012, B015, B017).

The ways past it are tried in ``test_decision_gate`` and ``test_hearing_guard``; here it is asked directly.
"""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from parthoering.delivery import receipts
from parthoering.models import Delivery, DeliveryStatus, Hearing, HearingStatus, ReceiptState
from parthoering.models.hearing import explain, latest_sent
from sanktion.actions.closing_days import remove_closing_day
from sanktion.base.danish import long_date
from sanktion.base.deadlines import add_days, is_working_day
from sanktion.models import Case, ClosingDay, ContactAttempt
from tests.factories import CaseFactory
from tests.factories.parthoering import hearing_sent

pytestmark = pytest.mark.django_db

START, LAST = date(2025, 3, 3), date(2025, 3, 17)  # Mondays, with no closed day between
WEEKEND = timedelta(days=3)
EXTENDED = date(2025, 3, 26)
ATTEMPT = "Der er ikke noteret et kontaktforsøg, siden svarfristen udløb."
ATTEMPT_LATER = "Der er ikke noteret et kontaktforsøg, siden det blev noteret, at brevet ikke kan leveres."
LOST = "Partshøringsbrevet nåede ikke frem. Send en ny partshøring, eller notér, at det ikke kan leveres."


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))


def gone(day: date = START, **fields) -> Delivery:
    return Delivery(**{"status": DeliveryStatus.SENT, "sent_at": noon(day), "channel": "digital_post"} | fields)


def lost(**fields) -> Delivery:
    return gone(status=DeliveryStatus.RETURNED, **fields)


def hearing_of(case: Case | None = None, *deliveries: Delivery, **fields) -> Hearing:
    days = {"sent_at": noon(START), "starts_on": START, "days": 14, "deadline": LAST}
    hearing = Hearing(case=case, **days | fields)
    hearing._deliveries = list(deliveries or [gone()])
    return hearing


def noted(case: Case, day: date) -> None:
    ContactAttempt.objects.create(case=case, recorded_at=noon(day), content={})


@pytest.mark.each_case
@pytest.mark.parametrize(
    ("deliveries", "extended_to", "last"),
    [
        ([gone()], None, LAST),
        ([gone(START - timedelta(days=3))], None, LAST),
        ([gone()], EXTENDED, EXTENDED),
        ([gone(START + timedelta(days=1))], None, date(2025, 3, 18)),
        ([gone(delivery_days=2)], None, date(2025, 3, 19)),
        ([gone(date(2025, 3, 10))], EXTENDED, EXTENDED),
        ([gone(date(2025, 3, 13))], EXTENDED, date(2025, 3, 27)),
        ([gone(), gone(date(2025, 3, 5), representative_id=7)], None, date(2025, 3, 19)),
        ([gone(), gone(date(2025, 3, 5), representative_id=7, is_required=False)], None, LAST),
        ([gone(is_required=False)], None, None),
        ([gone(), lost(representative_id=7)], None, None),
        ([lost()], EXTENDED, None),
    ],
)
def test_the_last_day_to_answer(deliveries, extended_to, last):
    assert hearing_of(None, *deliveries, extended_to=extended_to).runs_until == last


def test_a_letter_in_time_gives_the_day_it_names_whatever_the_sum_is_today():
    """A rule of closed days that came since would end on another day."""
    assert hearing_of(deadline=date(2025, 3, 14)).runs_until == date(2025, 3, 14)


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (-1, ""),
        (0, ""),
        (1, "Fremme 4. marts 2025, 1 dag efter afsendelsen. "),
        (6, "Fremme 9. marts 2025, 6 dage efter afsendelsen. "),
    ],
)
def test_the_days_under_way_are_told_before_the_sum(days, told):
    deadline = add_days(START + timedelta(days=days), 14)
    assert explain(START, deadline) == told + deadline.explanation


def test_the_sum_behind_the_deadline():
    counted = "14 dage fra 3. marts 2025 = 17. marts 2025"
    assert hearing_of().deadline_explanation == counted
    early = hearing_of(sent_at=noon(START - timedelta(days=6)))
    assert early.deadline_explanation == f"Fremme 3. marts 2025, 6 dage efter afsendelsen. {counted}"
    # The office was closed by a rule that is not known any more.
    assert (
        hearing_of(deadline=date(2025, 3, 18)).deadline_explanation == f"{counted}, kommunal lukkedag → 18. marts 2025"
    )


def test_the_sum_names_the_days_that_were_closed_when_the_letter_was_sent(caseworker):
    today = timezone.localdate()
    # The first Friday in two weeks that is followed by an ordinary weekend.
    days = (today + timedelta(days=number) for number in range(14, 100))
    friday = next(day for day in days if day.weekday() == 4 and is_working_day(day) and is_working_day(day + WEEKEND))
    after = friday + WEEKEND
    one = ClosingDay.objects.create(day=friday, name="Lukket", made_by=caseworker)
    hearing = hearing_of(sent_at=timezone.now(), starts_on=today, days=(friday - today).days, deadline=after)
    counted = (
        f"{hearing.days} dage fra {long_date(today)} = {long_date(friday)}, kommunal lukkedag, lørdag og søndag → "
    )
    assert hearing.deadline_explanation == counted + long_date(after)
    remove_closing_day(one, by=caseworker)
    assert hearing.deadline_explanation == counted + long_date(after)
    hearing.deadline = after + timedelta(days=1)
    assert hearing.deadline_explanation == counted + long_date(after + timedelta(days=1))


@pytest.mark.parametrize(("today", "is_over"), [(date(2025, 3, 16), False), (LAST, False), (date(2025, 3, 18), True)])
def test_it_has_run_out_when_the_last_day_is_over(today, is_over):
    with time_machine.travel(noon(today), tick=False):
        assert hearing_of().has_run_out is is_over
        assert hearing_of(None, lost()).has_run_out is False


@pytest.mark.parametrize("status", HearingStatus)
def test_a_lost_letter_is_told_until_somebody_is_heard_or_it_is_noted(status):
    back, copy = lost(), lost(representative_id=7, is_required=False)
    is_told = status in (HearingStatus.SENT, HearingStatus.EXPIRED)
    assert hearing_of(None, back, status=status).undelivered is (back if is_told else None)
    assert hearing_of(None, gone(), copy, status=status).undelivered is None
    guardian = lost(representative_id=8)
    assert hearing_of(None, gone(), guardian, status=status).undelivered is (guardian if is_told else None)


@pytest.mark.parametrize("status", [HearingStatus.ANSWERED, HearingStatus.WAIVED])
def test_who_has_been_heard_is_asked_for_nothing_more(case, status):
    assert hearing_of(case, lost(), status=status).missing_for_decision() == []


def test_what_is_missing_is_said_with_the_day(case):
    assert hearing_of(case, lost()).missing_for_decision() == [LOST]
    for extended_to, last in ((None, "17. marts 2025"), (EXTENDED, "26. marts 2025")):
        said = hearing_of(case, extended_to=extended_to).missing_for_decision()
        assert said == [f"Borgeren har ikke svaret, og svarfristen løber til og med {last}."]


@pytest.mark.parametrize(
    ("deliveries", "extended_to", "last"),
    [
        ([gone()], None, LAST),
        ([gone()], EXTENDED, EXTENDED),
        ([gone(date(2025, 3, 5))], None, date(2025, 3, 19)),
        ([lost(representative_id=7)], EXTENDED, EXTENDED),
    ],
)
def test_an_attempt_counts_when_the_last_day_is_over(case, deliveries, extended_to, last):
    hearing = hearing_of(case, *deliveries, status=HearingStatus.EXPIRED, extended_to=extended_to)
    noted(case, last)
    noted(CaseFactory(event__citizen=case.citizen), last + timedelta(days=1))
    assert hearing.has_documented_attempt is False
    noted(case, last + timedelta(days=1))
    assert hearing.has_documented_attempt is True


def test_without_an_attempt_since_it_ran_out_that_is_what_is_missing(case):
    hearing = hearing_of(case, status=HearingStatus.EXPIRED)
    assert hearing.missing_for_decision() == [ATTEMPT]
    noted(case, LAST + timedelta(days=1))
    assert hearing.missing_for_decision() == []


@pytest.mark.parametrize("extended_to", [None, EXTENDED])
def test_when_it_could_not_arrive_an_attempt_counts_from_that_moment_and_from_the_day_told(case, extended_to):
    at = noon(date(2025, 3, 10))
    told = {"status": HearingStatus.UNDELIVERABLE, "undeliverable_at": at, "extended_to": extended_to}
    hearing = hearing_of(case, lost(), **told)
    ContactAttempt.objects.create(case=case, recorded_at=at, content={})
    assert hearing.missing_for_decision() == [ATTEMPT_LATER]
    ContactAttempt.objects.create(case=case, recorded_at=at + timedelta(seconds=1), content={})
    assert hearing.has_documented_attempt is (extended_to is None)
    noted(case, EXTENDED)
    assert hearing.has_documented_attempt is (extended_to is None)
    noted(case, EXTENDED + timedelta(days=1))
    assert hearing.has_documented_attempt is True
    assert hearing.missing_for_decision() == []


def test_when_the_latest_was_sent_is_a_column_of_the_case(case, caseworker):
    def asked():
        return Case.objects.annotate(at=latest_sent(case)).get(pk=case.pk).at

    assert asked() is None
    first = hearing_sent(case, caseworker)
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        hearing_sent(CaseFactory(event__citizen=case.citizen, by=caseworker), caseworker)
    assert asked() == first.sent_at
    receipts.note(first.delivery, ReceiptState.RETURNED, at=timezone.now())
    second = hearing_sent(Case.objects.get(pk=case.pk), caseworker)
    assert asked() == second.sent_at > first.sent_at

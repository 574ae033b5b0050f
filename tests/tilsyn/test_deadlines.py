"""The supervision's own days, day by day (V052, V053, V094, V097, V111, V124). Mostly the sums alone."""

from datetime import date, datetime

import pytest
import time_machine
from django.utils import timezone

from tests.factories.tilsyn import supervision_of
from tilsyn.models import CaseAssessment, Supervision, SupervisionDelay

RECEIVED = date(2026, 4, 13)


def supervision(**facts) -> Supervision:
    return Supervision(**{"form": "central_sample", "status": "collecting", "received_on": RECEIVED} | facts)


def visit(day: date | None, **facts) -> Supervision:
    return supervision(form="visit", visit_on=day, **facts)


def test_the_material_is_owed_fourteen_days_after_the_request_or_the_visit():
    assert supervision().deadline.end == date(2026, 4, 27)
    # Fourteen days from 30 April is Kristi himmelfartsdag.
    assert visit(date(2026, 4, 30)).deadline.end == date(2026, 5, 15)
    assert visit(date(2026, 4, 30)).deadline.start == date(2026, 4, 30)
    assert visit(None).deadline.start == RECEIVED
    # A day of a visit that is none says nothing.
    assert supervision(visit_on=date(2026, 4, 30)).deadline.start == RECEIVED


def test_of_a_visit_the_day_itself_is_owed_first():
    assert visit(date(2026, 4, 30)).first_due == date(2026, 4, 30)
    assert visit(None).first_due == supervision().first_due == date(2026, 4, 27)
    assert supervision(received_on=date(2026, 4, 30)).first_due == date(2026, 5, 15)


@pytest.mark.parametrize(
    ("day", "is_short"), [(date(2026, 4, 26), True), (date(2026, 4, 27), False), (date(2026, 4, 28), False)]
)
def test_a_visit_is_told_of_fourteen_days_before(day, is_short):
    assert visit(day).earliest_visit == date(2026, 4, 27)
    assert visit(day).is_short_notice is is_short


def test_a_visit_without_a_day_is_not_told_of_too_late():
    assert visit(None).is_short_notice is False


def test_the_result_is_awaited_three_months_after_the_end():
    assert supervision(ended_on=date(2026, 11, 30)).result_due == date(2027, 2, 28)
    assert supervision().result_due is None


@pytest.mark.parametrize(
    ("form", "status", "may_be"),
    [
        ("central_sample", "collecting", True),
        ("central_sample", "sent", False),
        ("visit", "collecting", False),
        ("visit", "visited", True),
    ],
)
def test_only_what_is_owed_can_be_late(form, status, may_be):
    assert supervision(form=form, status=status).may_be_delayed is may_be


def test_an_assessment_is_answered_within_the_days_of_its_own_letter():
    counted = CaseAssessment.deadline_from(date(2026, 4, 30))
    assert (counted.start, counted.end) == (date(2026, 4, 30), date(2026, 5, 15))
    assert CaseAssessment(received_on=date(2026, 4, 30)).due_sum == counted.explanation


@pytest.mark.parametrize(("today", "is_late"), [(14, False), (15, False), (16, True)])
def test_the_last_day_is_in_time(today, is_late):
    noon = timezone.make_aware(datetime(2026, 5, today, 12))
    with time_machine.travel(noon, tick=False):
        assert CaseAssessment(due=date(2026, 5, 15)).is_late is is_late
    assert SupervisionDelay(old_due=date(2026, 5, 15), at=noon).is_late is is_late


@pytest.mark.django_db
def test_when_the_visit_was_held_its_fourteen_days_begin(caseworker):
    facts = {"form": "visit", "received_on": RECEIVED}
    planned, moved = date(2026, 4, 30), date(2026, 5, 4)
    for day, held_on, due in ((planned, None, date(2026, 5, 15)), (planned, moved, date(2026, 5, 18))):
        supervision = supervision_of(caseworker, visit_on=day, **facts)
        supervision.begin_collecting(by=caseworker)
        supervision.hold_visit(held_on=held_on, by=caseworker)
        supervision.refresh_from_db()
        assert (supervision.status, supervision.visit_on, supervision.due) == ("visited", held_on or day, due)
        newest = supervision.history.first()
        assert (newest.history_user, newest.history_change_reason) == (caseworker, "Besøget er holdt")

"""When a closed case may go: the rule of today, what stands in the way, and the database's agreement."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from sanktion.actions.inquiry import answer_inquiry
from sanktion.actions.nightly import run_checks
from sanktion.actions.retention import (
    RetentionNotAllowed,
    for_review,
    hold,
    note_archived,
    postpone,
    propose_disposal,
    release_hold,
    unheld,
    write_rule,
)
from sanktion.base.acting import acting
from sanktion.models import Case, Fate, Outcome, RetentionHold, RetentionKind, RetentionRule, SubjectAccess
from sanktion.models.retention import last_closing_day, with_what_stays
from tests.factories import CitizenFactory
from tests.factories.complaints import complaint_in, wrong_payment_of
from tests.factories.inquiry import all_questions_answered, inquiry_received
from tests.factories.retention import closed_case, reviewer_of, years_ago


@pytest.mark.parametrize(
    ("today", "years", "last"),
    [
        (date(2026, 3, 1), 5, date(2021, 3, 1)),
        (date(2025, 2, 28), 5, date(2020, 2, 29)),
        (date(2024, 2, 29), 5, date(2019, 2, 28)),
        (date(2025, 2, 27), 5, date(2020, 2, 27)),
    ],
)
def test_the_last_day_of_closing_counts_leap_years(today, years, last):
    assert last_closing_day(today, years) == last
    rule = RetentionRule(years=years)
    assert rule.planned_on(last) <= today < rule.planned_on(last + timedelta(days=1))


def found(case) -> tuple[bool, bool]:
    """Whether the list would offer it, and whether the database would destroy it."""
    offered = unheld(for_review(Case.objects.all(), timezone.localdate()))
    return offered.filter(pk=case.pk).exists(), stays(case) is None


def stays(case) -> str | None:
    return with_what_stays(Case.objects.filter(pk=case.pk)).get().stays


def years_of(kind: RetentionKind, years: int, by, fate=Fate.DISCARD) -> None:
    today = timezone.localdate()
    write_rule(kind=kind, years=years, fate=fate, valid_from=today, source="Test", reason="Test", by=by)


@pytest.mark.django_db
@pytest.mark.parametrize("outcome", [Outcome.DEDUCTION, Outcome.NO_SANCTION, Outcome.EVENT_WITHDRAWN])
def test_list_and_database_agree_to_the_day(caseworker, outcome):
    years = 1 if outcome == Outcome.EVENT_WITHDRAWN else 5
    due = closed_case(caseworker, on=years_ago(years), outcome=outcome)
    early = closed_case(caseworker, on=years_ago(years, days=-1), outcome=outcome)
    assert (found(due), found(early)) == ((True, True), (False, False))


@pytest.mark.django_db
def test_the_rule_of_today_decides_for_cases_already_closed(archive):
    case = archive.case()
    years_of(RetentionKind.SANCTION, 10, archive.caseworker)
    assert found(case) == (False, False)
    assert stays(case) == "Opbevaringstiden er ikke gået."
    years_of(RetentionKind.SANCTION, 2, archive.caseworker)
    assert found(case) == (True, True)


@pytest.mark.django_db
def test_a_rule_is_never_changed(caseworker):
    years_of(RetentionKind.SANCTION, 10, caseworker)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        RetentionRule.objects.update(years=1)


@pytest.mark.django_db
def test_an_open_case_stays(case):
    assert stays(case) == "Sagen er ikke lukket."


@pytest.mark.django_db
def test_a_hold_keeps_the_case_until_it_is_lifted(archive):
    case = archive.case()
    hold(case, reason="Ombudsmanden har bedt om sagen.", by=archive.caseworker)
    assert found(case) == (False, False)
    with pytest.raises(RetentionNotAllowed, match="Sagen holdes tilbage"):
        propose_disposal([case], by=reviewer_of(case.team))
    release_hold(RetentionHold.objects.get(), by=archive.caseworker)
    assert found(case) == (True, True)


@pytest.mark.django_db
def test_a_hold_for_an_inquiry_falls_away_with_the_answer(archive):
    case = archive.case()
    inquiry = inquiry_received(archive.caseworker)
    hold(case, reason="Aktindsigt.", inquiry=inquiry, by=archive.caseworker)
    assert found(case) == (False, False)
    answer_inquiry(all_questions_answered(inquiry, archive.caseworker), by=archive.caseworker)
    assert found(case) == (True, True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("hindrance", "said"),
    [
        (lambda case, by: complaint_in(case, by), "klage"),
        (lambda case, by: wrong_payment_of(case, by), "fejludbetaling"),
        (
            lambda case, by: SubjectAccess.objects.create(
                citizen=case.citizen, purpose="Indsigt", asked_on=timezone.localdate(), names_staff=False, created_by=by
            ),
            "indsigt",
        ),
    ],
    ids=["complaint", "payment", "subject_access"],
)
def test_what_is_open_keeps_the_case(archive, hindrance, said):
    case = archive.case()
    hindrance(case, archive.caseworker)
    assert found(case) == (False, False)
    assert said in stays(case)


@pytest.mark.django_db
def test_a_postponed_case_comes_back_on_its_day(archive):
    case = archive.case()
    today = timezone.localdate()
    postpone(case, until=today + timedelta(days=1), reason="Borgeren har en ny sag.", by=archive.caseworker)
    assert found(case) == (False, False)
    assert case in for_review(Case.objects.all(), today + timedelta(days=1))


@pytest.mark.django_db
def test_what_is_to_be_preserved_is_delivered_first(archive):
    case = archive.case()
    years_of(RetentionKind.SANCTION, 5, archive.caseworker, fate=Fate.PRESERVE)
    assert stays(case) == "Sagen skal bevares og er ikke afleveret til arkivet."
    with pytest.raises(RetentionNotAllowed, match="ikke afleveret"):
        propose_disposal([case], by=reviewer_of(case.team))
    note_archived(case, delivered_on=timezone.localdate(), reference="AV-12", by=archive.caseworker)
    assert stays(case) is None


@pytest.mark.django_db
def test_a_case_is_proposed_once(archive):
    case = archive.case()
    propose_disposal([case], by=reviewer_of(case.team))
    with pytest.raises(RetentionNotAllowed, match="allerede foreslået"):
        propose_disposal([case], by=reviewer_of(case.team))


@pytest.mark.django_db
def test_nobody_writes_in_anothers_name(archive):
    case, other = archive.case(), reviewer_of(CitizenFactory().team)
    with pytest.raises(IntegrityError, match="eget navn"), acting(archive.caseworker):
        postpone(case, until=timezone.localdate(), reason="x", by=other)


@pytest.mark.django_db
def test_the_nightly_check_counts_what_nobody_has_reviewed(archive):
    hold(archive.case(), reason="Skal bruges.", by=archive.caseworker)
    old = {"valid_from": years_ago(1), "source": "Test", "reason": "Test"}
    write_rule(kind=RetentionKind.SANCTION, years=5, fate=Fate.DISCARD, **old, by=archive.caseworker)
    assert run_checks().results["retention"] == 1

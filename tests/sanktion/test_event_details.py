"""V040-V051: what each kind of event must be known by, in the model and past it."""

import json
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from sanktion.actions.assessment import AssessmentNotAllowed, assess
from sanktion.actions.event import fill_in_event, open_case, register_event
from sanktion.demo.details import example_details
from sanktion.models import Case, EventKind, JournalEntry, NegativeEvent, ReasonableGround
from sanktion.models.event_details import DETAILS, DetailType, due_date, faults, in_words, required_keys

from ..factories import CaseFactory, EventFactory
from ..factories.parthoering import WEIGHED

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

DAY, EVE = date(2026, 11, 2), date(2026, 11, 1)


def store(event: NegativeEvent, **columns) -> None:
    """Past the model, as the application's own database role."""
    values = [json.dumps(value) if name == "details" else value for name, value in columns.items()]
    assignments = ", ".join(f"{name} = %s" for name in columns)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE sanktion_negativeevent SET {assignments} WHERE id = %s", [*values, event.pk])  # noqa: S608


def register(citizen, kind, details, by, occurred_on=DAY, **more) -> NegativeEvent:
    notice = {"kind": kind, "occurred_on": occurred_on, "origin": "kommune", "description": "Hvad der skete"}
    return register_event(citizen, **notice | more, details=details, by=by)


def test_every_kind_asks_something_that_must_be_answered():
    assert set(DETAILS) == set(EventKind)
    for kind in EventKind:
        assert required_keys(kind)
        assert len({detail.key for detail in DETAILS[kind]}) == len(DETAILS[kind])


def test_requirements_are_those_of_the_ten_kinds():
    found = {kind: {detail.requirement for detail in DETAILS[kind]} for kind in EventKind}
    assert found == {kind: {f"V0{40 + kind}"} for kind in range(1, 10)} | {10: {"V050", "V051"}, 99: {"V040"}}


@pytest.mark.parametrize("kind", EventKind)
def test_whole_details_are_stored_and_told(citizen, caseworker, kind):
    details = example_details(kind, DAY)
    event = register(citizen, kind, details, caseworker)
    stored = NegativeEvent.objects.get(pk=event.pk)
    assert (stored.details, stored.details_pending) == (details, False)
    assert [value for _, value in stored.facts[: len(details)]] == [value for _, value in in_words(kind, details)]
    entry = JournalEntry.objects.get(case=open_case(stored, by=caseworker))
    assert set(stored.facts) <= set(entry.facts)


@pytest.mark.parametrize(("kind", "key"), [(kind, key) for kind in EventKind for key in required_keys(kind)])
def test_what_is_missing_is_refused_by_the_model_and_by_the_database(citizen, caseworker, kind, key):
    short = {name: value for name, value in example_details(kind, DAY).items() if name != key}
    with pytest.raises(ValidationError, match="mangler"):
        register(citizen, kind, short, caseworker)
    event = EventFactory(citizen=citizen, kind=kind, occurred_on=DAY)
    due = due_date(kind, short) if "registered_on" in short else None
    with pytest.raises(IntegrityError):
        store(event, details=short, details_pending=False, due_on=due)
    assert NegativeEvent.objects.get(pk=event.pk).details_pending


@pytest.mark.parametrize("kind", EventKind)
def test_values_of_another_form_are_refused(kind):
    whole = example_details(kind, DAY)
    wrong = {DetailType.TEXT: " ", DetailType.CHOICE: "andet", DetailType.YES_NO: "ja", DetailType.DATE: "02-11-2026"}
    for detail in DETAILS[kind]:
        assert set(faults(kind, DAY, whole | {detail.key: wrong[detail.type]})) == {detail.key}
        assert set(faults(kind, DAY, whole | {detail.key: None})) == {detail.key}
    assert set(faults(kind, DAY, whole | {"cpr": "x"})) == {"cpr"}
    assert faults(kind, DAY, whole) == {}


def test_a_date_after_the_event_is_refused():
    late = example_details(EventKind.REFUSED_REFERRED_JOB, DAY) | {"referred_on": "2026-11-03"}
    assert faults(EventKind.REFUSED_REFERRED_JOB, DAY, late) == {
        "referred_on": "Datoen kan ikke ligge efter hændelsen."
    }


@pytest.mark.parametrize(
    ("registered", "due", "first_day"),
    [
        ("2026-10-01", date(2026, 11, 1), date(2026, 11, 2)),
        ("2026-01-31", date(2026, 2, 28), date(2026, 3, 1)),
        ("2025-12-15", date(2026, 1, 15), date(2026, 1, 16)),
    ],
)
def test_missing_cv_is_an_event_only_after_a_month(citizen, caseworker, registered, due, first_day):
    """V050: «senest 1 måned efter registrering»: the last day is still in time."""
    details = {"registered_on": registered, "cv_posted": False}
    with pytest.raises(ValidationError, match="tidligst"):
        register(citizen, EventKind.NO_CV, details, caseworker, occurred_on=due)
    event = register(citizen, EventKind.NO_CV, details, caseworker, occurred_on=first_day)
    assert event.due_on == due
    assert event.facts[-1][0] == "Frist for CV på Jobnet"


def test_database_keeps_the_month_too(citizen):
    event = EventFactory(citizen=citizen, kind=EventKind.NO_CV, occurred_on=DAY)
    details = {"registered_on": "2026-10-02", "cv_posted": False}
    with pytest.raises(IntegrityError, match="event_pending_is_empty"):
        store(event, due_on=EVE)
    with pytest.raises(IntegrityError, match="event_after_due"):
        store(event, details=details, details_pending=False, due_on=date(2026, 11, 2))
    for due in (None, EVE):
        with pytest.raises(IntegrityError, match="Fristen for CV på Jobnet er en måned efter tilmeldingen"):
            store(event, details=details, details_pending=False, due_on=due)
    store(event, details=details | {"registered_on": "2026-10-01"}, details_pending=False, due_on=EVE)
    with pytest.raises(IntegrityError, match="event_after_due"):
        store(event, occurred_on=EVE)


def test_postgresql_and_python_count_the_same_month(citizen):
    for day in ("2024-01-31", "2023-01-29", "2026-08-31", "2024-02-29"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT (%s::date + interval '1 month')::date", [day])
            assert cursor.fetchone()[0] == due_date(EventKind.NO_CV, {"registered_on": day})


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"details": {"missed": "offer", "what": ""}, "details_pending": False}, "er tom"),
        ({"details": {"missed": None, "what": "x"}, "details_pending": False}, "er tom"),
        ({"details": ["missed", "what"], "details_pending": False}, "er tom"),
        ({"details": {"missed": "offer", "what": "x"}}, "event_pending_is_empty"),
        ({"details_pending": False}, "event_details_complete"),
        ({"details": {"missed": "offer", "what": "x"}, "details_pending": False, "due_on": EVE}, "event_due_only_for"),
    ],
)
def test_database_refuses_what_is_not_whole(citizen, columns, message):
    event = EventFactory(citizen=citizen, kind=EventKind.MISSED_OFFER, occurred_on=DAY)
    with pytest.raises(IntegrityError, match=message):
        store(event, **columns)


def test_another_kind_needs_other_details(citizen, caseworker):
    event = register(citizen, EventKind.MISSED_OFFER, example_details(9, DAY), caseworker)
    with pytest.raises(IntegrityError, match="event_details_complete"):
        store(event, kind=EventKind.MISSED_FOLLOW_UP)


def test_an_event_without_details_may_wait_for_them(citizen, caseworker):
    event = register(citizen, EventKind.MISSED_OFFER, None, caseworker)
    assert event.details_pending
    assert event.facts == []
    case = open_case(event, by=caseworker)
    fill_in_event(event, details=example_details(9, DAY), by=caseworker)
    entry = JournalEntry.objects.filter(case=case).first()
    assert entry.heading == "Hændelsens oplysninger er udfyldt"
    assert ("Tilbuddet", "Virksomhedspraktik, Grøn Drift") in entry.facts
    assert NegativeEvent.objects.get(pk=event.pk).history.first().history_change_reason == "Oplysninger udfyldt"


def test_saving_the_same_details_again_writes_nothing(citizen, caseworker):
    event = register(citizen, EventKind.MISSED_OFFER, example_details(9, DAY), caseworker)
    case = open_case(event, by=caseworker)
    fill_in_event(event, details=example_details(9, DAY), by=caseworker)
    assert JournalEntry.objects.filter(case=case).count() == 1
    assert event.history.count() == 1


@pytest.mark.parametrize("status", ["decided", "closed"])
def test_details_stand_when_the_case_is_decided(case, caseworker, status):
    Case.objects.filter(pk=case.pk).update(status=status, next_due=None)
    details = example_details(case.event.kind, case.event.occurred_on)
    with pytest.raises(ValidationError, match="Sagen er afgjort"):
        fill_in_event(case.event, details=details, by=caseworker)
    with pytest.raises(IntegrityError, match="Sagen er afgjort"):
        store(case.event, details=details, details_pending=False)
    assert NegativeEvent.objects.get(pk=case.event_id).details_pending


@pytest.mark.parametrize("kind", [EventKind.LEFT_JOB, EventKind.REFUSED_OFFER])
def test_where_the_law_asks_for_a_reasonable_ground_it_is_weighed(citizen, caseworker, kind):
    """V046, V048."""
    case = CaseFactory(event__citizen=citizen, event__kind=kind, by=caseworker)
    passed_over = WEIGHED | {"reasonable_ground": ReasonableGround.NOT_RELEVANT}
    with pytest.raises(AssessmentNotAllowed, match="skal det vurderes"):
        assess(case, **passed_over, by=caseworker)
    with pytest.raises(IntegrityError, match="skal det vurderes"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sanktion_groundassessment (case_id, ground, stated, weighing, documents, made_at, made_by_id)"
            " VALUES (%s, 'not_relevant', '', '', '{}', now(), %s)",
            [case.pk, caseworker.pk],
        )
    assert not case.grounds.exists()
    assert assess(case, **passed_over | {"reasonable_ground": ReasonableGround.NO}, by=caseworker).pk


def test_elsewhere_it_may_be_of_no_relevance(case, caseworker):
    assert assess(case, **WEIGHED | {"reasonable_ground": ReasonableGround.NOT_RELEVANT}, by=caseworker).pk

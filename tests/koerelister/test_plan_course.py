"""What becomes of a plan when some of its areas fail, are tried again, or when the broker is away."""

from datetime import date

import pytest
from django.db import OperationalError, connection

from koerelister import tasks
from koerelister.actions.making import make_lists
from koerelister.actions.plans import note_failure, request_plan, retry_plan
from koerelister.models import PlanStatus, RoutePlan
from tests.factories.koerelister import AreaFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)


@pytest.fixture
def areas(db):
    return [AreaFactory(), AreaFactory()]


@pytest.fixture
def plan(caseworker, team, areas, crew):
    return request_plan(DAY, areas, [crew], team=team, by=caseworker)


def test_a_failure_is_still_told_when_the_other_area_is_made_later(plan, areas, caseworker):
    note_failure(plan.pk, areas[0].pk)
    make_lists(plan.pk, areas[1].pk)
    plan.refresh_from_db()
    assert plan.status == PlanStatus.FAILED
    retry_plan(plan, by=caseworker)
    make_lists(plan.pk, areas[0].pk)
    plan.refresh_from_db()
    assert plan.status == PlanStatus.DONE


def test_a_failure_told_after_the_area_was_made_changes_nothing(plan, areas):
    for area in areas:
        make_lists(plan.pk, area.pk)
    note_failure(plan.pk, areas[0].pk)
    plan.refresh_from_db()
    assert plan.status == PlanStatus.DONE
    assert not plan.parts.exclude(error="").exists()


def test_trying_again_takes_the_areas_before_the_plan_as_the_tasks_do(plan, areas, caseworker):
    """The other order could make a task and the retry wait for each other."""
    note_failure(plan.pk, areas[0].pk)
    statements = []

    def note(execute, sql, params, many, context):
        statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        retry_plan(plan, by=caseworker)
    first = {
        table: next(
            place
            for place, sql in enumerate(statements)
            if table in sql and (" FOR UPDATE" in sql or "UPDATE " in sql[:7])
        )
        for table in ('"koerelister_planarea"', '"koerelister_routeplan"')
    }
    assert first['"koerelister_planarea"'] < first['"koerelister_routeplan"']


def test_a_broker_that_is_away_is_asked_once_however_many_areas(
    caseworker, team, areas, crew, monkeypatch, django_capture_on_commit_callbacks
):
    asked = []

    def unreachable(ids, *args, **options):
        asked.append(ids)
        raise ConnectionError

    monkeypatch.setattr(tasks.make_lists, "apply_async", unreachable)
    with django_capture_on_commit_callbacks() as callbacks:
        plan = request_plan(DAY, areas, [crew], team=team, by=caseworker)
    for callback in callbacks:
        with pytest.raises(ConnectionError):
            callback()
    assert len(asked) == 1
    assert RoutePlan.objects.get(pk=plan.pk).status == PlanStatus.REQUESTED


def test_what_a_failed_task_leaves_in_the_log_names_no_case(plan, areas, monkeypatch, caplog):
    """PostgreSQL's messages quote ids of cases: in a log they would outlive the list (B047)."""

    def collide(*args):
        raise ValueError("Key (case_id)=(4711) already exists.")

    monkeypatch.setattr("koerelister.actions.making._choose_orders", collide)
    tasks.make_lists(plan.pk, areas[0].pk)
    assert "4711" not in caplog.text
    assert "ValueError" in caplog.text
    assert plan.parts.get(area=areas[0]).error


def test_a_database_that_is_away_is_no_fault_of_the_area(plan, areas, caseworker, monkeypatch, caplog):
    """The sweeper makes it: nobody has to press."""

    def away(*args):
        raise OperationalError("terminating connection of case 4711")

    with monkeypatch.context() as broken:
        broken.setattr("koerelister.actions.making._choose_orders", away)
        tasks.make_lists(plan.pk, areas[0].pk)
    assert RoutePlan.objects.get(pk=plan.pk).status == PlanStatus.REQUESTED
    assert plan.parts.get(area=areas[0]).error == ""
    assert "OperationalError" in caplog.text
    assert "4711" not in caplog.text
    tasks.make_lists(plan.pk, areas[0].pk)
    assert plan.parts.get(area=areas[0]).done_at

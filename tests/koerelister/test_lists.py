"""B021: lists of an area and day; nobody on two lists, and nobody on one who may not be visited."""

from datetime import date, timedelta

import pytest
from celery.signals import task_prerun
from django.db import IntegrityError, transaction
from django.utils import timezone

from koerelister import tasks
from koerelister.actions.making import make_lists
from koerelister.actions.plans import note_failure, request_plan, resume_plans, retry_plan
from koerelister.models import PlanStatus, RouteList, RoutePlan, Stop, StopStatus, VisitOrder
from sanktion.base.transitions import TransitionNotAllowed
from sanktion.models import Case
from tests.factories import AddressFactory, TeamFactory, UserFactory
from tests.factories.koerelister import AreaFactory, CrewFactory, ordered, route_list_of, seeking_case

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)


def plan_of(caseworker, team, areas, crews, **fields):
    return request_plan(DAY, areas, crews, team=team, by=caseworker, **fields)


def test_the_list_takes_the_waiting_orders_of_its_area_in_driving_order(caseworker, team, area, crew):
    south = ordered(seeking_case(caseworker, team=team, address=AddressFactory(latitude=55.40)), area).case
    north = ordered(seeking_case(caseworker, team=team, address=AddressFactory(latitude=55.42)), area).case
    elsewhere = ordered(seeking_case(caseworker, team=team), AreaFactory())
    plan = plan_of(caseworker, team, [area], [crew])
    (made,) = make_lists(plan.pk, area.pk)
    assert {stop.case for stop in made.stops.all()} == {north, south}
    assert [stop.position for stop in made.stops.all()] == [1, 2]
    assert made.number == "OC-2026-1123-1"
    assert made.crew == crew
    assert list(VisitOrder.objects.all()) == [elsewhere]


def test_those_there_is_no_room_for_go_on_waiting(caseworker, team, area, crew):
    for _ in range(3):
        ordered(seeking_case(caseworker, team=team), area)
    plan = plan_of(caseworker, team, [area], [crew], max_stops=2, lists={area.pk: 1})
    (made,) = make_lists(plan.pk, area.pk)
    assert made.stops.count() == 2
    assert VisitOrder.objects.get().deferred_on == DAY


def test_another_teams_cases_stay_off_the_list(caseworker, team, area, crew):
    ordered(seeking_case(caseworker, team=team), area)
    other = TeamFactory()
    theirs = ordered(seeking_case(UserFactory(role="sagsbehandler", teams=[other]), team=other), area)
    plan = plan_of(caseworker, team, [area], [crew])
    assert [made.stops.count() for made in make_lists(plan.pk, area.pk)] == [1]
    assert list(VisitOrder.objects.all()) == [theirs]


@pytest.mark.each_case
@pytest.mark.parametrize("change", ["answered", "protected", "no_coordinates", "dead", "restricted"])
def test_what_changed_after_the_order_keeps_the_citizen_off_the_list(caseworker, team, area, crew, change):
    case = seeking_case(caseworker, team=team)
    ordered(case, area)
    plan = plan_of(caseworker, team, [area], [crew])
    citizen = case.citizen
    if change == "answered":
        Case.objects.get(pk=case.pk).receive_answer(by=caseworker)
    elif change == "restricted":
        Case.objects.filter(pk=case.pk).update(is_restricted=True)
    elif change == "no_coordinates":
        citizen.address.longitude = None
        citizen.address.save()
    else:
        citizen.protected_until = timezone.localdate() if change == "protected" else None
        citizen.cpr_status = 90 if change == "dead" else 1
        citizen.save()
    assert make_lists(plan.pk, area.pk) == []
    assert not Stop.objects.exists()
    assert RoutePlan.objects.get(pk=plan.pk).status == PlanStatus.DONE


def test_twice_gives_one_list(caseworker, team, area, crew):
    ordered(seeking_case(caseworker, team=team), area)
    plan = plan_of(caseworker, team, [area], [crew])
    assert len(make_lists(plan.pk, area.pk)) == 1
    assert make_lists(plan.pk, area.pk) == []
    assert RouteList.objects.count() == Stop.objects.count() == 1


def test_crews_take_turns_whatever_task_runs_first(caseworker, team):
    areas, crews = AreaFactory.create_batch(3), [CrewFactory(name="Hold A"), CrewFactory(name="Hold B")]
    for area in areas:
        ordered(seeking_case(caseworker, team=team), area)
    plan = plan_of(caseworker, team, areas, crews)
    for area in reversed(areas):
        make_lists(plan.pk, area.pk)
    assert [made.crew.name for made in RouteList.objects.order_by("area__position")] == ["Hold A", "Hold B", "Hold A"]


def test_the_plan_is_running_until_its_last_area_is_made(caseworker, team, crew):
    areas = AreaFactory.create_batch(2)
    plan = plan_of(caseworker, team, areas, [crew])
    make_lists(plan.pk, areas[0].pk)
    plan.refresh_from_db()
    assert (plan.status, plan.percent) == (PlanStatus.RUNNING, 50)
    make_lists(plan.pk, areas[1].pk)
    plan.refresh_from_db()
    assert (plan.status, plan.percent) == (PlanStatus.DONE, 100)


def test_a_second_list_of_the_day_has_the_next_number(caseworker, team, area, crew):
    for _ in range(2):
        ordered(seeking_case(caseworker, team=team), area)
        plan = plan_of(caseworker, team, [area], [crew])
        make_lists(plan.pk, area.pk)
    assert sorted(RouteList.objects.values_list("number", flat=True)) == ["OC-2026-1123-1", "OC-2026-1123-2"]


def test_the_database_refuses_a_case_on_two_open_stops(route_list, stop, caseworker, team):
    other = route_list_of(caseworker, team=team, count=1)
    with pytest.raises(IntegrityError, match="case_on_one_open_stop"), transaction.atomic():
        Stop.objects.create(route_list=other, case=stop.case, address=stop.address, position=9)


@pytest.mark.parametrize(("status", "reason"), [("struck", ""), ("open", "moved"), ("logged", "moved")])
def test_the_database_ties_the_reason_to_being_struck(stop, status, reason):
    with pytest.raises(IntegrityError, match="stop_struck_has_reason"), transaction.atomic():
        Stop.objects.filter(pk=stop.pk).update(status=status, strike_reason=reason)


def test_tasks_are_sent_with_ids_when_the_plan_is_stored(
    caseworker, team, area, crew, django_capture_on_commit_callbacks
):
    ordered(seeking_case(caseworker, team=team), area)
    with django_capture_on_commit_callbacks() as callbacks:
        plan_of(caseworker, team, [area], [crew])
    assert not RouteList.objects.exists()
    sent = []
    task_prerun.connect(lambda task, args, **kwargs: sent.append((task.name, args)), weak=False, dispatch_uid="sent")
    try:
        for callback in callbacks:
            callback()
    finally:
        task_prerun.disconnect(dispatch_uid="sent")
    plan = RoutePlan.objects.get()
    assert sent == [("koerelister.tasks.make_lists", [plan.pk, area.pk])]
    assert RouteList.objects.get().plan == plan


def test_a_lost_task_is_sent_again(caseworker, team, area, crew, django_capture_on_commit_callbacks):
    ordered(seeking_case(caseworker, team=team), area)
    plan_of(caseworker, team, [area], [crew])
    with django_capture_on_commit_callbacks(execute=True):
        assert resume_plans() == 1
    assert RouteList.objects.count() == 1
    assert resume_plans() == 0


def test_a_failure_is_told_and_can_be_tried_again(caseworker, team, area, crew, django_capture_on_commit_callbacks):
    ordered(seeking_case(caseworker, team=team), area)
    plan = plan_of(caseworker, team, [area], [crew])
    note_failure(plan.pk, area.pk)
    plan.refresh_from_db()
    assert plan.status == PlanStatus.FAILED
    assert "teknisk fejl" in plan.parts.get().error
    with django_capture_on_commit_callbacks(execute=True):
        retry_plan(plan, by=caseworker)
    plan.refresh_from_db()
    assert plan.status == PlanStatus.DONE
    assert RouteList.objects.count() == 1


def test_a_task_that_fails_keeps_nothing_and_marks_its_area(caseworker, team, area, crew, monkeypatch):
    ordered(seeking_case(caseworker, team=team), area)
    plan = plan_of(caseworker, team, [area], [crew])
    monkeypatch.setattr("koerelister.actions.making._store", lambda *args: 1 / 0)
    tasks.make_lists(plan.pk, area.pk)
    assert not RouteList.objects.exists()
    assert VisitOrder.objects.count() == 1
    assert plan.parts.get().error


def test_a_plan_with_no_list_left_is_cleared_the_day_after(caseworker, team, area, crew):
    plan = request_plan(timezone.localdate() - timedelta(days=1), [area], [crew], team=team, by=caseworker)
    make_lists(plan.pk, area.pk)
    resume_plans()
    assert not RoutePlan.objects.exists()


@pytest.mark.parametrize("current", StopStatus.values)
@pytest.mark.parametrize("wanted", StopStatus.values)
def test_every_move_of_a_stop(stop, caseworker, current, wanted):
    reasons = {"strike_reason": "moved"} if current == "struck" else {}
    Stop.objects.filter(pk=stop.pk).update(status=current, **reasons)
    stop.refresh_from_db()
    moves = {"logged": lambda: stop.log(by=caseworker), "struck": lambda: stop.strike("moved", by=caseworker)}
    if wanted not in moves:
        assert all(StopStatus.OPEN not in targets for targets in Stop.TRANSITIONS.values())
    elif current == "open":
        moves[wanted]()
        assert Stop.objects.get(pk=stop.pk).status == wanted
    else:
        with pytest.raises(TransitionNotAllowed):
            moves[wanted]()

"""Several at the same time, in transactions that really end."""

import threading
from datetime import date
from unittest.mock import patch

from django.db import OperationalError, connection

from koerelister.actions.areas import save_area
from koerelister.actions.changes import add_waiting
from koerelister.actions.drafts import CannotMove, discard, publish, transfer
from koerelister.actions.lists import destroy
from koerelister.actions.making import make_lists
from koerelister.actions.orders import take_orders
from koerelister.actions.visits import AlreadyLogged, log_visit, strike
from koerelister.forms.area import AreaForm
from koerelister.models import Area, PlanArea, RouteList, RoutePlan, Stop, StrikeReason, VisitCount, VisitOrder
from sanktion.base.acting import acting, system
from sanktion.models import JournalEntry
from tests.factories import TeamFactory, UserFactory
from tests.factories.koerelister import AreaFactory, CrewFactory, drafts_of, ordered, route_list_of, seeking_case, visit

DAY = date(2026, 11, 23)


def at_once(*works) -> list[Exception]:
    """Run each in a thread of its own; what they raised."""
    ready, problems = threading.Barrier(len(works)), []

    def run(work):
        try:
            ready.wait(5)
            work()
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return problems


def test_two_beats_take_each_case_once(own_database):
    team = TeamFactory()
    worker = UserFactory(role="sagsbehandler", teams=[team])
    AreaFactory()
    for _ in range(6):
        seeking_case(worker, team=team)
    taken = []

    def take():
        with system("test"):
            taken.append(take_orders())

    assert at_once(take, take) == []
    assert sum(taken) == 6
    assert VisitOrder.objects.count() == 6


def test_two_planners_put_nobody_on_two_lists(own_database):
    team = TeamFactory()
    planners = UserFactory.create_batch(2, role="sagsbehandler", teams=[team])
    area, crew = AreaFactory(), CrewFactory()
    for _ in range(8):
        ordered(seeking_case(planners[0], team=team), area)
    plans = [_bare_plan(area, crew, team, planner) for planner in planners]

    def work(plan):
        def make():
            with system("test"):
                make_lists(plan, area.pk)

        return make

    assert at_once(*map(work, plans)) == []
    cases = list(Stop.objects.values_list("case_id", flat=True))
    assert len(cases) == len(set(cases)) == 8
    assert len(set(RouteList.objects.values_list("number", flat=True))) == RouteList.objects.count() == 2


def _bare_plan(area, crew, team, planner) -> int:
    """Without sending the task, and with room for half of those who wait."""
    plan = RoutePlan.objects.create(date=DAY, team=team, requested_by=planner, max_stops=4)
    plan.crews.set([crew])
    PlanArea.objects.create(plan=plan, area=area, crew_ids=[crew.pk])
    return plan.pk


def test_two_people_keying_in_the_same_stop_note_and_count_it_once(own_database):
    team = TeamFactory()
    worker = UserFactory(role="sagsbehandler", teams=[team])
    stop = route_list_of(worker, team=team, count=1).stops.get()
    before = JournalEntry.objects.count()

    def log():
        with acting(worker):
            log_visit(stop, visit=visit(), by=worker)

    problems = at_once(log, log)
    assert [type(problem) for problem in problems] == [AlreadyLogged]
    assert JournalEntry.objects.count() == before + 1
    assert VisitCount.objects.get().count == 1


def test_visits_in_the_same_area_are_all_counted(own_database):
    team = TeamFactory()
    worker = UserFactory(role="sagsbehandler", teams=[team])
    area = AreaFactory()
    lists = [route_list_of(worker, team=team, count=2, area=area) for _ in range(2)]

    def work(route_list):
        def log():
            for stop in route_list.stops.all():
                with acting(worker):
                    log_visit(stop, visit=visit(), by=worker)
            with acting(worker):
                destroy(route_list, by=worker)

        return log

    assert at_once(*map(work, lists)) == []
    assert VisitCount.objects.get().count == 4
    assert not RouteList.objects.exists()


def test_two_managers_give_a_postcode_to_one_area(own_database):
    managers = UserFactory.create_batch(2, role="leder")
    areas = [AreaFactory(code=code, postcodes=[postcode]) for code, postcode in [("A", "5000"), ("B", "5210")]]
    accepted = []

    def work(area, manager):
        def save():
            with acting(manager):
                sent = {"name": area.name, "code": area.code, "postcodes": "5200", "position": 1}
                form = AreaForm(sent, instance=Area.objects.get(pk=area.pk))
                accepted.append(form.is_valid())
                if form.is_valid():
                    save_area(form.instance, by=manager)

        return save

    assert at_once(*map(work, areas, managers)) == []
    assert sorted(accepted) == [False, True]
    assert Area.objects.filter(postcodes__contains=["5200"]).count() == 1


def test_an_area_changed_while_its_list_is_made_leaves_no_visit_behind(own_database):
    team = TeamFactory()
    worker = UserFactory(role="sagsbehandler", teams=[team])
    area = AreaFactory(postcodes=["5000"])
    for _ in range(8):
        ordered(seeking_case(worker, team=team), area)
    plan = _bare_plan(area, CrewFactory(), team, worker)

    def make():
        with system("test"):
            make_lists(plan, area.pk)

    def change():
        with acting(worker):
            area.postcodes = ["9000"]
            save_area(area, by=worker)

    assert at_once(make, change) == []
    assert not VisitOrder.objects.filter(area=area).exists()
    assert Stop.objects.count() + VisitOrder.objects.filter(area=None).count() == 8


def drafts_in_pairs(worker, team, count=6) -> list[RouteList]:
    area = AreaFactory()
    for _ in range(count):
        ordered(seeking_case(worker, team=team), area)
    crews = CrewFactory.create_batch(2)
    return drafts_of(worker, team=team, areas=[area], crews=crews, lists={area.pk: 2}, max_stops=count - 1)


def everybody() -> list[int]:
    """On a list or waiting: each case once, or somebody is lost or on two."""
    return sorted([*Stop.objects.values_list("case", flat=True), *VisitOrder.objects.values_list("case", flat=True)])


def test_a_draft_published_and_given_up_at_once_is_one_of_them_and_nobody_is_lost(own_database):
    team = TeamFactory()
    planners = UserFactory.create_batch(2, role="sagsbehandler", teams=[team])
    drafts = drafts_in_pairs(planners[0], team)
    before = everybody()

    def as_planner(number, act):
        def work():
            with acting(planners[number]):
                act()

        return work

    works = as_planner(0, lambda: publish(drafts, by=planners[0])), as_planner(1, lambda: discard(drafts))
    assert at_once(*works) == []
    assert everybody() == before
    assert RouteList.objects.published().count() in (0, 2)
    assert not RouteList.objects.drafts().exists()


def test_a_stop_moved_while_its_list_is_published_stands_on_one_list(own_database):
    team = TeamFactory()
    planners = UserFactory.create_batch(2, role="sagsbehandler", teams=[team])
    first, second = drafts_in_pairs(planners[0], team)
    before, stop = everybody(), first.stops.first()

    def move():
        with acting(planners[0]):
            transfer(stop, second)

    def release():
        with acting(planners[1]):
            publish([first], by=planners[1])

    assert {type(problem) for problem in at_once(move, release)} <= {CannotMove}
    assert everybody() == before
    for one in (first, second):
        assert list(one.stops.values_list("position", flat=True)) == list(range(1, one.stops.count() + 1))


def test_a_stop_struck_for_lack_of_time_while_the_next_list_is_made_is_neither_lost_nor_doubled(own_database):
    team = TeamFactory()
    worker = UserFactory(role="sagsbehandler", teams=[team])
    area, crew = AreaFactory(), CrewFactory()
    stop = route_list_of(worker, team=team, count=2, area=area, crew=crew).stops.first()
    ordered(seeking_case(worker, team=team), area)
    plan = _bare_plan(area, crew, team, worker)

    def give_up():
        with acting(worker):
            strike(stop, StrikeReason.NOT_REACHED, by=worker)

    def make():
        with system("test"):
            make_lists(plan, area.pk)

    assert at_once(give_up, make) == []
    open_ones = list(Stop.objects.open().values_list("case", flat=True))
    waiting = list(VisitOrder.objects.values_list("case", flat=True))
    assert len(open_ones) == len(set(open_ones))
    assert (stop.case_id in open_ones) + (stop.case_id in waiting) == 1


def test_one_waiting_visit_is_added_to_one_list_by_two_planners(own_database):
    team = TeamFactory()
    planners = UserFactory.create_batch(2, role="sagsbehandler", teams=[team])
    area = AreaFactory()
    lists = [route_list_of(planners[0], team=team, count=1, area=area) for _ in range(2)]
    order = ordered(seeking_case(planners[0], team=team), area)

    def work(number):
        def add():
            with acting(planners[number]):
                add_waiting(lists[number], [order], by=planners[number])

        return add

    assert at_once(work(0), work(1)) == []
    assert Stop.objects.filter(case=order.case).count() == 1
    assert not VisitOrder.objects.exists()


def test_a_worker_killed_in_the_middle_leaves_everybody_waiting(own_database):
    """PostgreSQL ends the connection as it does when the process behind it dies."""
    team = TeamFactory()
    worker = UserFactory(role="sagsbehandler", teams=[team])
    area = AreaFactory()
    for _ in range(3):
        ordered(seeking_case(worker, team=team), area)
    plan, before = _bare_plan(area, CrewFactory(), team, worker), everybody()

    def die(*args, **kwargs):
        connection.cursor().execute("SELECT pg_terminate_backend(pg_backend_pid())")

    def make():
        with system("test"), patch.object(RouteList.objects, "next_number", die):
            make_lists(plan, area.pk)

    assert [type(problem) for problem in at_once(make)] == [OperationalError]
    assert everybody() == before
    assert not RouteList.objects.exists()
    with system("test"):
        make_lists(plan, area.pk)
    assert sorted(Stop.objects.values_list("case", flat=True)) == before


def test_two_clicks_destroy_a_list_once_and_say_so(own_database):
    team = TeamFactory()
    worker = UserFactory(role="sagsbehandler", teams=[team])
    route_list = route_list_of(worker, team=team, count=1)
    log_visit(route_list.stops.get(), visit=visit(), by=worker)

    def work():
        with acting(worker):
            destroy(route_list, by=worker)

    problems = at_once(work, work)
    assert [str(problem) for problem in problems] == ["Listen er allerede destrueret."]

"""Several at the same time, in transactions that really end."""

import threading
from datetime import date

from django.db import connection

from koerelister.actions.areas import save_area
from koerelister.actions.lists import destroy
from koerelister.actions.orders import take_orders
from koerelister.actions.plans import make_list
from koerelister.actions.visits import AlreadyLogged, log_visit
from koerelister.area_forms import AreaForm
from koerelister.models import Area, RouteList, RoutePlan, Stop, VisitCount, VisitOrder
from sanktion.base.acting import acting, system
from sanktion.models import JournalEntry
from tests.factories import TeamFactory, UserFactory
from tests.factories.koerelister import AreaFactory, CrewFactory, ordered, route_list_of, seeking_case, visit

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
                make_list(plan, area.pk)

        return make

    assert at_once(*map(work, plans)) == []
    cases = list(Stop.objects.values_list("case_id", flat=True))
    assert len(cases) == len(set(cases)) == 8
    assert len(set(RouteList.objects.values_list("number", flat=True))) == RouteList.objects.count() == 2


def _bare_plan(area, crew, team, planner) -> int:
    """Without sending the task, and with room for half of those who wait."""
    plan = RoutePlan.objects.create(date=DAY, team=team, requested_by=planner, max_stops=4)
    plan.crews.set([crew])
    plan.areas.add(area)
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
                destroy(route_list, copies_shredded=0, by=worker)

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
            make_list(plan, area.pk)

    def change():
        with acting(worker):
            area.postcodes = ["9000"]
            save_area(area, by=worker)

    assert at_once(make, change) == []
    assert not VisitOrder.objects.filter(area=area).exists()
    assert Stop.objects.count() + VisitOrder.objects.filter(area=None).count() == 8


def test_two_clicks_destroy_a_list_once_and_say_so(own_database):
    team = TeamFactory()
    worker = UserFactory(role="sagsbehandler", teams=[team])
    route_list = route_list_of(worker, team=team, count=1)
    log_visit(route_list.stops.get(), visit=visit(), by=worker)

    def work():
        with acting(worker):
            destroy(route_list, copies_shredded=0, by=worker)

    problems = at_once(work, work)
    assert [str(problem) for problem in problems] == ["Listen er allerede destrueret."]

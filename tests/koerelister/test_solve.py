"""B022: the doors of an area shared out among the shifts of a day."""

import random
import sys
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koerelister.planning import solving, vrp
from koerelister.planning.doors import stairways
from koerelister.planning.ground import Effort, Ground, Problem
from koerelister.planning.solving import Plan, Shift, solve
from koerelister.planning.travel import GreatCircle
from tests.koerelister.doors import HOUR, TOWN_HALL, door, shifts, town, towns

pytestmark = pytest.mark.thorough

QUICK = {"max_iterations": 20}
days = st.lists(
    st.tuples(st.integers(0, 4 * HOUR), st.sampled_from([None, TOWN_HALL]), st.sampled_from([None, TOWN_HALL])),
    max_size=3,
).map(lambda rows: [Shift(number, *row) for number, row in enumerate(rows)])


@pytest.fixture(params=["pyvrp", "own"])
def engine(request, monkeypatch):
    """The solver, and what is done where it cannot be installed."""
    if request.param == "own":
        monkeypatch.setitem(sys.modules, "koerelister.planning.vrp", None)
    return request.param


def lists_of(plan, doors):
    by_id = {one.id: one for one in doors}
    return [[by_id[pk] for pk in route.doors] for route in plan.routes]


def check(plan: Plan, doors, crew, max_stops):
    """What must be true of every plan."""
    allowed = {shift.id: shift.seconds for shift in crew}
    assert sorted([pk for route in plan.routes for pk in route.doors] + plan.unserved) == sorted(d.id for d in doors)
    assert all(len(route.doors) <= max_stops and route.work <= allowed[route.shift] for route in plan.routes)
    assert len({route.shift for route in plan.routes}) == len(plan.routes) <= len(crew)
    assert plan.travel == sum(route.travel for route in plan.routes)


@settings(max_examples=25, deadline=None)
@given(towns(), days, st.integers(1, 6))
def test_each_door_is_on_one_list_within_its_limits_or_said_to_be_unserved(doors, crew, max_stops):
    check(solve(doors, crew, max_stops=max_stops, **QUICK), doors, crew, max_stops)


@settings(max_examples=15, deadline=None)
@given(towns(), st.integers(1, 3), st.integers(1, 6))
def test_no_stairway_is_divided_unless_a_list_cannot_hold_it(doors, number, max_stops):
    plan = solve(doors, shifts(number, hours=9), max_stops=max_stops, **QUICK)
    size = Counter(one.group for one in doors)
    on_lists = Counter(group for route in lists_of(plan, doors) for group in {one.group for one in route})
    assert all(size[group] > max_stops for group, times in on_lists.items() if times > 1)


@settings(max_examples=15, deadline=None)
@given(towns(), st.integers(1, 2), st.integers(1, 6))
def test_nobody_who_may_wait_has_the_place_of_one_who_may_not(doors, number, max_stops):
    plan = solve(doors, shifts(number, hours=9), max_stops=max_stops, **QUICK)
    left = [one for one in doors if one.id in plan.unserved and one.required]
    together = Counter(one.group for one in left)
    rooms = [max_stops - sum(one.required for one in route) for route in lists_of(plan, doors)]
    rooms += [max_stops] * (number - len(rooms))
    urgent = Counter(one.group for one in doors if one.required)
    # A stairway's required doors come together; where they are too many for a list, in parts.
    assert not any(room >= together[one.group] for one in left for room in rooms if urgent[one.group] <= max_stops)


def test_the_required_doors_are_chosen_when_time_is_short(engine):
    near = [door(n, 55.396 + n / 10_000) for n in range(6)]
    far = [door(n, 55.42 + n / 10_000, required=True) for n in range(6, 9)]
    crew = [Shift(1, HOUR, TOWN_HALL, TOWN_HALL)]
    plan = solve(near + far, crew, max_stops=40, **QUICK)
    check(plan, near + far, crew, 40)
    assert not {6, 7, 8} & set(plan.unserved)
    assert plan.unserved


def test_the_same_plan_twice_and_whatever_order_the_doors_come_in(engine):
    doors, crew = town(60), shifts(3, start=TOWN_HALL)
    expected = solve(doors, crew, max_stops=40, max_iterations=120)
    assert solve(doors, crew, max_stops=40, max_iterations=120) == expected
    dice = random.Random(7)
    dice.shuffle(doors)
    dice.shuffle(crew)
    assert solve(doors, crew, max_stops=40, max_iterations=120) == expected


def test_the_clock_is_not_what_ends_the_search():
    doors = town(30)
    plan = solve(doors, shifts(2), max_stops=40, seconds=0.2)
    assert plan.iterations == 0.2 * solving.ITERATIONS_EACH * len({one.group for one in doors})


@pytest.mark.parametrize(("stops", "lists"), [(50, 2), (75, 3)])
def test_the_lists_are_of_like_length(stops, lists):
    plan = solve(town(stops, seed=3), shifts(lists, start=TOWN_HALL, end=TOWN_HALL), max_stops=40, max_iterations=400)
    work = [route.work for route in plan.routes]
    assert not plan.unserved
    assert len(work) == lists
    assert (max(work) - min(work)) * len(work) / sum(work) <= 0.15


def test_balance_costs_little_driving():
    doors, crew = town(60, seed=5), shifts(3, start=TOWN_HALL, end=TOWN_HALL)
    plan = solve(doors, crew, max_stops=40, max_iterations=300)
    longest = max(route.work for route in plan.routes)
    held = [shift._replace(seconds=longest) for shift in crew]
    tour = stairways(doors)
    bare = Problem(tour, held, Ground(tour, held, GreatCircle()), 40)
    tours = vrp.search(bare, Effort(300, 10).stop(1.0), seed=1)
    assert plan.travel <= 1.03 * sum(bare.ground.travel(one, held[0]) for one in tours)


def test_it_drives_less_than_the_clerks_lists(engine):
    plan = solve(town(60), shifts(3, start=TOWN_HALL), max_stops=40, max_iterations=200)
    assert not plan.unserved
    assert plan.travel <= 0.85 * plan.clerk_travel


def test_crews_with_shifts_of_their_own(engine):
    crew = [Shift(1, 2 * HOUR, TOWN_HALL, TOWN_HALL), Shift(2, 4 * HOUR), Shift(3, 4 * HOUR, start=(55.41, 10.40))]
    doors = town(50)
    plan = solve(doors, crew, max_stops=40, max_iterations=100)
    check(plan, doors, crew, 40)
    assert not plan.unserved


def test_too_few_crews_leave_some_for_the_next_day(engine):
    doors = town(60)
    plan = solve(doors, shifts(1), max_stops=40, **QUICK)
    check(plan, doors, shifts(1), 40)
    assert 20 <= len(plan.unserved) <= 30
    assert plan.fewest == 2


def test_a_stairway_too_far_for_any_shift_is_said_to_be_unserved(engine):
    doors = [door(1), door(2, 57.0)]
    plan = solve(doors, [Shift(1, HOUR, TOWN_HALL, TOWN_HALL)], max_stops=40, **QUICK)
    assert (plan.routes[0].doors, plan.unserved) == ([1], [2])


def test_a_stairway_above_the_limit_is_divided_with_the_required_doors_first(engine):
    doors = [door(n, group="A", required=n in (3, 4)) for n in range(5)]
    plan = solve(doors, shifts(1), max_stops=3, **QUICK)
    assert plan.routes[0].doors == [0, 3, 4]
    assert plan.unserved == [1, 2]


@pytest.mark.parametrize(("doors", "crew"), [([], shifts(2)), (town(3), []), (town(3), shifts(2, hours=0))])
def test_nobody_to_visit_or_nobody_to_drive(engine, doors, crew):
    plan = solve(doors, crew, max_stops=40)
    assert (plan.routes, plan.unserved, plan.travel, plan.clerk_travel) == ([], [one.id for one in doors], 0, 0)


def test_a_list_must_have_room():
    with pytest.raises(ValueError, match="at least one"):
        solve(town(3), shifts(1), max_stops=0)


def test_the_plan_says_how_it_was_made(engine):
    version = solve(town(3), shifts(1), max_stops=40, **QUICK).version
    assert version.startswith("PyVRP 0.14" if engine == "pyvrp" else "egen sortering og 2-opt")
    assert version.endswith("luftlinje × 1,35 ved 18 km/t")

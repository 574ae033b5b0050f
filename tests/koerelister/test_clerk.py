"""B022: the lists of today, which a plan is compared with, and how many lists there must be."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koerelister.planning.clerk import clerk_travel, cut, two_opt
from koerelister.planning.doors import ids, stairways
from koerelister.planning.ground import Ground, Problem
from koerelister.planning.solving import fewest_lists, solve
from koerelister.planning.travel import GreatCircle
from tests.koerelister.doors import HOUR, door, shifts, town, towns


def problem(doors, crew, max_stops=40):
    tour = stairways(doors)
    return Problem(tour, crew, Ground(tour, crew, GreatCircle()), max_stops)


def test_the_sorted_doors_are_cut_in_equal_lists():
    doors, crew = [door(n, 55.40 + n / 1000) for n in range(6)], shifts(2)
    asked = problem(doors, crew)
    leg = asked.ground.between(doors[0].place, doors[1].place)
    assert clerk_travel([asked.stairways, asked.stairways[:0]], crew, asked.ground) == 5 * leg
    assert clerk_travel([asked.stairways[:5], asked.stairways[5:]], crew, asked.ground) == pytest.approx(4 * leg, abs=1)


def test_doors_behind_the_same_entrance_are_no_drive_apart():
    asked = problem([door(n, group="A") for n in range(4)], shifts(1))
    assert clerk_travel([asked.stairways], asked.shifts, asked.ground) == 0


def test_the_cut_keeps_each_stairway_together_and_each_list_within_its_limits():
    asked = problem(town(40), shifts(3, hours=2), max_stops=15)
    lists = cut(asked)
    assert all(asked.fits(tour, shift) for tour, shift in zip(lists, asked.shifts, strict=True))
    served = [pk for tour in lists for pk in ids(tour)]
    assert len(served) == len(set(served))


@settings(max_examples=25, deadline=None)
@given(towns(required=False))
def test_a_better_order_is_never_a_worse_one(doors):
    asked, (shift,) = problem(doors, shifts(1)), shifts(1)
    better = two_opt(asked.stairways, shift, asked.ground)
    assert sorted(ids(better)) == sorted(ids(asked.stairways))
    assert asked.ground.travel(better, shift) <= asked.ground.travel(asked.stairways, shift)


@pytest.mark.parametrize(
    ("doors", "seconds", "max_stops", "lists"),
    [
        ([], HOUR, 40, 0),
        ([door(1)], HOUR, 40, 1),
        ([door(n) for n in range(81)], 100 * HOUR, 40, 3),
        # 420 seconds each, next door to each other.
        ([door(n) for n in range(18)], HOUR, 40, 3),
        ([door(n) for n in range(3)], 60, 40, 3),
    ],
)
def test_so_many_lists_there_must_be(doors, seconds, max_stops, lists):
    assert fewest_lists(doors, seconds, max_stops) == lists


@settings(max_examples=10, deadline=None)
@given(towns(required=False), st.integers(2, 6))
def test_no_plan_has_fewer_lists_than_there_must_be(doors, max_stops):
    plan = solve(doors, shifts(8, hours=1), max_stops=max_stops, max_iterations=20)
    assert plan.unserved or len(plan.routes) >= fewest_lists(doors, HOUR, max_stops)

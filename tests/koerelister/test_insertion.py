"""B022: after publication a door is put on one list, and nobody else changes place."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from koerelister.planning.solving import Shift, insert, order
from tests.koerelister.doors import HOUR, door, shifts, towns

LONG = Shift(1, 100 * HOUR)


@settings(max_examples=40, deadline=None)
@given(towns(required=False), st.floats(55.38, 55.42), st.integers(0, 9))
def test_nobody_else_is_moved(doors, latitude, group):
    extra = door(99, latitude, group=f"g{group}")
    longer = insert(doors, extra, LONG, max_stops=40)
    assert [pk for pk in longer if pk != 99] == [one.id for one in doors]


@settings(max_examples=40, deadline=None)
@given(towns(required=False), st.integers(1, 14), st.integers(0, 3 * HOUR))
def test_it_is_refused_when_the_list_has_not_room_or_time(doors, max_stops, seconds):
    longer = insert(doors, door(99), Shift(1, seconds), max_stops=max_stops)
    if len(doors) >= max_stops or (len(doors) + 1) * 300 + 120 > seconds:
        assert longer is None


def test_it_goes_where_the_detour_is_shortest():
    row = [door(1, 55.40), door(2, 55.42), door(3, 55.44)]
    assert insert(row, door(4, 55.43), LONG, max_stops=4) == [1, 2, 4, 3]


def test_it_goes_next_to_its_own_stairway_in_the_order_one_walks():
    row = [door(1, 55.40), door(3, 55.42, group="A"), door(5, 55.42, group="A"), door(6, 55.44)]
    assert insert(row, door(4, 55.42, group="A"), LONG, max_stops=5) == [1, 3, 4, 5, 6]


def test_it_never_comes_between_two_doors_of_a_stairway():
    row = [door(1, group="A"), door(2, group="A")]
    assert insert(row, door(3), LONG, max_stops=3) in ([1, 2, 3], [3, 1, 2])


@settings(max_examples=15, deadline=None)
@given(towns(required=False))
def test_an_order_has_everybody_once_and_each_stairway_together(doors):
    driven = order(doors, shifts(1)[0])
    by_id = {one.id: one for one in doors}
    visited = [by_id[pk].group for pk in driven]
    changes = sum(here != there for here, there in pairwise(visited))
    assert sorted(driven) == sorted(by_id)
    assert changes == max(len(set(visited)) - 1, 0)


def test_the_best_order_of_a_row_is_along_it():
    row = [door(n, 55.40 + (n * 7 % 10) / 1000) for n in range(10)]
    latitudes = [row[pk].latitude for pk in order(row, Shift(1, HOUR, start=(55.39, 10.38)))]
    assert latitudes == sorted(latitudes)

"""B022: the order of the stops, and which of them there is room for."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koerelister.geometry import contains, metres
from koerelister.planning import Door, plan

SQUARE = [[10.0, 55.0], [11.0, 55.0], [11.0, 56.0], [10.0, 56.0], [10.0, 55.0]]
HOLE = [[10.4, 55.4], [10.6, 55.4], [10.6, 55.6], [10.4, 55.6], [10.4, 55.4]]
ISLAND = [[12.0, 55.0], [12.5, 55.0], [12.0, 55.5], [12.0, 55.0]]


def door(number, latitude, longitude=10.38, group=None, sort_key=""):
    return Door(number, latitude, longitude, group or f"g{number}", sort_key or f"{number:03}")


def test_starts_in_the_north_and_goes_to_the_nearest():
    doors = [door(1, 55.40), door(2, 55.43), door(3, 55.41), door(4, 55.42)]
    assert plan(doors, limit=40) == [2, 4, 3, 1]


def test_a_stairway_is_walked_once_and_upwards():
    doors = [
        door(1, 55.42, group="A", sort_key="2"),
        door(2, 55.43),
        door(3, 55.42, group="A", sort_key="1"),
        door(4, 55.419),
    ]
    assert plan(doors, limit=40) == [2, 3, 1, 4]


def test_the_same_doors_in_another_order_give_the_same_route():
    dice = random.Random(1)
    doors = [
        door(n, 55.4 + dice.random() / 10, 10.3 + dice.random() / 10, group=f"g{n % 13}", sort_key=f"{n}")
        for n in range(60)
    ]
    places = {one.group: one for one in doors}
    doors = [one._replace(latitude=places[one.group].latitude, longitude=places[one.group].longitude) for one in doors]
    expected = plan(doors, limit=60)
    for _ in range(5):
        dice.shuffle(doors)
        assert plan(doors, limit=60) == expected


def test_equal_distances_are_settled_by_the_address():
    doors = [door(1, 55.40, 10.39), door(2, 55.40, 10.37), door(3, 55.41, 10.38)]
    assert plan(doors, limit=40) == [3, 1, 2]


def test_the_oldest_come_first_when_there_is_not_room_for_all():
    doors = [door(1, 55.40), door(2, 55.41), door(3, 55.49)]
    assert set(plan(doors, limit=2)) == {1, 2}


def test_a_stairway_that_does_not_fit_waits_rather_than_being_divided():
    doors = [door(1, 55.40), door(2, 55.41, group="A"), door(3, 55.41, group="A"), door(4, 55.42)]
    assert set(plan(doors, limit=2)) == {1, 4}


def test_only_a_stairway_with_more_doors_than_a_list_is_divided():
    doors = [door(n, 55.41, group="A", sort_key=f"{9 - n}") for n in range(5)]
    assert plan(doors, limit=3) == [2, 1, 0]


def test_nobody_gives_an_empty_route():
    assert plan([], limit=40) == []


def test_a_list_must_have_room():
    with pytest.raises(ValueError, match="at least one"):
        plan([door(1, 55.4)], limit=0)


@given(
    st.lists(st.tuples(st.floats(55, 56), st.floats(10, 11), st.integers(0, 8)), max_size=30),
    st.integers(1, 30),
)
def test_never_more_than_the_limit_and_nobody_twice(places, limit):
    doors = [door(n, latitude, longitude, group=f"g{group}") for n, (latitude, longitude, group) in enumerate(places)]
    route = plan(doors, limit)
    assert len(route) == len(set(route)) <= limit
    assert bool(route) == bool(doors)


def test_a_degree_of_latitude_is_111_km():
    assert metres((55.0, 10.0), (56.0, 10.0)) == pytest.approx(111_195, abs=5)


def test_distance_between_two_known_places():
    # Rundetårn and Odense Domkirke, about 142 km apart.
    assert metres((55.6814, 12.5757), (55.3949, 10.3887)) == pytest.approx(141_600, rel=0.01)


@pytest.mark.parametrize(
    ("latitude", "longitude", "inside"),
    [
        (55.2, 10.2, True),
        (55.5, 10.5, False),  # in the hole
        (55.5, 9.9, False),
        (56.1, 10.5, False),
        (55.5, 11.5, False),
    ],
)
def test_point_in_polygon_with_a_hole(latitude, longitude, inside):
    assert contains({"type": "Polygon", "coordinates": [SQUARE, HOLE]}, latitude, longitude) is inside


@pytest.mark.parametrize(("latitude", "longitude", "inside"), [(55.1, 12.1, True), (55.4, 12.4, False)])
def test_point_in_the_second_of_several_polygons(latitude, longitude, inside):
    assert contains({"type": "MultiPolygon", "coordinates": [[SQUARE], [ISLAND]]}, latitude, longitude) is inside


def test_a_line_is_no_area():
    with pytest.raises(ValueError, match="LineString"):
        contains({"type": "LineString", "coordinates": SQUARE}, 55.0, 10.0)

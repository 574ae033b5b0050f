"""B021, B022: distances, and whether a place lies inside an area."""

import pytest

from koerelister.places.geometry import contains, metres

SQUARE = [[10.0, 55.0], [11.0, 55.0], [11.0, 56.0], [10.0, 56.0], [10.0, 55.0]]
HOLE = [[10.4, 55.4], [10.6, 55.4], [10.6, 55.6], [10.4, 55.6], [10.4, 55.4]]
ISLAND = [[12.0, 55.0], [12.5, 55.0], [12.0, 55.5], [12.0, 55.0]]


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

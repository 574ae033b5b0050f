"""B022: a route is drawn from our own data, and the picture says nothing about whose doors they are."""

from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koerelister.drawing.labels import Label, apart
from koerelister.drawing.route import PHONE, SCREEN, Spot, plan_svg, route_svg

SVG = "{http://www.w3.org/2000/svg}"
AREA = {
    "type": "Polygon",
    "coordinates": [[[10.36, 55.38], [10.42, 55.38], [10.42, 55.42], [10.36, 55.42], [10.36, 55.38]]],
}
# Two at the same stairway, and one that is come back to.
STOPS = [
    Spot(1, 55.385, 10.37),
    Spot(2, 55.390, 10.38),
    Spot(3, 55.390, 10.38),
    Spot(4, 55.410, 10.41),
    Spot(5, 55.385, 10.37),
]


def drawn(stops=STOPS, outline=AREA, size=SCREEN, **more):
    picture = route_svg(outline, stops, width=size[0], height=size[1], title="Liste 7 & 8", **more)
    return ElementTree.fromstring(picture)  # noqa: S314 (our own)


def named(picture, kind):
    return [element for element in picture.iter() if element.get("class") == kind]


def test_the_stops_of_a_stairway_are_one_mark():
    assert [text.text for text in named(drawn(), "number")] == ["1, 5", "2–3", "4"]


def test_the_line_goes_through_the_stops_in_their_order():
    (way,) = named(drawn(), "way")
    points = [tuple(map(float, point.split(","))) for point in way.get("points").split()]
    assert len(points) == 5
    assert points[0] == points[4]
    assert points[1] == points[2]
    # North is up, east is right.
    assert points[3][0] > points[0][0]
    assert points[3][1] < points[0][1]


def test_start_and_end_are_marked_also_when_they_are_far_away():
    near = drawn(start=(55.40, 10.40), end=(55.40, 10.40))
    assert [text.text for text in named(near, "endname")] == ["Start og slut"]
    far = drawn(start=(56.0, 10.40), end=(55.0, 10.40))
    assert [text.text for text in named(far, "endname")] == ["Start", "Slut"]
    height = float(far.get("height"))
    assert all(0 <= float(mark.get("y")) <= height for mark in named(far, "end"))


def test_it_can_be_read_aloud():
    picture = drawn()
    assert picture.get("role") == "img"
    assert picture[0].tag == f"{SVG}title"
    assert picture[0].text == "Liste 7 & 8"
    assert picture[1].text.startswith("5 stop i den rækkefølge, de køres.")


def test_it_needs_no_style_and_no_other_host():
    picture = drawn(start=(55.40, 10.40))
    names = {name for element in picture.iter() for name in element.attrib}
    assert not {"style", "href", "id"} & names
    assert {element.tag.removeprefix(SVG) for element in picture.iter()} <= {
        *("svg", "title", "desc", "path", "polyline", "circle", "rect", "text", "g")
    }


def test_nothing_is_written_on_it_but_numbers_and_the_scale():
    texts = [element.text for element in drawn().iter(f"{SVG}text")]
    assert texts == ["1, 5", "2–3", "4", "1 km"]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.floats(55.38, 55.42), st.floats(10.36, 10.42)), max_size=12), st.sampled_from([AREA, None])
)
def test_every_stop_is_on_the_picture(places, outline):
    stops = [Spot(number, *place) for number, place in enumerate(places, start=1)]
    picture = drawn(stops, outline, PHONE)
    width, height = float(picture.get("width")), float(picture.get("height"))
    for mark in named(picture, "mark"):
        assert 0 <= float(mark.get("x")) <= width - float(mark.get("width"))
        assert 0 <= float(mark.get("y")) <= height - float(mark.get("height"))
    assert len(named(picture, "mark")) == len(set(places))


def test_forty_stops_close_together_can_still_be_told_apart():
    labels = [Label(f"{n}", (130 + 9 * (n % 8), 160 + 7 * (n // 8))) for n in range(40)]
    for one, other in combinations(apart(labels, *PHONE), 2):
        gaps = [abs(one.middle[axis] - other.middle[axis]) - one.half[axis] - other.half[axis] for axis in (0, 1)]
        assert max(gaps) >= -2


def test_a_number_that_is_alone_stays_where_it_is():
    assert apart([Label("1", (50, 50)), Label("2", (200, 50))], *PHONE)[0].moved == 0


def test_an_outline_is_no_finer_than_can_be_seen():
    fine = [[10.36 + n / 1_000_000, 55.38] for n in range(20_000)]
    outline = {"type": "Polygon", "coordinates": [[*fine, [10.38, 55.40], [10.36, 55.38]]]}
    (area,) = named(drawn(outline=outline), "area")
    assert len(area.get("d")) < 20_000


def test_an_area_larger_than_the_picture_is_shown_in_a_corner():
    close = [Spot(1, 55.4000, 10.38), Spot(2, 55.4004, 10.382)]
    assert len(named(drawn(close), "here")) == 1
    assert not named(drawn(), "here")


def test_a_plan_has_a_line_of_its_own_for_each_list():
    picture = ElementTree.fromstring(  # noqa: S314 (our own)
        plan_svg(AREA, [("1", STOPS[:3]), ("2", STOPS[3:]), ("3", [])], width=500, height=400, title="Plan")
    )
    ways = named(picture, "way")
    assert [way.get("stroke-dasharray") for way in ways] == [None, "7 3"]
    assert [text.text for text in named(picture, "number")] == ["1", "2"]


@pytest.mark.parametrize("outline", [AREA, None])
def test_a_list_without_stops_is_drawn_too(outline):
    assert named(drawn([], outline), "mark") == []

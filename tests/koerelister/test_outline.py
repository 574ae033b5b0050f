"""B021, B022: an area is drawn from our own data, small enough for a page, and without a word from elsewhere."""

import re

from koerelister.drawing.outline import outline_svg, project, thinned

BORDER = {"type": "Polygon", "coordinates": [[[12.0, 55.0], [13.0, 55.0], [13.0, 56.0], [12.0, 56.0], [12.0, 55.0]]]}


def test_north_is_up_and_everything_is_inside():
    placed = project([(12.0, 55.0), (13.0, 56.0)], 480, 360)
    (west, south), (east, north) = placed((12.0, 55.0)), placed((13.0, 56.0))
    assert 0 < west < east < 480
    assert 0 < north < south < 360
    # At 55.5 degrees a degree of longitude is 0.57 of one of latitude.
    assert 0.56 < (east - west) / (south - north) < 0.57


def test_one_place_stands_in_the_middle():
    assert project([(12.0, 55.0)], 480, 360)((12.0, 55.0)) == (240, 180)


def test_points_that_cannot_be_told_apart_are_left_out():
    line = [(number / 10, 0.0) for number in range(1001)]
    kept = thinned(line)
    assert len(kept) <= 201
    assert (kept[0], kept[-1]) == (line[0], line[-1])
    assert thinned([(1.0, 1.0)]) == [(1.0, 1.0)]


def test_the_picture_has_the_border_and_one_dot_for_houses_on_top_of_each_other():
    svg = outline_svg("Omrids af Øst & Vest", BORDER, [(55.5, 12.5)] * 3 + [(55.2, 12.2)])
    assert svg.count("<circle") == 2
    assert svg.count("<path") == 1
    assert "Omrids af Øst &amp; Vest" in svg
    assert re.search(r"style|script|href|http|url\(", svg) is None


def test_without_border_or_houses_there_is_no_picture():
    assert outline_svg("Tomt", None, []) == ""
    assert "<path" not in outline_svg("Kun huse", None, [(55.5, 12.5)])

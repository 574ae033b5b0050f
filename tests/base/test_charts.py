"""Charts are pictures without script or style, with the same numbers spoken as shown (ui.md, «Charts»)."""

from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanktion.base.charts import axis, stacked_bars

SVG = "{http://www.w3.org/2000/svg}"
MONTHS = ["jan.", "feb.", "mar."]
SERIES = [("Kontakt", [10, 0, 30]), ("Ingen kontakt", [20, 5, 1200])]


def parse(markup):
    # In HTML an svg element needs no namespace; a strict XML reader is told of it here.
    return ElementTree.fromstring(str(markup).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))  # noqa: S314


def bars(root):
    return {rect.find(f"{SVG}title").text: float(rect.get("height")) for rect in root.iter(f"{SVG}rect")}


def test_has_a_spoken_name_and_a_spoken_number_for_each_bar_that_is_not_zero():
    root = parse(stacked_bars("Besøg pr. måned", MONTHS, SERIES))
    assert root.get("role") == "img"
    assert root.get("aria-label") == "Besøg pr. måned"
    assert list(bars(root)) == [
        "jan.: Kontakt 10",
        "jan.: Ingen kontakt 20",
        "feb.: Ingen kontakt 5",
        "mar.: Kontakt 30",
        "mar.: Ingen kontakt 1.200",
    ]


def test_heights_are_in_proportion_to_the_numbers():
    heights = bars(parse(stacked_bars("x", MONTHS, SERIES, height=2000)))
    assert heights["mar.: Ingen kontakt 1.200"] / heights["mar.: Kontakt 30"] == pytest.approx(40, rel=0.01)


def test_series_stand_upon_each_other():
    first, second = list(parse(stacked_bars("x", ["a"], [("p", [3]), ("q", [4])])).iter(f"{SVG}rect"))
    assert float(second.get("y")) + float(second.get("height")) == pytest.approx(float(first.get("y")), abs=0.2)


def test_obeys_the_content_security_policy():
    markup = stacked_bars("x", MONTHS, SERIES)
    assert "style" not in markup
    assert "script" not in markup


def test_text_from_outside_is_escaped():
    markup = stacked_bars('"><script>', ["<b>"], [("<i>", [1])])
    assert "<script>" not in markup
    assert "<b>" not in markup
    assert "<i>" not in markup


def test_a_small_chart_has_no_numbers_on_its_bars():
    kinds = {text.get("class") for text in parse(stacked_bars("x", MONTHS, SERIES, small=True)).iter(f"{SVG}text")}
    assert kinds == {"tick", "label"}


def test_charts_to_be_compared_share_an_axis():
    low = bars(parse(stacked_bars("x", ["a"], [("p", [10])], highest=100)))
    high = bars(parse(stacked_bars("x", ["a"], [("p", [100])], highest=100)))
    assert high["a: p 100"] == pytest.approx(10 * low["a: p 10"], rel=0.02)


def test_without_numbers_there_is_still_a_picture():
    assert bars(parse(stacked_bars("x", [], []))) == {}
    assert bars(parse(stacked_bars("x", ["a"], [("p", [0])]))) == {}


def test_a_series_of_another_length_is_refused():
    with pytest.raises(ValueError, match="one value a label"):
        stacked_bars("x", MONTHS, [("Kontakt", [1, 2])])


@given(highest=st.integers(0, 10**7), lines=st.integers(1, 8))
def test_axis_reaches_the_highest_number_in_even_whole_steps(highest, lines):
    ticks = axis(highest, lines)
    assert ticks[0] == 0
    assert ticks[-1] >= highest
    assert len(ticks) <= lines + 2
    assert len({b - a for a, b in pairwise(ticks)}) == 1

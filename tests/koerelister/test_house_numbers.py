"""B021: house numbers in the order one walks, and what a range of them takes in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koerelister.places import house_numbers as numbers


def test_the_order_is_number_then_letter():
    walked = ["1", "2", "2A", "2B", "2Z", "3", "12", "12A", "13", "999", "999Z"]
    assert sorted(walked, key=numbers.key) == walked


@pytest.mark.parametrize("text", ["", "A", "12AB", "12-14", "1.2", "12345", "12Æ", "٣", "-1"])
def test_what_is_no_house_number(text):
    assert numbers.key(text) is None
    assert numbers.last_key(text) is None


def test_a_small_letter_is_the_same():
    assert numbers.key("12a") == numbers.key("12A")


@pytest.mark.parametrize(
    ("last", "inside", "outside"), [("14", ["14", "14A", "14Z"], ["15"]), ("14B", ["14", "14A", "14B"], ["14C", "15"])]
)
def test_an_end_without_a_letter_takes_in_all_its_letters(last, inside, outside):
    end = numbers.last_key(last)
    assert all(numbers.key(text) <= end for text in inside)
    assert all(numbers.key(text) > end for text in outside)


@given(st.integers(1, 9999), st.sampled_from(["", *"ABCXYZ"]))
def test_a_key_is_shown_as_it_was_written(number, letter):
    text = f"{number}{letter}"
    assert numbers.shown(numbers.key(text)) == numbers.shown(numbers.last_key(text)) == text


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [("2", "14", "2–14"), ("2", "2", "2"), ("2A", "14B", "2A–14B"), (None, "14", "til 14"), ("2", None, "fra 2")],
)
def test_a_span_in_words(first, last, said):
    begin = numbers.key(first) if first else numbers.FIRST
    end = numbers.last_key(last) if last else numbers.LAST
    assert numbers.span(begin, end) == said


def test_the_whole_road_has_no_span():
    assert numbers.span(numbers.FIRST, numbers.LAST) == ""

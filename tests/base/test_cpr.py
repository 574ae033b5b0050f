"""CPR numbers (cpr.dk «Opbygning af CPR-nummeret»). The numbers are replacement numbers or impossible ones."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanktion.base.cpr import CprError, normalise, parse


@pytest.mark.parametrize("text", ["6101900001", "610190-0001", " 610190 0001 ", "610190–0001", "610190\u00a00001"])
def test_written_in_many_ways(text):
    assert normalise(text) == "6101900001"
    assert parse(text).digits == "6101900001"


@pytest.mark.parametrize("text", ["", "610190-001", "61019000011", "610190-000a", "６１０１９００００１", "190 0001"])
def test_anything_but_ten_digits_is_refused(text):
    with pytest.raises(CprError) as caught:
        parse(text)
    assert str(caught.value) == "CPR-nummer skal have ti cifre"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("3102900001", "ugyldig dato i CPR-nummer (31. februar)"),
        ("9102900001", "ugyldig dato i CPR-nummer (31. februar)"),
        ("3104900001", "ugyldig dato i CPR-nummer (31. april)"),
        ("2902990001", "ugyldig dato i CPR-nummer (29. februar 1999)"),
        ("4501900001", "ugyldig dato i CPR-nummer (45. januar)"),
        ("9201900001", "ugyldig dato i CPR-nummer (32. januar)"),
        ("0001900001", "ugyldig dato i CPR-nummer (0. januar)"),
        ("0113900001", "ugyldig dato i CPR-nummer (13. måned)"),
        ("0000000000", "ugyldig dato i CPR-nummer (0. måned)"),
    ],
)
def test_impossible_dates(text, message):
    with pytest.raises(CprError) as caught:
        parse(text)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("year", "seventh", "expected"),
    [
        (0, 0, 1900),
        (99, 3, 1999),
        (0, 4, 2000),
        (36, 4, 2036),
        (37, 4, 1937),
        (99, 4, 1999),
        (0, 5, 2000),
        (57, 5, 2057),
        (58, 5, 1858),
        (99, 8, 1899),
        (57, 8, 2057),
        (0, 9, 2000),
        (36, 9, 2036),
        (37, 9, 1937),
        (99, 9, 1999),
    ],
)
def test_century(year, seventh, expected):
    assert parse(f"6101{year:02}{seventh}000").birth_date == date(expected, 1, 1)


def test_replacement_numbers_have_sixty_added_to_the_day():
    cpr = parse("6705110001")
    assert cpr.is_replacement
    assert cpr.birth_date == date(1911, 5, 7)
    assert parse("9112990001").birth_date == date(1999, 12, 31)
    assert not parse("0101900001").is_replacement


def test_leap_day():
    assert parse("8902004000").birth_date == date(2000, 2, 29)
    with pytest.raises(CprError, match=r"29\. februar 1900"):
        parse("8902000000")


def test_shown_whole_or_masked():
    cpr = parse("6101900001")
    assert (cpr.formatted, cpr.masked) == ("610190-0001", "610190-xxxx")


@pytest.mark.parametrize(("text", "valid"), [("6101900019", True), ("6101900001", False)])
def test_checksum_is_only_a_property(text, valid):
    assert parse(text).has_valid_checksum is valid


@given(st.dates(date(1900, 1, 1), date(1999, 12, 31)), st.integers(0, 3999))
def test_round_trip_and_nothing_leaks(born, serial):
    digits = f"{born:%d%m%y}{serial:04}"
    cpr = parse(f"{digits[:6]}-{digits[6:]}")
    assert cpr.birth_date == born
    assert parse(cpr.formatted) == cpr
    for text in (repr(cpr), str(cpr), f"{cpr}", f"{[cpr]}", f"{cpr!r:>20}"):
        assert not any(letter.isdigit() for letter in text)


@pytest.mark.thorough
@given(st.text())
def test_any_text_is_a_number_or_a_cpr_error(text):
    try:
        found = parse(text).digits
    except CprError:
        found = None
    assert found in (None, normalise(text))


def test_equal_by_value():
    assert parse("610190-0001") == parse("6101900001")
    assert len({parse("610190-0001"), parse("6101900001")}) == 1

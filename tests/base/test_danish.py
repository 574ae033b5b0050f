"""Danish words, alphabetical order and address order (B003, B022)."""

from datetime import date

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from sanktion.base.danish import (
    address_sort_key,
    listing,
    long_date,
    month_name,
    search_key,
    sort_key,
    weekday_name,
)

IN_ORDER = [
    "Adam",
    "André",
    "Berg",
    "Dahl",
    "Jensen, Åse",
    "Jensen Madsen, Bo",
    "Jensen-Olsen, Ib",
    "Jensens, Ida",
    "Müller",
    "Myrup",
    "Nielsen",
    "O'Neill",
    "Oustergård",
    "Thor",
    "Þorsdóttir",
    "Zahle",
    "Äggers",
    "Ærø",
    "Øhlenschlæger",
    "Örum",
    "Aabenraa",
    "Åkjær",
    "Aamand",
]
BACKWARDS = IN_ORDER[::-1]


def test_danish_alphabet():
    assert sorted(BACKWARDS, key=sort_key) == IN_ORDER


def test_byte_order_is_the_same_as_python_order():
    assert sorted(BACKWARDS, key=lambda name: sort_key(name).encode()) == IN_ORDER


def test_the_database_sorts_the_keys_in_the_same_order(db):
    with connection.cursor() as cursor:
        cursor.execute(
            'select name from unnest(%s::text[], %s::text[]) as given(name, key) order by key collate "C"',
            [BACKWARDS, [sort_key(name) for name in BACKWARDS]],
        )
        assert [name for (name,) in cursor] == IN_ORDER


@pytest.mark.parametrize(
    ("one", "other"),
    [("AAGAARD", "Ågård"), ("René", "rene"), ("Özil", "øzil"), ("Jens  Ole", " jens-ole "), ("D'Angelo", "DAngelo")],
)
def test_sorted_as_equals(one, other):
    assert sort_key(one) == sort_key(other)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Åse Ærø Ørsted", "åse ærø ørsted"),
        ("Aabenraa", "åbenrå"),
        ("Müller", "muller"),
        ("René-François", "rene francois"),
        ("Öz Äkerö", "øz ækerø"),
        ("O’Neill", "oneill"),
        ("A\u030ase", "åse"),
        ("Łódź Đorđe", "lodz dorde"),
        ("", ""),
    ],
)
def test_search_key(name, key):
    assert search_key(name) == key


@given(st.text(max_size=60))
def test_a_search_key_is_its_own_key(name):
    assert search_key(search_key(name)) == search_key(name)


@given(st.text(alphabet="abcæøåéüÆØÅÉÜ -'", max_size=20))
def test_case_and_surrounding_spaces_never_matter(name):
    assert search_key(f" {name.upper()} ") == search_key(name.lower())
    assert sort_key(f" {name.upper()} ") == sort_key(name.lower())


ADDRESSES = [
    ("Allegade", "14", "", ""),
    ("Allegade", "14", "k2", ""),
    ("Allegade", "14", "kl", "tv"),
    ("Allegade", "14", "st", "tv"),
    ("Allegade", "14", "st.", "mf"),
    ("Allegade", "14", "ST", "th."),
    ("Allegade", "14", "1", "tv"),
    ("Allegade", "14", "1", "2"),
    ("Allegade", "14", "1", "12"),
    ("Allegade", "14", "1", "a"),
    ("Allegade", "14", "2", "tv"),
    ("Allegade", "14", "10", "tv"),
    ("Allegade", "14A", "st", "tv"),
    ("Allegade", "14 b", "st", "tv"),
    ("Allegade", "15", "", ""),
    ("Allegade", "100", "", ""),
    ("Allegade Nord", "1", "", ""),
    ("Ørnevej", "1", "", ""),
    ("Aagade", "1", "", ""),
]


def test_addresses_in_walking_order():
    backwards = ADDRESSES[::-1]
    assert sorted(backwards, key=lambda address: address_sort_key(*address)) == ADDRESSES


def test_both_ways_to_write_the_second_basement():
    assert address_sort_key("Allegade", "1", "kl2", "") == address_sort_key("Allegade", "1", "k2", "")


@given(st.lists(st.text(max_size=8), min_size=4, max_size=4))
def test_any_address_has_a_key(parts):
    assert isinstance(address_sort_key(*parts), str)


def test_dates_in_words():
    assert long_date(date(2026, 12, 3)) == "3. december 2026"
    assert weekday_name(date(2026, 12, 3)) == "torsdag"
    assert [month_name(number) for number in (1, 5, 12)] == ["januar", "maj", "december"]


@pytest.mark.parametrize("month", [0, 13, -1])
def test_there_are_twelve_months(month):
    with pytest.raises(ValueError, match="No month"):
        month_name(month)


@pytest.mark.parametrize(
    ("words", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a og b"), (("a", "b", "c"), "a, b og c")]
)
def test_listing(words, text):
    assert listing(words) == text

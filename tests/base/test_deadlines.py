"""Deadlines on every kind of day (B015, B017, V052, V094, V097, V111, V121; forældelsesloven § 27)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanktion.base.deadlines import (
    add_days,
    add_months,
    add_working_days,
    closed_because,
    is_working_day,
    next_working_day,
)

DAYS = st.dates(date(2006, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2025, 12, 10), date(2025, 12, 29)),
        (date(2026, 3, 19), date(2026, 4, 7)),
        (date(2026, 5, 22), date(2026, 6, 8)),
        (date(2024, 4, 12), date(2024, 4, 26)),  # store bededag no more
        (date(2023, 4, 21), date(2023, 5, 8)),  # the last store bededag, 5 May 2023
        (date(2025, 12, 17), date(2026, 1, 2)),  # over New Year: 31 December, 1 January
        (date(2026, 12, 11), date(2026, 12, 28)),  # 25 December is a Friday
        (date(2027, 12, 17), date(2028, 1, 3)),
        (date(2026, 4, 17), date(2026, 5, 1)),  # 1 May
        (date(2026, 5, 1), date(2026, 5, 15)),  # the day after Kristi himmelfartsdag
        (date(2025, 5, 22), date(2025, 6, 6)),  # grundlovsdag alone, on a Thursday
        (date(2024, 12, 10), date(2024, 12, 27)),  # 24 December and the two days of Christmas
        (date(2024, 12, 17), date(2025, 1, 2)),  # 31 December and New Year's Day
        (date(2022, 4, 29), date(2022, 5, 16)),  # store bededag 2022, 13 May
        (date(2025, 4, 3), date(2025, 4, 22)),  # Easter, late
        (date(2024, 3, 14), date(2024, 4, 2)),  # Easter, early
    ],
)
def test_fourteen_days(start, end):
    assert add_days(start, 14).end == end


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 1, 1), "nytårsdag"),
        (date(2026, 4, 2), "skærtorsdag"),
        (date(2026, 4, 3), "langfredag"),
        (date(2026, 4, 5), "påskedag"),
        (date(2026, 4, 6), "anden påskedag"),
        (date(2023, 5, 5), "store bededag"),
        (date(2026, 5, 14), "Kristi himmelfartsdag"),
        (date(2026, 5, 24), "pinsedag"),
        (date(2026, 5, 25), "anden pinsedag"),
        (date(2026, 6, 5), "grundlovsdag"),
        (date(2026, 12, 24), "juleaftensdag"),
        (date(2026, 12, 25), "juledag"),
        (date(2026, 12, 26), "anden juledag"),
        (date(2026, 12, 31), "nytårsaftensdag"),
        (date(2026, 11, 21), "lørdag"),
        (date(2026, 11, 22), "søndag"),
    ],
)
def test_closed_days_have_a_name(day, name):
    assert closed_because(day) == name
    assert not is_working_day(day)


@pytest.mark.parametrize(
    "day", [date(2026, 5, 1), date(2026, 5, 15), date(2024, 4, 26), date(2026, 11, 20), date(2027, 1, 4)]
)
def test_working_days(day):
    assert is_working_day(day)
    assert next_working_day(day) == day


def test_easter_is_passed_in_one_step():
    deadline = add_days(date(2026, 3, 19), 14)
    assert deadline.raw_end == date(2026, 4, 2)
    assert deadline.reasons == ("skærtorsdag", "langfredag", "lørdag", "påskedag", "anden påskedag")
    assert next_working_day(date(2026, 4, 2)) == date(2026, 4, 7)


@pytest.mark.parametrize(
    ("start", "days", "text"),
    [
        (date(2026, 5, 3), 14, "14 dage fra 3. maj 2026 = 17. maj 2026, søndag → 18. maj 2026"),
        (date(2026, 5, 10), 14, "14 dage fra 10. maj 2026 = 24. maj 2026, pinsedag og anden pinsedag → 26. maj 2026"),
        (date(2026, 11, 2), 14, "14 dage fra 2. november 2026 = 16. november 2026"),
        (date(2026, 11, 2), 1, "1 dag fra 2. november 2026 = 3. november 2026"),
        (
            date(2026, 5, 22),
            14,
            "14 dage fra 22. maj 2026 = 5. juni 2026, grundlovsdag, lørdag og søndag → 8. juni 2026",
        ),
    ],
)
def test_explanation(start, days, text):
    assert add_days(start, days).explanation == text


@given(DAYS, st.integers(0, 400))
def test_the_end_is_the_first_working_day(start, days):
    deadline = add_days(start, days)
    assert deadline.raw_end - start == timedelta(days=days)
    assert is_working_day(deadline.end)
    passed = [deadline.raw_end + timedelta(days=n) for n in range((deadline.end - deadline.raw_end).days)]
    assert [closed_because(day) for day in passed] == list(deadline.reasons)
    assert deadline.is_moved == bool(passed)


@pytest.mark.parametrize(
    ("closing_days", "end", "reason"),
    [
        ({date(2026, 5, 15)}, date(2026, 5, 18), ("kommunal lukkedag", "lørdag", "søndag")),
        ({date(2025, 5, 15), date(2026, 12, 28)}, date(2026, 5, 15), ()),
    ],
)
def test_the_office_s_own_closing_days_count_where_they_are_given(closing_days, end, reason):
    deadline = add_days(date(2026, 5, 1), 14, closing_days=closing_days)
    assert (deadline.end, deadline.reasons) == (end, reason)
    assert next_working_day(date(2026, 5, 15), closing_days) == end
    assert add_days(date(2026, 5, 1), 14).end == date(2026, 5, 15)


def test_a_holiday_keeps_its_name_on_a_closing_day():
    assert closed_because(date(2026, 12, 24), {date(2026, 12, 24)}) == "juleaftensdag"


def test_store_bededag_ended_with_2023():
    named = {year for year in range(2006, 2041) for n in range(366) if _name(year, n) == "store bededag"}
    assert named == set(range(2006, 2024))


def _name(year, offset):
    return closed_because(date(year, 1, 1) + timedelta(days=offset))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -12, date(2025, 1, 15)),
        (date(2026, 7, 8), 0, date(2026, 7, 8)),
    ],
)
def test_months_clamp_to_the_end_of_the_month(day, months, expected):
    assert add_months(day, months) == expected


def test_a_deadline_cannot_run_backwards():
    with pytest.raises(ValueError, match="backwards"):
        add_days(date(2026, 1, 1), -1)


@pytest.mark.parametrize("function", [lambda day: add_days(day, 14), lambda day: add_months(day, 1), is_working_day])
def test_a_moment_is_refused(function):
    with pytest.raises(TypeError, match="localdate"):
        function(datetime(2026, 1, 1, 23, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 4, 1), 0, date(2026, 4, 1)),
        # Past skærtorsdag, langfredag, the weekend and 2. påskedag.
        (date(2026, 4, 1), 1, date(2026, 4, 7)),
        (date(2026, 4, 1), 4, date(2026, 4, 10)),
        (date(2026, 4, 4), 1, date(2026, 4, 7)),
        (date(2026, 4, 7), 10, date(2026, 4, 21)),
        # A closed day without days to add stays what it is.
        (date(2026, 4, 4), 0, date(2026, 4, 4)),
    ],
)
def test_working_days_are_counted_from_the_day_after(start, days, end):
    assert add_working_days(start, days) == end


def test_working_days_run_neither_backwards_nor_from_a_moment():
    with pytest.raises(ValueError, match="backwards"):
        add_working_days(date(2026, 4, 1), -1)
    with pytest.raises(TypeError, match="local date"):
        add_working_days(datetime(2026, 4, 1, 12, tzinfo=UTC), 1)

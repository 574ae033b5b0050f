"""Danish working days and deadlines.

Counted as Justitsministeriet's guidance 9533/2018: the start day is not counted, and the deadline ends at 23.59.
An end on a day when the offices are closed moves to the next working day (the model of forældelsesloven § 27).
"""

import calendar
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

import holidays

from sanktion.base.danish import listing, long_date, weekday_name

SATURDAY = 5
# forældelsesloven § 27 names these beside weekends and public holidays. 1 May and the day after
# Kristi himmelfartsdag are not named: they stay working days.
LOCALLY_CLOSED = "kommunal lukkedag"
CLOSED_BY_LAW = {(6, 5): "grundlovsdag", (12, 24): "juleaftensdag", (12, 31): "nytårsaftensdag"}


@dataclass(frozen=True, slots=True)
class Deadline:
    """``days`` days from ``start`` end on ``raw_end``, moved to the working day ``end``; ``reasons`` names, in order,
    why each day from ``raw_end`` to ``end`` (not counted) was passed over."""

    start: date
    days: int
    raw_end: date
    end: date
    reasons: tuple[str, ...]

    @property
    def is_moved(self) -> bool:
        return self.end != self.raw_end

    @property
    def explanation(self) -> str:
        """«14 dage fra 3. maj 2026 = 17. maj 2026, søndag → 18. maj 2026»; without the tail when not moved."""
        unit = "dag" if self.days == 1 else "dage"
        counted = f"{self.days} {unit} fra {long_date(self.start)} = {long_date(self.raw_end)}"
        return f"{counted}, {listing(self.reasons)} → {long_date(self.end)}" if self.is_moved else counted


def add_days(start: date, days: int, *, closing_days: Collection[date] = ()) -> Deadline:
    """The deadline ``days`` calendar days after ``start``, which is not itself counted.

    ``closing_days`` are the office's own. They may only be given where the longer time is the citizen's: no office
    makes its own deadlines longer by staying closed.

    ``start`` is a local date: convert a moment with ``django.utils.timezone.localdate`` first (TypeError otherwise).
    ValueError when ``days`` is negative.
    """
    if days < 0:
        raise ValueError("A deadline can't run backwards.")
    raw_end = _plain_date(start) + timedelta(days=days)
    end, reasons = raw_end, []
    while reason := closed_because(end, closing_days):
        reasons.append(reason)
        end += timedelta(days=1)
    return Deadline(start, days, raw_end, end, tuple(reasons))


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later (earlier when negative), or the month's last day when it is shorter.

    Calendar arithmetic only: use ``next_working_day`` on the result where the deadline moves.
    """
    year, month = divmod(_plain_date(day).year * 12 + day.month - 1 + months, 12)
    last_day = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last_day))


def is_working_day(day: date) -> bool:
    return closed_because(day) is None


def next_working_day(day: date, closing_days: Collection[date] = ()) -> date:
    """``day`` itself when it is a working day, else the first one after it."""
    while closed_because(day, closing_days):
        day += timedelta(days=1)
    return day


def add_working_days(start: date, days: int) -> date:
    """The last of ``days`` working days after ``start``, which is not itself counted. ValueError when negative."""
    if days < 0:
        raise ValueError("A deadline can't run backwards.")
    end = _plain_date(start)
    for _ in range(days):
        end = next_working_day(end + timedelta(days=1))
    return end


def closed_because(day: date, closing_days: Collection[date] = ()) -> str | None:
    """Why ``day`` is no working day, in Danish: «langfredag», «grundlovsdag», «søndag»; None for a working day."""
    if name := _public_holidays(_plain_date(day).year).get(day) or CLOSED_BY_LAW.get((day.month, day.day)):
        return name
    if day.weekday() >= SATURDAY:
        return weekday_name(day)
    return LOCALLY_CLOSED if day in closing_days else None


def closed_by_law(year: int) -> dict[date, str]:
    """The public holidays and the other days forældelsesloven § 27 names, in order; weekends are not among them."""
    named = {date(year, month, day): name for (month, day), name in CLOSED_BY_LAW.items()}
    return dict(sorted((named | _public_holidays(year)).items()))


@lru_cache(maxsize=64)
def _public_holidays(year: int) -> dict[date, str]:
    # The package knows that store bededag ended with 2023 (act 214/2023).
    found = holidays.Denmark(years=year, language="da")
    return {day: name if name.startswith("Kristi") else name.lower() for day, name in found.items()}


def _plain_date(day: date) -> date:
    if isinstance(day, datetime):
        raise TypeError("A local date is needed, not a moment: use django.utils.timezone.localdate.")
    return day

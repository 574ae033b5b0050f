"""What may be told outside the unit (B038): the closed months as ``suppression`` tells them, and sums of those.

Every export, print and answer is made here, from nothing else. So no two of them can be compared to find out more.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from koerelister.models import Area, StatisticsMonth
from koerelister.statistics.exact import counts_between
from koerelister.statistics.suppression import NOTHING, Cells, RowSum, Sum, Told, add_up, protect
from sanktion.base.danish import listing, month_name

HIDDEN_ROW = "Skjulte områder i alt"


def why_hidden(threshold: int) -> str:
    """Why a figure is not there. Whether a row is small itself is never said: it would give the other one away."""
    return (
        f"Tal, der er mindre end {threshold}, udleveres ikke, for de kan handle om en person, nogen kender; heller "
        "ikke 0 ved siden af et tal, for så gælder det alle de besøgte. Et områdes måned er skjult, fordi et af dens "
        "tal er så lille, eller fordi et andet områdes ellers kunne regnes ud. De skjulte er lagt sammen i én række, "
        "så summerne passer. Hver måned er skjult én gang for alle, når den lukkes, så to udtræk kan ikke trækkes fra "
        "hinanden."
    )


@dataclass(frozen=True)
class MonthTold:
    """A month of the year: not closed yet, closed with nothing that may be told, or told."""

    month: date
    threshold: int | None = None
    told: Told | None = None

    @property
    def name(self) -> str:
        return month_name(self.month.month)

    @property
    def is_closed(self) -> bool:
        return self.threshold is not None

    @property
    def total(self) -> Cells | None:
        return self.told.total if self.told else None

    @property
    def why_not(self) -> str:
        if not self.is_closed:
            return "Ikke lukket endnu"
        return "" if self.told else f"Skjult: færre end {self.threshold}"


@dataclass(frozen=True)
class YearTold:
    """``months`` are all twelve, ``before`` those of the year before, ``areas`` every area in its usual order."""

    year: int
    months: list[MonthTold]
    before: list[MonthTold]
    areas: list[Area]

    @property
    def closed(self) -> list[MonthTold]:
        return [month for month in self.months if month.is_closed]

    @cached_property
    def whole(self) -> Sum:
        return add_up(month.told for month in self.closed)

    @property
    def rows(self) -> list[tuple[Area, RowSum]]:
        """The areas that are shown or hidden in some month."""
        whole = self.whole
        return [(area, whole.row(area.pk)) for area in self.areas if area.pk in whole.rows]

    @property
    def threshold(self) -> int:
        """The highest that holds for any of the months: what the reader is told."""
        return max((month.threshold for month in self.closed), default=0)

    @property
    def span(self) -> str:
        """«januar–oktober 2026», from the first closed month to the last; what is missing between is ``left_out``."""
        names = list(dict.fromkeys(month.name for month in (*self.closed[:1], *self.closed[-1:])))
        return f"{'–'.join(names)} {self.year}".lstrip()

    @property
    def left_out(self) -> str:
        """Which months are not in the sums, and why; empty when all twelve are."""
        parts = [
            (f"endnu ikke lukket: {listing([m.name for m in self.months if not m.is_closed])}", not self.all_closed),
            (
                f"for få besøg til at kunne udleveres: {listing([m.name for m in self.closed if m.told is None])}",
                bool(self.whole.months_left_out),
            ),
        ]
        count = 12 - self.whole.months
        told = "; ".join(text for text, applies in parts if applies)
        return f"{count} {'måned' if count == 1 else 'måneder'} indgår ikke ({told})." if told else ""

    @property
    def all_closed(self) -> bool:
        return all(month.is_closed for month in self.months)

    def pairs(self) -> Iterator[tuple[MonthTold, MonthTold]]:
        """Each month and the same month of the year before."""
        return zip(self.months, self.before, strict=True)


def published_years() -> list[int]:
    """The years with a closed month, newest first."""
    return [month.year for month in StatisticsMonth.objects.dates("month", "year", order="DESC")]


def published_year(year: int) -> YearTold:
    """Four queries. Counts of a month that is not closed are never protected, and never told."""
    first, last = date(year - 1, 1, 1), date(year, 12, 1)
    closed = dict(StatisticsMonth.objects.filter(month__range=(first, last)).values_list("month", "threshold"))
    tables: dict[date, dict[int, Cells]] = {month: {} for month in closed}
    for month, area, contact, count, _corrects in counts_between(first, last):
        if month in tables:
            cells = Cells(contact=count) if contact else Cells(none=count)
            tables[month][area] = tables[month].get(area, NOTHING) + cells
    told = [_month(date(one, number, 1), closed, tables) for one in (year - 1, year) for number in range(1, 13)]
    return YearTold(year, told[12:], told[:12], list(Area.objects.only("name", "position")))


def _month(month: date, closed: dict[date, int], tables: dict[date, dict[int, Cells]]) -> MonthTold:
    if month not in closed:
        return MonthTold(month)
    return MonthTold(month, closed[month], protect(tables[month], closed[month]))

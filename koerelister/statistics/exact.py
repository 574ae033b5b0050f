"""The driving statistics, read from the counters alone (B037): no case, no citizen and no visit is looked at.

These are the exact figures, for the unit's own screen. What leaves it is ``published.py``'s.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, F, Q
from django.utils import timezone

from koerelister.models import Area, DestructionRecord, RouteList, StatisticsMonth, VisitCorrection, VisitCount
from sanktion.base.danish import month_name
from sanktion.base.deadlines import add_months

# B034 counts citizens; B039 and B040 forbid to recognise one. So the count is of visits, and says so.
WHAT_IS_COUNTED = (
    "Tallene er noterede besøg. En borger, der er besøgt to gange i en måned, tæller to gange: statistikken må ikke "
    "kunne genkende nogen, og derfor kan den ikke sige, hvor mange forskellige borgere der er besøgt."
)


@dataclass
class Tally:
    """Visits with and without contact, and how much of each is correction."""

    contact: int = 0
    none: int = 0
    contact_corrected: int = 0
    none_corrected: int = 0

    @property
    def total(self) -> int:
        return self.contact + self.none

    @property
    def percent(self) -> int:
        """Contact in whole per cent of the visits; 0 when there are none."""
        return round(100 * self.contact / self.total) if self.total else 0

    def add(self, contact: bool, count: int, *, corrects: bool = False) -> None:
        corrected = count if corrects else 0
        if contact:
            self.contact += count
            self.contact_corrected += corrected
        else:
            self.none += count
            self.none_corrected += corrected


@dataclass
class Row(Tally):
    """Twelve months, or fewer of a year that is not over, and their sum."""

    name: str = ""
    months: list[Tally] = field(default_factory=list)


@dataclass(frozen=True)
class Lists:
    """Lists whose day is over, and how soon they were destroyed: in time is at the latest the day after."""

    total: int
    destroyed: int
    same_day: int
    in_time: int

    def percent(self, count: int) -> int:
        return round(100 * count / self.total) if self.total else 0

    @property
    def same_day_percent(self) -> int:
        return self.percent(self.same_day)

    @property
    def in_time_percent(self) -> int:
        return self.percent(self.in_time)


@dataclass(frozen=True)
class Year:
    """``before`` are the totals of the same months of the year before; ``closed`` are the months that are closed."""

    year: int
    whole: Row
    before: list[int]
    areas: list[Row]
    lists: Lists
    closed: set[int]

    @property
    def month_names(self) -> list[str]:
        return [month_name(number) for number in range(1, len(self.whole.months) + 1)]

    @property
    def span(self) -> str:
        """«januar–oktober 2026», or the one month."""
        names = self.month_names
        return f"{names[0]}–{names[-1]} {self.year}" if len(names) > 1 else f"{names[0]} {self.year}"

    @property
    def total_before(self) -> int:
        return sum(self.before)


def years() -> list[int]:
    """The years that have counts, newest first."""
    return [month.year for month in VisitCount.objects.dates("month", "year", order="DESC")]


def year_figures(year: int) -> Year:
    """All figures of one year in seven queries. Months to come are left out."""
    today = timezone.localdate()
    length = today.month if year == today.year else 12
    whole = _row("", length)
    areas = {area.pk: _row(area.name, length) for area in Area.objects.only("name", "position")}
    before = [0] * length
    for month, area_id, contact, count, corrects in counts_between(date(year - 1, 1, 1), date(year, length, 1)):
        if month.year == year:
            for row in (whole, areas[area_id]):
                row.add(contact, count, corrects=corrects)
                row.months[month.month - 1].add(contact, count, corrects=corrects)
        elif month.month <= length:
            before[month.month - 1] += count
    shown = [row for row in areas.values() if row.total]
    return Year(year, whole, before, shown, _lists(year, today), closed_months(year))


def counts_between(first: date, last: date) -> Iterator[tuple[date, int, bool, int, bool]]:
    """(month, area, contact, count, is it a correction), both months included."""
    for model in (VisitCount, VisitCorrection):
        rows = model.objects.filter(month__gte=first, month__lte=last)
        for row in rows.values_list("month", "area_id", "contact", "count"):
            yield *row, model is VisitCorrection


def closed_months(year: int) -> set[int]:
    months = StatisticsMonth.objects.filter(month__year=year).values_list("month", flat=True)
    return {month.month for month in months}


@dataclass(frozen=True)
class MonthState:
    """``waits_for`` is why an open month can't be closed yet; empty when it can, or is."""

    month: date
    total: int
    closed: StatisticsMonth | None
    waits_for: str


def month_states() -> list[MonthState]:
    """Every month from the first with a count to this one, newest first."""
    totals: dict[date, int] = {}
    for month, _area, _contact, count, _corrects in counts_between(date.min, timezone.localdate()):
        totals[month] = totals.get(month, 0) + count
    closed = StatisticsMonth.objects.select_related("closed_by").in_bulk()
    months, month = [], min(totals, default=None)
    while month and month <= timezone.localdate():
        state = closed.get(month)
        months.append(MonthState(month, totals.get(month, 0), state, "" if state else waits_for(month)))
        month = add_months(month, 1)
    return months[::-1]


def waits_for(month: date) -> str:
    """Why the month can't be closed today; empty when it can. The database asks the same."""
    opens = StatisticsMonth.first_closing_day(month)
    if timezone.localdate() < opens:
        return f"Kan lukkes fra den {opens:%d-%m-%Y}."
    left = RouteList.objects.filter(date__lt=opens).count()
    return f"{left} {'køreliste' if left == 1 else 'kørelister'} skal destrueres først." if left else ""


def _row(name: str, length: int) -> Row:
    return Row(name=name, months=[Tally() for _ in range(length)])


def _lists(year: int, today: date) -> Lists:
    destroyed = DestructionRecord.objects.filter(date__year=year).aggregate(
        all=Count("pk"),
        same_day=Count("pk", filter=Q(at__date__lte=F("date"))),
        in_time=Count("pk", filter=Q(at__date__lte=F("date") + 1)),
    )
    kept = RouteList.objects.filter(date__year=year, date__lt=today).count()
    return Lists(destroyed["all"] + kept, destroyed["all"], destroyed["same_day"], destroyed["in_time"])

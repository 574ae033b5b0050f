"""The driving statistics, read from the counters alone (B037): no case, no citizen and no visit is looked at."""

from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from koerelister.models import Area, DestructionRecord, RouteList, VisitCount
from sanktion.base.danish import month_name


@dataclass
class Tally:
    """Visits with and without contact."""

    contact: int = 0
    none: int = 0

    @property
    def total(self) -> int:
        return self.contact + self.none

    @property
    def percent(self) -> int:
        """Contact in whole per cent of the visits; 0 when there are none."""
        return round(100 * self.contact / self.total) if self.total else 0

    def add(self, contact: bool, count: int) -> None:
        if contact:
            self.contact += count
        else:
            self.none += count


@dataclass
class Row(Tally):
    """Twelve months, or fewer of a year that is not over, and their sum."""

    name: str = ""
    months: list[Tally] = field(default_factory=list)


@dataclass(frozen=True)
class Year:
    year: int
    whole: Row
    areas: list[Row]
    lists: int
    destroyed: int

    @property
    def month_names(self) -> list[str]:
        return [month_name(number) for number in range(1, len(self.whole.months) + 1)]

    @property
    def span(self) -> str:
        """«januar–oktober 2026», or the one month."""
        names = self.month_names
        return f"{names[0]}–{names[-1]} {self.year}" if len(names) > 1 else f"{names[0]} {self.year}"


def years() -> list[int]:
    """The years that have counts, newest first."""
    return [month.year for month in VisitCount.objects.dates("month", "year", order="DESC")]


def year_figures(year: int) -> Year:
    """All figures of one year in four queries. Months to come are left out."""
    today = timezone.localdate()
    length = today.month if year == today.year else 12
    whole = _row("", length)
    areas = {area.pk: _row(area.name, length) for area in Area.objects.only("name", "position")}
    for month, area_id, contact, count in _counts(year):
        for row in (whole, areas[area_id]):
            row.add(contact, count)
            row.months[month.month - 1].add(contact, count)
    destroyed = DestructionRecord.objects.filter(date__year=year).count()
    kept = RouteList.objects.filter(date__year=year, date__lt=today).count()
    return Year(year, whole, [row for row in areas.values() if row.total], destroyed + kept, destroyed)


def _row(name: str, length: int) -> Row:
    return Row(name=name, months=[Tally() for _ in range(length)])


def _counts(year: int):
    counts = VisitCount.objects.filter(month__gte=date(year, 1, 1), month__lte=min(date(year, 12, 1), _this_month()))
    return counts.values_list("month", "area_id", "contact", "count")


def _this_month() -> date:
    return timezone.localdate().replace(day=1)

"""V005, V136-V139: how the unit's own supervisions came out, month by month. Numbers alone."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from sanktion.base.danish import MONTHS
from tilsyn.models import MockDraw
from tilsyn.verdicts import Verdict, error_rate


@dataclass(frozen=True)
class MonthResult:
    month: date
    counts: dict[Verdict, int]

    @property
    def label(self) -> str:
        return f"{MONTHS[self.month.month - 1]} {self.month.year}"

    @property
    def short(self) -> str:
        return f"{self.month:%m-%y}"

    @property
    def drawn(self) -> int:
        return sum(self.counts.values())

    @property
    def numbers(self) -> list[int]:
        return [self.counts[verdict] for verdict in Verdict]

    @property
    def error_rate(self) -> Decimal | None:
        return error_rate(self.counts)


def results_by_month() -> list[MonthResult]:
    """All teams together, the oldest first; only what is closed."""
    sums = {verdict.value: Sum(verdict.value) for verdict in Verdict}
    rows = (
        MockDraw.objects.closed().order_by("month").values("month").annotate(**{f"sum_{k}": v for k, v in sums.items()})
    )
    return [MonthResult(row["month"], {verdict: row[f"sum_{verdict}"] for verdict in Verdict}) for row in rows]

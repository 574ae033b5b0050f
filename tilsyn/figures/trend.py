"""V132, V148-V152: the unit's error rate from round to round, against the year's target and against others."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from sanktion.base.danish import kroner
from tilsyn.figures.results import Round
from tilsyn.models import BenchmarkFigure, BenchmarkReport, ErrorTarget
from tilsyn.verdicts import Verdict, error_rate


@dataclass(frozen=True)
class Point:
    """One round: its own rate, and what its year is measured by. Percent; None where there is no number."""

    round: Round
    rate: Decimal | None
    target: Decimal | None
    others: Decimal | None

    @property
    def counts(self) -> list[int]:
        return [self.round.counts[verdict] for verdict in Verdict]

    @property
    def cases(self) -> int:
        return sum(self.counts)

    @property
    def amount(self) -> str:
        return kroner(self.round.amount)

    @property
    def distance(self) -> Decimal | None:
        """Percentage points over the target; negative when under it."""
        return None if self.rate is None or self.target is None else self.rate - self.target


def points(rounds: Iterable[Round], targets: dict[int, ErrorTarget], others: dict[int, Decimal]) -> list[Point]:
    """In the order the rounds were received. A round belongs to the year its result came in."""
    return [
        Point(
            round=each,
            rate=each.error_rate,
            target=targets[each.received_on.year].percent if each.received_on.year in targets else None,
            others=others.get(each.received_on.year),
        )
        for each in sorted(rounds, key=lambda one: (one.received_on, one.number))
    ]


@dataclass(frozen=True)
class Standing:
    """One municipality of a report; ``place`` counts from the lowest rate, and those with the same share it."""

    figure: BenchmarkFigure
    rate: Decimal | None
    place: int | None
    is_own: bool


@dataclass(frozen=True)
class Comparison:
    report: BenchmarkReport
    standings: list[Standing]
    # Of all the others' cases together.
    others: Decimal | None

    @property
    def own(self) -> Standing | None:
        return next((standing for standing in self.standings if standing.is_own), None)

    @property
    def placed(self) -> int:
        return sum(1 for standing in self.standings if standing.place)


def compare(report: BenchmarkReport, own: str) -> Comparison:
    """The municipalities of a report, the lowest error rate first; ``own`` is this municipality's name."""
    figures = list(report.figures.all())
    rated = [(error_rate(figure.counts), figure) for figure in figures]
    order = sorted(rated, key=lambda pair: (pair[0] is None, pair[0], pair[1].municipality))
    rates = [rate for rate, _ in order]
    standings = [
        Standing(
            figure=figure,
            rate=rate,
            place=None if rate is None else rates.index(rate) + 1,
            is_own=_is_same(figure.municipality, own),
        )
        for rate, figure in order
    ]
    rest = [standing.figure.counts for standing in standings if not standing.is_own]
    others = error_rate({verdict: sum(counts[verdict] for counts in rest) for verdict in Verdict})
    return Comparison(report, standings, others)


def _is_same(name: str, own: str) -> bool:
    """«Odense Kommune» is «Odense»."""
    return _short(name) == _short(own)


def _short(name: str) -> str:
    return name.casefold().removesuffix(" kommune").removesuffix("s").strip()

"""Keeping the yearly targets, and taking in the published figures of other municipalities."""

from collections.abc import Callable

from django.db import transaction

from sanktion.base.tables import Row, read_table
from sanktion.models import User
from tilsyn.models import BenchmarkFigure, BenchmarkReport, ErrorTarget

# What the column may be called, and the field it fills.
COLUMNS = {
    "kommune": "municipality",
    "forkerte": "wrong",
    "forkert afgørelse": "wrong",
    "ikke vurderet": "not_assessable",
    "kunne ikke vurderes": "not_assessable",
    "ingen kritik": "no_criticism",
    "udgået": "withdrawn",
    "sager": "cases",
    "praksis": "practice",
}
COUNTS = ("wrong", "not_assessable", "no_criticism", "withdrawn")
LABELS = {field: name for name, field in reversed(COLUMNS.items())}
MAX_ROWS = 400


class FiguresRefused(ValueError):
    """Nothing is taken in. ``faults`` are Danish sentences, one a row at fault."""

    def __init__(self, faults: list[str]):
        super().__init__("; ".join(faults))
        self.faults = faults


@transaction.atomic
def set_target(*, year: int, percent, source: str, by: User) -> ErrorTarget:
    return ErrorTarget.objects.create(year=year, percent=percent, source=source, made_by=by)


@transaction.atomic
def take_in(data: bytes, *, year: int, title: str, source: str, by: User) -> BenchmarkReport:
    """One report, whole or not at all. Raises TableError and FiguresRefused."""
    figures = read_figures(data)
    report = BenchmarkReport.objects.create(year=year, title=title, source=source, made_by=by)
    for figure in figures:
        figure.report = report
    BenchmarkFigure.objects.bulk_create(figures)
    return report


def read_figures(data: bytes) -> list[BenchmarkFigure]:
    """The municipalities of a CSV file or of lines pasted from a spreadsheet. Raises TableError and FiguresRefused."""
    table = read_table(data)
    missing = [LABELS[field] for field in ("municipality", *COUNTS) if field not in _fields(table.header)]
    if missing:
        raise FiguresRefused([f"Kolonnen «{name}» mangler" for name in missing])
    if len(table.rows) > MAX_ROWS:
        raise FiguresRefused([f"Der er flere end {MAX_ROWS} rækker. Er det den rigtige fil?"])
    faults: list[str] = []
    figures = [figure for row in table.rows if (figure := _figure(row, faults.append))]
    faults += _twice(figures)
    if faults or not figures:
        raise FiguresRefused(faults or ["Der er ingen rækker under overskriften"])
    return figures


def _fields(header: list[str]) -> set[str]:
    return {COLUMNS[name.casefold()] for name in header if name.casefold() in COLUMNS}


def _figure(row: Row, fault: Callable[[str], None]) -> BenchmarkFigure | None:
    values = {COLUMNS[name.casefold()]: value for name, value in row.values.items() if name.casefold() in COLUMNS}
    found = [problem for field in COUNTS if (problem := _not_a_count(values[field]))]
    if not values["municipality"]:
        found.append("kommunen mangler")
    if found:
        fault(f"Række {row.number}: {', '.join(found)}")
        return None
    counts = {field: int(values[field]) for field in COUNTS}
    cases = sum(counts.values())
    if (told := values.get("cases", "")) and told != str(cases):
        fault(f"Række {row.number}: de fire tal giver {cases}, men der står {told} sager")
        return None
    practice = values.get("practice", "")[:1000]
    return BenchmarkFigure(municipality=values["municipality"][:80], cases=cases, practice=practice, **counts)


def _not_a_count(value: str) -> str:
    return "" if value.isascii() and value.isdigit() and len(value) < 7 else f"«{value}» er ikke et antal"


def _twice(figures: list[BenchmarkFigure]) -> list[str]:
    names = [figure.municipality for figure in figures]
    return [f"{name} står to gange" for name in sorted({name for name in names if names.count(name) > 1})]

"""What came of a file: the counts and each row that wasn't loaded."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from sanktion.actions.imports.cells import Draft
from sanktion.actions.imports.columns import Recognised
from sanktion.models import RowOutcome

CHUNK = 2_000

# Told how many of how many steps are done.
Tell = Callable[[int, int], None]


class ReportedRow(NamedTuple):
    number: int
    outcome: RowOutcome
    cells: list[str]
    faults: list[tuple[str, str]]


@dataclass
class Outcome:
    """``already`` counts rows that say what is known: the same notice again, a citizen or address unchanged."""

    recognised: Recognised
    rows: int
    loaded: int = 0
    updated: int = 0
    already: int = 0
    rejected: int = 0
    reported: list[ReportedRow] = field(default_factory=list)

    def reject(self, draft: Draft) -> None:
        self.rejected += 1
        self._report(draft, RowOutcome.REJECTED)

    def repeat(self, draft: Draft, column: str, sentence: str) -> None:
        self.already += 1
        draft.reject(column, sentence)
        self._report(draft, RowOutcome.DUPLICATE)

    def counts(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in ("loaded", "updated", "already", "rejected")}

    def _report(self, draft: Draft, outcome: RowOutcome) -> None:
        faults = [(self.recognised.label(column), sentence) for column, sentence in draft.faults]
        # A duplicate isn't sent back, so there is no reason to keep what it said.
        cells = list(draft.row.values.values()) if outcome == RowOutcome.REJECTED else []
        self.reported.append(ReportedRow(draft.row.number, outcome, cells, faults))


def chunks(items: Iterable, size: int = CHUNK) -> Iterator[list]:
    items = list(items)
    return (items[start : start + size] for start in range(0, len(items), size))

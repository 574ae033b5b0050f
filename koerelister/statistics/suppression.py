"""Small cells (B038): which figures of a month may leave the unit. Numbers in, numbers out; no Django, no database.

The rule. A table has a row an area and two cells a row: visits with contact and without.

1. A row of nothing is told as 0: it is about nobody. Any other row with a cell below the threshold is hidden whole. A 0
   beside a number is such a cell: «ten visits, contact at none» tells of each of the ten.
2. Hidden rows are told as one lump. It takes at least two of them, and no cell of the lump may be below the threshold.
   Until that is so, the smallest rows still shown are hidden too, all of the same size together.
3. If it can't be so, the month is told as nothing at all.

So all that is told of a month adds up to its exact total, and no cell that is told lies below the threshold. What is
hidden depends on the numbers alone, never on which area has them: hidden rows could change places, and the same would
be told. That is why knowing this rule takes nobody further (see ``tests/koerelister/test_suppression.py``).

A month is protected once, by itself. Every longer period is ``add_up`` of months as they were told, so no two answers
differ by anything but what a third has told already. A change of this rule would tell closed months anew and break
that: it takes a rule number on the month, as the threshold is kept there.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

LEAST_THRESHOLD = 3  # Statistics Denmark's own
LEAST_HIDDEN = 2


@dataclass(frozen=True)
class Cells:
    """Visits with and without contact."""

    contact: int = 0
    none: int = 0

    def __add__(self, other: "Cells") -> "Cells":
        return Cells(self.contact + other.contact, self.none + other.none)

    @property
    def total(self) -> int:
        return self.contact + self.none

    @property
    def percent(self) -> int | None:
        """Contact in whole per cent of the visits; None when there are none."""
        return round(100 * self.contact / self.total) if self.total else None

    def is_small(self, threshold: int) -> bool:
        return self.total > 0 and min(self.contact, self.none) < threshold


NOTHING = Cells()


@dataclass(frozen=True)
class Told:
    """What may be told of a month: the rows shown, which rows are hidden, and those as one. Other rows are 0."""

    shown: Mapping[Hashable, Cells] = field(default_factory=dict)
    hidden: frozenset[Hashable] = frozenset()
    lump: Cells = NOTHING

    @property
    def total(self) -> Cells:
        return sum(self.shown.values(), self.lump)


def protect(rows: Mapping[Hashable, Cells], threshold: int) -> Told | None:
    """What may be told of these rows; None when nothing may. Raises ValueError below the least threshold."""
    if threshold < LEAST_THRESHOLD:
        raise ValueError(f"A threshold of {threshold} protects nobody")
    visited = {key: cells for key, cells in rows.items() if cells.total}
    hidden = {key for key, cells in visited.items() if cells.is_small(threshold)}
    while hidden and not _hides_enough([visited[key] for key in hidden], threshold):
        sizes = [cells.total for key, cells in visited.items() if key not in hidden]
        if not sizes:
            return None
        hidden |= {key for key, cells in visited.items() if cells.total == min(sizes)}
    shown = {key: cells for key, cells in visited.items() if key not in hidden}
    return Told(shown, frozenset(hidden), sum((visited[key] for key in hidden), NOTHING))


def _hides_enough(hidden: list[Cells], threshold: int) -> bool:
    return len(hidden) >= LEAST_HIDDEN and not sum(hidden, NOTHING).is_small(threshold)


@dataclass(frozen=True)
class RowSum:
    """A row over several months: the sum of the months it is shown in, and how many it is hidden in."""

    cells: Cells = NOTHING
    months_hidden: int = 0

    @property
    def shown(self) -> Cells | None:
        """None when there is nothing to see for all that is hidden: 0 would say too much."""
        return None if self.months_hidden and not self.cells.total else self.cells


@dataclass(frozen=True)
class Sum:
    """Several months together. ``months_left_out`` are those of which nothing may be told."""

    rows: Mapping[Hashable, RowSum]
    lump: Cells
    total: Cells
    months: int
    months_left_out: int

    def row(self, key: Hashable) -> RowSum:
        return self.rows.get(key, RowSum())


def add_up(months: Iterable[Told | None]) -> Sum:
    """The months as they were told, put together; nothing else is looked at."""
    months = list(months)
    told = [month for month in months if month is not None]
    keys = {key for month in told for key in (*month.shown, *month.hidden)}
    return Sum(
        rows={key: _row_sum(key, told) for key in keys},
        lump=sum((month.lump for month in told), NOTHING),
        total=sum((month.total for month in told), NOTHING),
        months=len(told),
        months_left_out=len(months) - len(told),
    )


def _row_sum(key: Hashable, told: list[Told]) -> RowSum:
    cells = sum((month.shown.get(key, NOTHING) for month in told), NOTHING)
    return RowSum(cells, sum(key in month.hidden for month in told))

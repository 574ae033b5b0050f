"""The rows of a list as one user may see them."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from sanktion.base.cpr import parse
from sanktion.models import Case, Citizen, User
from tilsyn.actions.selection.looking import Found, look_up
from tilsyn.models import NamedRow, RowOutcome, SelectionList

KINDS = {
    RowOutcome.FOUND: "success",
    RowOutcome.NAMED: "success",
    RowOutcome.HAD_EVENT: "info",
    RowOutcome.NO_EVENT: "neutral",
    RowOutcome.NO_CASE: "warning",
    RowOutcome.UNKNOWN: "warning",
    RowOutcome.SEVERAL: "warning",
    RowOutcome.REPEATED: "neutral",
    RowOutcome.NOT_ASKED: "error",
    RowOutcome.DIFFERS: "error",
    RowOutcome.UNREADABLE: "error",
}
PAGE_ROWS = 50


@dataclass(frozen=True)
class Line:
    found: Found
    cases: list[Case]

    @property
    def row(self):
        return self.found.row

    @property
    def outcome(self) -> RowOutcome:
        return self.found.outcome

    @property
    def kind(self) -> str:
        return KINDS[self.outcome]

    @property
    def keys(self) -> str:
        """What the row was about, with the number masked."""
        cells = self.row.cells or {}
        shown = [parse(cells["cpr"]).masked] if cells.get("cpr") else []
        return " · ".join([*shown, *(cells[name] for name in ("case", "reference") if cells.get(name))])

    @property
    def open_events(self) -> list:
        """Those that a case can be opened on."""
        return [event for event in self.found.events if not hasattr(event, "case")]

    @property
    def citizen(self) -> Citizen | None:
        return self.cases[0].citizen if self.cases else self.found.citizen

    @property
    def is_fault(self) -> bool:
        return bool(self.row.fault_kind)


@dataclass(frozen=True)
class Lines:
    shown: list[Line]
    hidden: int

    @property
    def counts(self) -> list[tuple[RowOutcome, int]]:
        counted = Counter(line.outcome for line in self.shown)
        return [(outcome, counted[outcome]) for outcome in RowOutcome if counted[outcome]]

    @property
    def faults(self) -> list[Line]:
        return [line for line in self.shown if line.is_fault]

    def of(self, outcome: str) -> list[Line]:
        """Those of one outcome; all when it is none of ours."""
        return [line for line in self.shown if line.outcome == outcome] if outcome in RowOutcome.values else self.shown


def lines_of(selection: SelectionList, *, user: User) -> Lines:
    """Rows that lead outside the user's access are counted, and never shown."""
    rows = list(selection.rows.select_related("corrected_by"))
    named = defaultdict(list)
    seen = NamedRow.objects.visible_to(user).filter(row__selection=selection)
    for link in seen.select_related("selected__case__citizen").order_by("pk"):
        named[link.row_id].append(link.selected.case)
    lines = [Line(one, named[one.row.pk] or one.cases) for one in look_up(selection, rows, user=user)]
    shown = [line for line in lines if _is_seen(line)]
    return Lines(shown, hidden=len(lines) - len(shown))


def _is_seen(line: Line) -> bool:
    if line.outcome == RowOutcome.OUTSIDE:
        return False
    return line.outcome != RowOutcome.NAMED or bool(line.cases)

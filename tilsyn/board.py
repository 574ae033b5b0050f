"""The board (V052, V057-V067): every named case against the ten kinds, prefilled by what «tilsynsklar» knows."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.db.models import Q

from sanktion.models import Case, CaseDocument, MaterialKind, MediaType, SupervisionRelevance, User
from sanktion.models.readiness import RowState, States, states_of
from tilsyn.models import CopyRequest, HoldBack, SelectedCase, Supervision

RELATED = ("case__citizen", "case__event", "owner", "ask")


class CellState(StrEnum):
    PRESENT = "present"
    WAIVED = "waived"
    MISSING = "missing"
    LATER = "later"
    # V074: it is there, and may not leave before somebody has blacked out what isn't the supervision's business.
    HELD = "held"

    @property
    def label(self) -> str:
        return "Afventer overstregning" if self == CellState.HELD else RowState(self).label

    @property
    def sign(self) -> str:
        return {"present": "✓", "waived": "–", "missing": "!", "later": "…", "held": "▨"}[self]


SETTLED = (CellState.PRESENT, CellState.WAIVED)
HINDERING = (CellState.MISSING, CellState.HELD)


@dataclass(frozen=True)
class BoardRow:
    selected: SelectedCase
    cells: dict[MaterialKind, CellState]
    due: date
    copies: CopyRequest | None = None

    @property
    def of(self) -> int:
        """How many kinds there should be something of today: what comes of a later step is not waited for (V077)."""
        return sum(state != CellState.LATER for state in self.cells.values())

    @property
    def settled(self) -> int:
        return sum(state in SETTLED for state in self.cells.values())

    @property
    def percent(self) -> int:
        # Rounded down: 100 is only said of what is whole.
        return 100 * self.settled // self.of if self.of else 0

    @property
    def missing(self) -> list[MaterialKind]:
        return [kind for kind, state in self.cells.items() if state == CellState.MISSING]

    @property
    def is_ready(self) -> bool:
        return not any(state in HINDERING for state in self.cells.values())


@dataclass(frozen=True)
class Board:
    """``rows`` are the cases that take part and ``withdrawn`` those that left, as far as the user sees them;
    ``outside`` counts those that the user doesn't see."""

    supervision: Supervision
    rows: list[BoardRow]
    withdrawn: list[SelectedCase] = field(default_factory=list)
    outside: int = 0

    @property
    def ready(self) -> int:
        return sum(row.is_ready for row in self.rows)

    @property
    def percent(self) -> int:
        """How much of what there should be today there is, all cases together."""
        of = sum(row.of for row in self.rows)
        return 100 * sum(row.settled for row in self.rows) // of if of else 0

    @property
    def held(self) -> int:
        """Cases that wait for a blackout and nothing else."""
        return sum(not row.is_ready and not row.missing for row in self.rows)

    @property
    def lacking(self) -> list[BoardRow]:
        return [row for row in self.rows if row.missing]

    @property
    def copies(self) -> list[BoardRow]:
        return [row for row in self.rows if row.copies]


def board_of(supervision: Supervision, *, user: User) -> Board:
    """Seven queries whatever the number of cases."""
    seen = SelectedCase.objects.visible_to(user).filter(supervision=supervision)
    seen = list(seen.select_related(*RELATED).defer("withdrawn_note"))
    named = [selected for selected in seen if selected.takes_part]
    return Board(
        supervision,
        rows=_rows(supervision, named),
        withdrawn=[selected for selected in seen if not selected.takes_part],
        outside=supervision.count_cases() - len(seen),
    )


def _rows(supervision: Supervision, named: list[SelectedCase]) -> list[BoardRow]:
    case_ids = [selected.case_id for selected in named]
    states, held = states_of(Case.objects.filter(pk__in=case_ids)), held_kinds(supervision, case_ids)
    copies = {one.selected_id: one for one in CopyRequest.objects.awaiting().filter(selected__in=named).defer("note")}
    return [
        BoardRow(
            selected,
            cells=cells_of(states[selected.case_id], held.get(selected.case_id, ())),
            due=copies[selected.pk].due if selected.pk in copies else supervision.due,
            copies=copies.get(selected.pk),
        )
        for selected in named
    ]


def cells_of(states: States, held: Collection[int] = ()) -> dict[MaterialKind, CellState]:
    return {
        kind: CellState.HELD if kind in held and state == RowState.PRESENT else CellState(state)
        for kind, state in states.items()
    }


def held_kinds(supervision: Supervision, case_ids: list[int]) -> dict[int, set[int]]:
    """The kinds of each case in which a document waits for a blackout: the rule of ``material`` for many cases."""
    held = HoldBack.objects.filter(selected__supervision=supervision, document__case__in=case_ids)
    partly = Q(concerns_supervision=SupervisionRelevance.PARTLY) | ~Q(media_type=MediaType.PDF)
    partly &= ~Q(concerns_supervision=SupervisionRelevance.NO) & ~Q(pk__in=held.approved().values("document"))
    documents = CaseDocument.objects.filter(partly | Q(pk__in=held.open().values("document")), case__in=case_ids)
    found: dict[int, set[int]] = defaultdict(set)
    for case_id, kind in documents.order_by().values_list("case", "kind").distinct():
        found[case_id].add(kind)
    return found

"""V033: the numbers nobody chose are destroyed, with a record that names none of them, and looked for afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from sanktion.base.acting import unit_wide
from sanktion.base.remains import Place
from sanktion.models import User
from tilsyn.models import DestroyedBecause, SelectionDestruction, SelectionList, SelectionRow
from tilsyn.selection import ledger
from tilsyn.selection.remains import look_for


@dataclass(frozen=True)
class Finding:
    """``broken`` is the number of the first record that doesn't fit; None when the chain is whole so far."""

    sequence: int
    broken: int | None
    places: list[Place]

    @property
    def found(self) -> int:
        return sum(len(place.found_in) for place in self.places)

    @property
    def is_clean(self) -> bool:
        return self.broken is None and all(place.is_clean for place in self.places)


@unit_wide("Numrene er hele enhedens")
@transaction.atomic
def destroy_unchosen(selection: SelectionList, *, because: DestroyedBecause, by: User | None) -> SelectionDestruction:
    """Delete the rows nobody chose and what the chosen ones said. The database refuses it before its time."""
    selection = SelectionList.objects.select_for_update(of=("self",)).select_related("supervision").get(pk=selection.pk)
    gone = SelectionRow.objects.filter(selection=selection).not_chosen()
    keys = sorted(gone.values_list("pk", flat=True))
    record = SelectionDestruction.objects.link(
        number=f"{selection.supervision.number}/{selection.number}",
        supervision=selection.supervision,
        list_key=selection.pk,
        row_keys=keys,
        rows=len(keys),
        kept=selection.rows.count() - len(keys),
        reason=because,
        by=by,
    )
    selection.rows.filter(pk__in=keys).delete()
    selection.rows.update(cells=None, cpr_lookup=None)
    selection.mark_destroyed(by=by)
    transaction.on_commit(ledger.catch_up, robust=True)
    return record


def numbers_of(selections: Iterable[SelectionList]) -> frozenset[str]:
    """The CPR numbers nobody chose, to be looked for when they are gone. Keep them in memory."""
    rows = SelectionRow.objects.filter(selection__in=selections).not_chosen()
    return frozenset(row.cells["cpr"] for row in rows if row.cells and row.cells.get("cpr"))


def examine(record: SelectionDestruction, numbers: frozenset[str] = frozenset()) -> Finding:
    """Make every fingerprint up to the record's again, and look for what is left of its rows and of ``numbers``."""
    broken = SelectionDestruction.objects.first_broken(record.sequence)
    return Finding(record.sequence, broken, look_for(record, numbers))


@unit_wide("Numrene er hele enhedens")
def destroy_overdue(*, by: User | None = None) -> list[SelectionDestruction]:
    """The lists of supervisions that are over: each in a transaction of its own. Safe to run twice."""
    overdue = SelectionList.objects.to_be_destroyed().select_related("supervision")
    return [destroy_unchosen(one, because=_because(one), by=by) for one in overdue]


def _because(selection: SelectionList) -> DestroyedBecause:
    return DestroyedBecause.CHOSEN if selection.supervision.takes_cases else DestroyedBecause.OVER

"""What is asked of the destructions afterwards: that the chain is whole, that nothing is left, what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from koerelister.actions.lists import destroy
from koerelister.destruction.remains import look_for, words_on
from koerelister.models import DestructionChain, DestructionRecord, LossAssessment, PaperCopy, RouteList
from sanktion.base.chain import first_broken
from sanktion.base.remains import Place
from sanktion.models import User


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


@transaction.atomic
def destroy_and_look(
    route_list: RouteList, *, paper: Sequence[PaperCopy], by: User
) -> tuple[DestructionRecord, Finding]:
    """Destroy, and look for the names and addresses too while they are still known: they are in memory alone."""
    words = words_on(route_list)
    record = destroy(route_list, paper=paper, by=by)
    return record, examine(record, words)


def examine(record: DestructionRecord, words: Sequence[str] = ()) -> Finding:
    """Make every fingerprint up to the record's again, and look for what is left of its list."""
    return Finding(record.sequence, broken_link(record.sequence), look_for(record, words))


def broken_link(sequence: int | None = None) -> int | None:
    """The number of the first record that was changed, taken out or put in; of all, or up to one."""
    records = DestructionRecord.objects.in_order()
    if sequence is not None:
        records = records.filter(sequence__lte=sequence)
    entries = ((record.facts, record.hash) for record in records.iterator())
    return first_broken(entries, DestructionChain.objects.get().genesis)


@transaction.atomic
def assess_loss(record: DestructionRecord, *, is_reported: bool, by: User) -> LossAssessment:
    """Once a record: what is decided stays. A second answer (a double click) changes nothing."""
    assessment, _ = LossAssessment.objects.get_or_create(record=record, defaults={"is_reported": is_reported, "by": by})
    return assessment

"""Which papers a case's next bundle holds: all of them the first time, later those that have come or changed since."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from sanktion.models import JournalEntry, SupervisionRelevance, User
from tilsyn.binding import Leaf
from tilsyn.material import Paper, papers_of
from tilsyn.models import BundleEntry, BundleStatus, SelectedCase

JOURNAL = "journal"


@dataclass(frozen=True)
class Numbered:
    """A paper with its number in the section, which goes on from the case's earlier bundles."""

    paper: Paper
    number: int
    at: datetime

    @property
    def full_number(self) -> str:
        return f"{self.paper.section.value}.{self.number}"

    @property
    def dated(self) -> date:
        # The sheet is made for the bundle: a day later it is still the same sheet.
        return timezone.localdate(self.at) if self.paper.key == JOURNAL else self.paper.dated

    @property
    def leaf(self) -> Leaf:
        document = self.paper.document
        name = f"Dokument {document.full_number}" if document else self.paper.title
        return Leaf(self.full_number, self.paper.title, name, lambda: self.paper.read(self.at))


def sendable(selected: SelectedCase, *, user: User) -> list[Paper]:
    """V073: the journal sheet is among them when it holds something."""
    papers = papers_of(selected, user=user)
    kept = JournalEntry.objects.filter(case=selected.case_id).exclude(concerns_supervision=SupervisionRelevance.NO)
    return papers if kept.exists() else [paper for paper in papers if paper.key != JOURNAL]


def next_papers(selected: SelectedCase, *, user: User) -> list[Paper]:
    """Those that are in no finished bundle as they are now. Reads the ones that may have changed."""
    latest = _latest_entries(selected)
    papers = sendable(selected, user=user)
    return [paper for paper in papers if not _is_sent(paper, latest.get(paper.key))]


def number(papers: list[Paper], selected: SelectedCase, *, at: datetime) -> list[Numbered]:
    """Nothing that was numbered before is numbered anew."""
    used: Counter[int] = Counter()
    for section, last in _entries(selected).values_list("section", "number"):
        used[section] = max(used[section], last)
    numbered = []
    for paper in papers:
        used[paper.section.value] += 1
        numbered.append(Numbered(paper, used[paper.section.value], at))
    return numbered


def _entries(selected: SelectedCase):
    return BundleEntry.objects.filter(bundle__selected=selected, bundle__status=BundleStatus.READY)


def _latest_entries(selected: SelectedCase) -> dict[str, BundleEntry]:
    found = _entries(selected).select_related("bundle").order_by("bundle__sequence", "position")
    return {entry.paper_key: entry for entry in found}


def _is_sent(paper: Paper, entry: BundleEntry | None) -> bool:
    """What is made on demand tells when it was made, so it is made as it was then."""
    if entry is None:
        return False
    return hashlib.sha256(paper.read(entry.bundle.asked_at)).hexdigest() == entry.sha256

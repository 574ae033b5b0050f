"""What of a case the directorate is to have (V056, V073): every paper of it, in the order of the ten kinds."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from sanktion.actions.journal import journal_entries, render_journal_sheet
from sanktion.actions.lookback import render_look_back
from sanktion.models import CaseDocument, JournalEntry, MaterialKind, MediaType, SupervisionRelevance, User
from tilsyn.models import HoldBack, HoldScope, SelectedCase
from tilsyn.models.holdback import JOURNAL
from tilsyn.sections import Section


@dataclass(frozen=True)
class Paper:
    """One PDF as it may leave. ``key`` tells what it is made of; ``hindrance`` is a Danish sentence on why it can't
    leave yet, and empty when it can. ``read(at)`` gives the bytes; what is made now says that it was made at ``at``."""

    key: str
    section: Section
    title: str
    dated: date
    read: Callable[[datetime], bytes] = field(repr=False)
    document: CaseDocument | None = None
    hindrance: str = ""
    # What was blacked out in it, when it was.
    held: HoldBack | None = None


@dataclass(frozen=True)
class Held:
    """What is held back of one paper: what is approved, and what is still written on or waits."""

    in_force: HoldBack | None
    pending: HoldBack | None

    @property
    def hindrance(self) -> str:
        if self.pending:
            return f"{self.pending.paper_name}: det, der skal holdes tilbage, er ikke godkendt."
        return ""

    @property
    def blackouts(self) -> HoldBack | None:
        return self.in_force if self.has(HoldScope.PARTS) else None

    def has(self, scope: HoldScope) -> bool:
        return self.in_force is not None and self.in_force.scope == scope


def papers_of(selected: SelectedCase, *, user: User) -> list[Paper]:
    """The papers in the order of the bundle. What doesn't concern the supervision is not among them (V074)."""
    held = held_back(selected)
    documents = CaseDocument.objects.filter(case=selected.case_id).select_related("case").order_by("number")
    papers = [_document(document, held(f"document:{document.pk}")) for document in documents]
    papers += [_look_back(selected, user), _journal(selected, held(JOURNAL))]
    return sorted(filter(None, papers), key=lambda paper: (paper.section, paper.dated, paper.key))


def held_back(selected: SelectedCase) -> Callable[[str], Held]:
    """Asked with a paper's key."""
    # The unit's own control reads a case that is in no supervision.
    versions = HoldBack.objects.filter(selected=selected) if selected.pk else HoldBack.objects.none()
    in_force, pending = versions.approved().latest_by_paper(), versions.open().latest_by_paper()
    return lambda key: Held(in_force.get(key), pending.get(key))


def journal_kinds(selected: SelectedCase, *, written_by: datetime | None = None) -> set[MaterialKind]:
    """What can be read of in the journal sheet that leaves: of the entries of ``written_by`` and before, when given."""
    in_force = held_back(selected)(JOURNAL).in_force
    gone = in_force.left_out_entries if in_force and in_force.scope == HoldScope.PARTS else set()
    return {
        entry.material
        for entry in journal_entries(selected.case)
        if entry.material
        and entry.concerns_supervision != SupervisionRelevance.NO
        and entry.number not in gone
        and (written_by is None or entry.written_at <= written_by)
    }


def hindrances(selected: SelectedCase, *, user: User) -> list[str]:
    """Why the case's bundle can't be made; empty when it can."""
    return [paper.hindrance for paper in papers_of(selected, user=user) if paper.hindrance]


def _document(document: CaseDocument, held: Held) -> Paper | None:
    """None when the directorate isn't to have it: it is left out with its reason, or was never its business."""
    never = document.concerns_supervision == SupervisionRelevance.NO and held.in_force is None
    if not held.pending and (never or held.has(HoldScope.WHOLE)):
        return None
    if never and held.pending.scope == HoldScope.WHOLE:
        return None
    return Paper(
        key=f"document:{document.pk}",
        section=Section(document.kind),
        title=(held.in_force and held.in_force.released_title) or document.title,
        dated=document.dated,
        read=_reader(document, held),
        document=document,
        hindrance=held.hindrance or _hindrance(document, held),
        held=held.blackouts,
    )


def _reader(document: CaseDocument, held: Held) -> Callable[[datetime], bytes]:
    if held.has(HoldScope.PARTS):
        return lambda at: held.in_force.result.checked
    return lambda at: bytes(document.data)


def _hindrance(document: CaseDocument, held: Held) -> str:
    if document.media_type != MediaType.PDF:
        # Word files carry earlier wordings and comments with them.
        return f"{document.full_number} er ikke en PDF. Gem den som PDF, læg den på sagen, og hold originalen tilbage."
    if document.concerns_supervision == SupervisionRelevance.PARTLY and held.in_force is None:
        return f"{document.full_number} angår kun delvis tilsynet. Overstreg det, der ikke må sendes."
    return ""


def _look_back(selected: SelectedCase, user: User) -> Paper:
    return Paper(
        key="look_back",
        section=Section.EARLIER_SANCTIONS,
        title="Tidligere sanktioner, 12 måneder",
        dated=selected.case.event.occurred_on,
        read=lambda at: render_look_back(selected.case, user=user, at=at),
    )


def _journal(selected: SelectedCase, held: Held) -> Paper:
    return Paper(
        key=JOURNAL,
        section=Section.JOURNAL,
        title="Journalark",
        dated=timezone.localdate(),
        read=_journal_reader(selected, held),
        hindrance=held.hindrance or _journal_hindrance(selected, held),
        held=held.blackouts,
    )


def _journal_reader(selected: SelectedCase, held: Held) -> Callable[[datetime], bytes]:
    if held.has(HoldScope.PARTS):
        return lambda at: held.in_force.result.checked
    return lambda at: render_journal_sheet(selected.case, journal_entries(selected.case), leave_out=True, at=at)


def _journal_hindrance(selected: SelectedCase, held: Held) -> str:
    """V074: each entry that concerns it in part is decided on, and a sheet with boxes has every entry it should."""
    number = selected.case.number
    later = JournalEntry.objects.filter(case=selected.case_id)
    if held.in_force:
        later = later.filter(number__gt=held.in_force.source.entries_through)
    if held.has(HoldScope.PARTS) and later.exclude(concerns_supervision=SupervisionRelevance.NO).exists():
        return f"Journalen i sag {number} har fået notater, siden journalarket blev godkendt. Lav en ny udgave."
    if later.filter(concerns_supervision=SupervisionRelevance.PARTLY).exists():
        return f"Journalen i sag {number} har notater, der kun delvis angår tilsynet. Afgør, hvad der holdes tilbage."
    return ""

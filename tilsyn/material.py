"""What of a case the directorate is to have (V056, V073): every paper of it, in the order of the ten kinds."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from sanktion.actions.journal import journal_entries, render_journal_sheet
from sanktion.actions.lookback import render_look_back
from sanktion.models import CaseDocument, MediaType, SupervisionRelevance, User
from tilsyn.models import SelectedCase
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


def papers_of(selected: SelectedCase, *, user: User) -> list[Paper]:
    """The papers in the order of the bundle. What doesn't concern the supervision is not among them (V074)."""
    documents = CaseDocument.objects.filter(case=selected.case_id).exclude(concerns_supervision=SupervisionRelevance.NO)
    papers = [_document(document) for document in documents.select_related("case").order_by("number")]
    papers += [_look_back(selected, user), _journal(selected)]
    return sorted(papers, key=lambda paper: (paper.section, paper.dated, paper.key))


def hindrances(selected: SelectedCase, *, user: User) -> list[str]:
    """Why the case's bundle can't be made; empty when it can."""
    return [paper.hindrance for paper in papers_of(selected, user=user) if paper.hindrance]


def _document(document: CaseDocument) -> Paper:
    return Paper(
        key=f"document:{document.pk}",
        section=Section(document.kind),
        title=document.title,
        dated=document.dated,
        read=lambda at: bytes(document.data),
        document=document,
        hindrance=_hindrance(document),
    )


def _hindrance(document: CaseDocument) -> str:
    if document.media_type != MediaType.PDF:
        # Word files carry earlier wordings and comments with them.
        return f"{document.full_number} er ikke en PDF. Gem den som PDF, læg den på sagen, og hold originalen tilbage."
    if document.concerns_supervision == SupervisionRelevance.PARTLY:
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


def _journal(selected: SelectedCase) -> Paper:
    return Paper(
        key="journal",
        section=Section.JOURNAL,
        title="Journalark",
        dated=timezone.localdate(),
        read=lambda at: render_journal_sheet(selected.case, journal_entries(selected.case), leave_out=True, at=at),
    )

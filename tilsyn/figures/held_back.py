"""The log of what was held back and why (V074): which paper, where, why, and by whom; never what it said."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils import timezone

from sanktion.base.danish import listing
from sanktion.base.tables import write_csv
from sanktion.models import CaseDocument, JournalEntry, SupervisionRelevance, User
from tilsyn.models import HoldBack, HoldBackMark, HoldScope, SelectedCase, Supervision
from tilsyn.sections import Section

HEADER = ("Sag", "Papir", "Afsnit", "Holdt tilbage", "Grund", "Markeret af", "Godkendt af", "Dato", "Version")
NOTED = "Angår ikke tilsynet (noteret, da det blev lagt på sagen)"


@dataclass(frozen=True)
class LogRow:
    case: str
    paper: str
    section: str
    what: str
    why: str
    marked_by: str
    approved_by: str
    at: datetime | None
    version: str

    @property
    def cells(self) -> tuple:
        rest = (self.marked_by, self.approved_by, self.at and timezone.localdate(self.at), self.version)
        return (self.case, self.paper, self.section, self.what, self.why, *rest)


def log_of(supervision: Supervision, user: User) -> list[LogRow]:
    """By case and paper; of the cases that the user sees."""
    selected = SelectedCase.objects.visible_to(user).filter(supervision=supervision)
    cases = list(selected.values_list("case", flat=True))
    approved = _approved(supervision, user)
    decided = {one.document_id for one in approved if one.document_id}
    latest = {(one.selected_id, one.paper_key): one.sequence for one in approved}
    rows = [_row(one, latest[one.selected_id, one.paper_key]) for one in approved]
    rows += [*_documents(cases, decided), *_entries(cases)]
    return sorted(rows, key=lambda row: (row.case, row.paper, row.version))


def _approved(supervision: Supervision, user: User) -> list[HoldBack]:
    found = HoldBack.objects.visible_to(user).approved().filter(selected__supervision=supervision)
    related = ("document__case", "selected__case", "made_by", "sent_by", "decided_by")
    return list(found.select_related(*related).prefetch_related("marks__made_by"))


def _row(holdback: HoldBack, latest: int) -> LogRow:
    marks = list(holdback.marks.all())
    document = holdback.document
    replaced = f" (erstattet af {latest})" if latest != holdback.sequence else ""
    return LogRow(
        case=holdback.selected.case.number,
        paper=document.full_number if document else "Journalark",
        section=Section(document.kind).label if document else Section.JOURNAL.label,
        what=_what(holdback, marks),
        why=_why(holdback, marks),
        marked_by=listing(sorted({str(holdback.made_by), *(str(mark.made_by) for mark in marks)})),
        approved_by=str(holdback.decided_by),
        at=holdback.decided_at,
        version=f"{holdback.sequence}{replaced}",
    )


def _what(holdback: HoldBack, marks: list[HoldBackMark]) -> str:
    if holdback.scope == HoldScope.WHOLE:
        return "Hele dokumentet"
    if holdback.scope == HoldScope.NOTHING:
        return "Intet: sendes helt"
    boxes, gone = Counter(mark.page for mark in marks if mark.is_box), [mark.page for mark in marks if mark.is_page]
    told = [f"{count} {'sted' if count == 1 else 'steder'} på side {page}" for page, count in sorted(boxes.items())]
    told += [f"side {page} hel" for page in gone]
    told += [f"notat {mark.entry}" for mark in marks if mark.entry]
    return "; ".join(told).capitalize()


def _why(holdback: HoldBack, marks: list[HoldBackMark]) -> str:
    return "; ".join(dict.fromkeys(mark.why for mark in marks) if holdback.scope == HoldScope.PARTS else [holdback.why])


def _documents(cases: list[int], decided: set[int]) -> list[LogRow]:
    """Never the directorate's business; whoever filed the paper said so, and nobody has ``decided`` otherwise."""
    documents = CaseDocument.objects.filter(case__in=cases, concerns_supervision=SupervisionRelevance.NO)
    return [
        LogRow(
            case=document.case.number,
            paper=document.full_number,
            section=Section(document.kind).label,
            what="Hele dokumentet",
            why=NOTED,
            marked_by=str(document.created_by or "Systemet"),
            approved_by="–",
            at=document.created_at,
            version="–",
        )
        for document in documents.exclude(pk__in=decided).select_related("case", "created_by")
    ]


def _entries(cases: list[int]) -> list[LogRow]:
    """How many alone: who wrote an entry, and when, is sealed in the journal and read in the opened case."""
    entries = JournalEntry.objects.filter(case__in=cases, concerns_supervision=SupervisionRelevance.NO)
    counted = entries.order_by().values_list("case__number").annotate(count=Count("pk"))
    return [
        LogRow(
            case=number,
            paper="Journalark",
            section=Section.JOURNAL.label,
            what=f"{count} {'notat' if count == 1 else 'notater'}",
            why=NOTED,
            marked_by="Den, der skrev notatet",
            approved_by="–",
            at=None,
            version="–",
        )
        for number, count in counted
    ]


def log_csv(rows: list[LogRow]) -> bytes:
    return write_csv(HEADER, [row.cells for row in rows])

"""The journal sheet (V072): a case's whole journal on paper, in the order it was written."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from sanktion.actions.document import LETTER_STYLES
from sanktion.base import pdf
from sanktion.models import Case, JournalEntry, SupervisionRelevance

JOURNAL_SHEET = "sanktion/letters/journal.html"


def journal_entries(case: Case) -> list[JournalEntry]:
    return list(JournalEntry.objects.filter(case=case).order_by("number"))


def render_journal_sheet(
    case: Case, entries: list[JournalEntry], *, leave_out: bool, at: datetime | None = None
) -> bytes:
    """Made when asked for and never stored. With ``leave_out`` without what doesn't concern the supervision (V074).
    ``at`` stands in it as the time it was made: now when None."""
    kept = [entry for entry in entries if not (leave_out and entry.concerns_supervision == SupervisionRelevance.NO)]
    context = {
        "case": case,
        "entries": kept,
        "left_out": len(entries) - len(kept),
        "sender": settings.SANKTION_SENDER,
        "now": at or timezone.now(),
    }
    return pdf.render(JOURNAL_SHEET, context, stylesheets=LETTER_STYLES, archival=False)

"""How a case's status and its journal are shown."""

from datetime import date, timedelta

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from sanktion.models import Case, CaseStatus, Complaint, JournalEntry, NoteKind, RefundStatus, WrongPayment
from sanktion.models.readiness import Row, RowState
from sanktion.templatetags.sanktion_ui import badge, danish_date, deadline_class, remaining

register = template.Library()

STATUS_KINDS = {
    CaseStatus.REGISTERED: "neutral",
    CaseStatus.HEARING: "info",
    CaseStatus.SEEKING_CONTACT: "warning",
    CaseStatus.ANSWERED: "success",
    CaseStatus.READY: "success",
    CaseStatus.DECIDED: "neutral",
    CaseStatus.CLOSED: "neutral",
}
ROW_KINDS = {
    RowState.PRESENT: "success",
    RowState.WAIVED: "neutral",
    RowState.MISSING: "error",
    RowState.LATER: "info",
}
REFUND_KINDS = {
    RefundStatus.FLAGGED: "warning",
    RefundStatus.BLOCKED: "error",
    RefundStatus.NOT_CLAIMED: "neutral",
    RefundStatus.REQUIRED: "warning",
    RefundStatus.CORRECTED: "info",
    RefundStatus.CONFIRMED: "success",
    RefundStatus.REPORTED: "neutral",
}
SHORT_REASON = 80


@register.simple_tag
def case_badge(case: Case) -> SafeString:
    return badge(case.get_status_display(), STATUS_KINDS[CaseStatus(case.status)])


@register.simple_tag
def complaint_badge(complaint: Complaint) -> SafeString:
    kind = "warning" if complaint.next_due else "info" if complaint.is_open else "neutral"
    return badge(complaint.get_status_display(), kind)


@register.simple_tag
def refund_badge(payment: WrongPayment) -> SafeString:
    return badge(payment.get_status_display(), REFUND_KINDS[RefundStatus(payment.status)])


@register.filter
def entry_class(entry: JournalEntry) -> str:
    """The mark of a journal entry: grey for what happened by itself, full for what the citizen said or was told."""
    if entry.kind == NoteKind.SYSTEM:
        return "sys"
    return "strong" if entry.kind in (NoteKind.STATEMENT, NoteKind.LETTER) else ""


@register.simple_tag
def deadline_rest(due: date) -> SafeString:
    """«(6 dage over)» after the date of a deadline."""
    text = remaining((due - timezone.localdate()).days)
    return format_html('<span class="{}">({})</span>', deadline_class(due) or "mute", text)


@register.simple_tag
def period(dates) -> str:
    """«1. august 2026 – 31. december 2026» of a range whose end isn't in it."""
    start = danish_date(dates.lower) or "før registreringen"
    return f"{start} – {danish_date(dates.upper - timedelta(days=1))}" if dates.upper else f"fra {start}"


@register.filter
def missing_rows(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row.state == RowState.MISSING]


@register.simple_tag
def row_badge(row: Row) -> SafeString:
    return badge(row.state.label, ROW_KINDS[row.state])


@register.simple_tag
def row_note(row: Row) -> str:
    """«2 dokumenter», «I journalen», «Ingen i registret», «Ikke relevant: …» or what is the matter."""
    if row.state == RowState.WAIVED:
        return f"Ikke relevant: {Truncator(row.waiver.reason).chars(SHORT_REASON)}"
    if row.state != RowState.PRESENT:
        return row.state.label
    if row.papers:
        return f"{row.papers} dokument{'' if row.papers == 1 else 'er'}"
    return row.note or "I journalen"

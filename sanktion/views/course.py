"""A case's course in words: the steps at the top of its page, and its log of changes."""

from sanktion.models import Case, CaseStatus, Decision
from sanktion.templatetags.sanktion_ui import danish_date

STEPS = ("Negativ hændelse", "Partshøring", "Kontakt", "Afgørelse", "Lukket")
# The step each status stands on. «Kontakt» is the same for whoever was sought at home and whoever was rung up (B048).
CURRENT = {
    CaseStatus.REGISTERED: 1,
    CaseStatus.HEARING: 1,
    CaseStatus.SEEKING_CONTACT: 2,
    CaseStatus.ANSWERED: 3,
    CaseStatus.READY: 3,
    CaseStatus.DECIDED: 4,
    CaseStatus.CLOSED: 5,
}


def steps(case: Case, decision: Decision | None) -> list[dict]:
    """The parts of ``components/hsteps.html``."""
    current = CURRENT[CaseStatus(case.status)]
    notes = {0: danish_date(case.event.occurred_on), current: case.get_status_display()}
    if decision:
        notes[3] = danish_date(decision.decided_at)
    if case.status == CaseStatus.DECIDED:
        notes[4] = "Klar til at lukke"
    return [
        {"label": label, "note": notes.get(place, ""), "state": _state(place, current)}
        for place, label in enumerate(STEPS)
    ]


def _state(place: int, current: int) -> str:
    return "done" if place < current else "now" if place == current else ""


def changes(rows: list) -> list[dict]:
    """What each history row (oldest first) changed, newest first: who, when, why and «label: before → after»."""
    found = []
    for before, row in zip([None, *rows], rows, strict=False):
        found.append(
            {
                "at": row.history_date,
                "by": row.history_user or "Systemet",
                "reason": row.history_change_reason or ("Oprettet" if before is None else "Ændret"),
                "lines": _differences(before, row) if before else [],
            }
        )
    return found[::-1]


def _differences(before, row) -> list[tuple[str, str, str]]:
    shown = [
        ("Status", before.get_status_display(), row.get_status_display()),
        ("Frist", danish_date(before.next_due), danish_date(row.next_due)),
        ("Sagsbehandler", str(before.owner or ""), str(row.owner or "")),
        ("Kun for navngivne", _yes(before.is_restricted), _yes(row.is_restricted)),
    ]
    return [(label, old or "ingen", new or "ingen") for label, old, new in shown if old != new]


def _yes(value: bool) -> str:
    return "ja" if value else "nej"

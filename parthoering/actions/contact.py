from datetime import datetime

from django.db import transaction

from parthoering.actions.locking import NotAllowed, locked
from parthoering.models import NO_HEARING, Hearing, HearingStatus
from sanktion.actions.contact import record_attempt
from sanktion.models import (
    Case,
    CaseStatus,
    ContactChannel,
    ContactResult,
    JournalEntry,
    MaterialKind,
    NoteKind,
    User,
)

MAY_SEEK_CONTACT = (CaseStatus.HEARING, CaseStatus.SEEKING_CONTACT, CaseStatus.ANSWERED, CaseStatus.READY)
ATTEMPT_CHANNELS = [channel for channel in ContactChannel if channel != ContactChannel.VISIT]


@transaction.atomic
def conclude(hearing: Hearing, *, by: User) -> None:
    """B009, B017: contact has been sought and documented; the case can be decided without the citizen's answer."""
    case = locked(hearing.case)
    if reason := why_not_concluded(case, Hearing.objects.latest_of(case)):
        raise NotAllowed(reason)
    case.make_ready(by=by, reason="Kontaktforsøg er dokumenteret")
    JournalEntry.objects.write(
        case,
        kind=NoteKind.SYSTEM,
        heading="Kontaktforsøg afsluttet",
        text=f"{_why(hearing)} Sagen er klar til afgørelse.",
        material=MaterialKind.EXPLANATION,
        by=by,
    )


def _why(hearing: Hearing) -> str:
    if hearing.status == HearingStatus.UNDELIVERABLE:
        return "Partshøringsbrevet kunne ikke leveres."
    return "Borgeren har ikke svaret på partshøringen."


@transaction.atomic
def add_attempt(
    case: Case,
    *,
    channel: ContactChannel,
    happened_at: datetime,
    result: ContactResult,
    times: int = 1,
    text: str = "",
    adverse: bool = False,
    by: User,
    key=None,
) -> JournalEntry:
    """B018: an attempt made by other means than a home visit."""
    case = locked(case)
    if case.status not in MAY_SEEK_CONTACT:
        raise NotAllowed(f"Der kan ikke noteres kontaktforsøg: sagen er «{case.get_status_display()}».")
    result = ContactResult(result)
    label = ContactChannel(channel).label
    return record_attempt(
        case,
        channel=channel,
        happened_at=happened_at,
        reached=result == ContactResult.REACHED,
        result=result,
        times=times,
        heading=f"{label} – {result.label.lower()}",
        facts=[("Antal forsøg", str(times))],
        text=text,
        adverse=adverse,
        by=by,
        key=key,
    )


def why_not_concluded(case: Case, hearing: Hearing | None) -> str:
    """Why the attempts at contact can't be concluded; empty when they can."""
    if case.status != CaseStatus.SEEKING_CONTACT:
        return f"Kontaktforsøgene kan ikke afsluttes: sagen er «{case.get_status_display()}»."
    return " ".join(hearing.missing_for_decision()) if hearing else NO_HEARING

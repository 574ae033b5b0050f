from datetime import datetime

from django.db import transaction

from sanktion.actions.gates import note_adverse
from sanktion.models import (
    Case,
    ContactAttempt,
    ContactChannel,
    ContactResult,
    JournalEntry,
    MaterialKind,
    NoteKind,
    User,
)
from sanktion.models.gates import ADVERSE_FACT


@transaction.atomic
def record_attempt(
    case: Case,
    *,
    channel: ContactChannel,
    happened_at: datetime,
    reached: bool,
    result: ContactResult | None = None,
    times: int = 1,
    heading: str,
    text: str = "",
    facts: list[tuple[str, str]] = (),
    adverse: bool = False,
    by: User,
    key=None,
) -> JournalEntry:
    """B018, B030, B031: one attempt at contact, in the sealed ledger and as one locked journal entry.

    ``adverse``: what was told may be to the citizen's disadvantage, and the citizen has not been heard on it.
    """
    Case.objects.hold(case)
    if written := JournalEntry.objects.written_with(case, key):
        return written
    if adverse:
        note_adverse(case, by=by)
        facts = [*facts, ADVERSE_FACT]
    ContactAttempt.objects.create(
        case=case,
        content={
            "channel": channel,
            "happened_at": happened_at.isoformat(),
            "reached": reached,
            "result": result,
            "times": times,
            "text": text,
            "facts": [list(pair) for pair in facts],
            "author_id": by.pk,
        },
    )
    kind = NoteKind.VISIT if channel == ContactChannel.VISIT else NoteKind.CONTACT
    return JournalEntry.objects.write(
        case,
        kind=kind,
        heading=heading,
        text=text,
        facts=facts,
        happened_at=happened_at,
        material=MaterialKind.EXPLANATION,
        by=by,
        key=key,
    )

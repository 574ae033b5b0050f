"""What the hearing letter and the print of attempts at contact say."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from parthoering.models import Hearing
from sanktion.actions.document import LETTER_STYLES, render_letter
from sanktion.base import pdf
from sanktion.models import Case, ContactAttempt, Decision, EventKind, User

HEARING_LETTER = "parthoering/letters/hearing.html"
CONTACT_PRINT = "parthoering/letters/contact.html"
DRAFT_MARK = "UDKAST"


@dataclass(frozen=True)
class Wording:
    """``what`` follows «Vi har fået besked om, at»; ``why`` is the first thing the citizen is asked."""

    what: str
    why: str


WORDINGS = {
    EventKind.REFUSED_REFERRED_JOB: Wording(
        "du sagde nej til et arbejde, du var blevet henvist til,", "hvorfor du sagde nej til arbejdet"
    ),
    EventKind.MISSED_STATE_INTERVIEW: Wording(
        "du ikke mødte til en samtale hos staten", "hvorfor du ikke mødte til samtalen"
    ),
    EventKind.MISSED_JOB_INTERVIEW: Wording("du ikke mødte til din jobsamtale", "hvorfor du ikke mødte til samtalen"),
    EventKind.MISSED_FOLLOW_UP: Wording(
        "du ikke mødte til din opfølgningssamtale", "hvorfor du ikke mødte til samtalen"
    ),
    EventKind.NO_APPLICATION: Wording(
        "du ikke havde søgt de job, du var blevet henvist til,", "hvorfor du ikke søgte jobbene"
    ),
    EventKind.LEFT_JOB: Wording("du stoppede i dit arbejde", "hvorfor du stoppede i dit arbejde"),
    EventKind.NO_SICKNESS_NOTICE: Wording(
        "du ikke gav besked om, at du var syg,", "om du var syg, og hvorfor vi ikke fik besked"
    ),
    EventKind.REFUSED_OFFER: Wording(
        "du sagde nej til et arbejde eller et tilbud", "hvorfor du sagde nej til arbejdet eller tilbuddet"
    ),
    EventKind.MISSED_OFFER: Wording("du ikke mødte til dit tilbud", "hvorfor du ikke mødte til tilbuddet"),
    EventKind.NO_CV: Wording("dit CV ikke lå på Jobnet", "hvorfor dit CV ikke lå på Jobnet"),
    EventKind.OTHER: Wording(
        "der skete noget, som kan få betydning for din hjælp,", "hvad der skete, set fra din side"
    ),
}


def render_hearing(hearing: Hearing, *, by: User, number: str = DRAFT_MARK) -> bytes:
    event = hearing.case.event
    context = {"hearing": hearing, "event": event, "wording": WORDINGS[EventKind(event.kind)], "caseworker": by}
    return render_letter(HEARING_LETTER, hearing.case, context, number=number)


@dataclass(frozen=True)
class AttemptRow:
    """One line of the print, read out of the sealed ledger."""

    at: datetime
    channel: str
    reached: bool
    author: str
    facts: list[tuple[str, str]]
    text: str


def attempt_rows(case: Case) -> list[AttemptRow]:
    """Every attempt at contact of the case, in the order they were made (B008, B009)."""
    attempts = list(ContactAttempt.objects.filter(case=case))
    authors = User.objects.in_bulk({attempt.content["author_id"] for attempt in attempts})
    rows = [
        AttemptRow(
            at=attempt.happened_at,
            channel=attempt.channel.label,
            reached=attempt.reached,
            author=str(authors[attempt.content["author_id"]]),
            facts=[tuple(pair) for pair in attempt.content["facts"]],
            text=attempt.content["text"],
        )
        for attempt in attempts
    ]
    return sorted(rows, key=lambda row: row.at)


def render_contact(case: Case) -> bytes:
    """B008: made when asked for and never stored, so that no one can tell from a list of documents what it holds."""
    context = {
        "case": case,
        "hearings": case.hearings.select_related("letter").order_by("sent_at"),
        "attempts": attempt_rows(case),
        "decision": Decision.objects.filter(case=case).first(),
        "sender": settings.SANKTION_SENDER,
        "now": timezone.now(),
    }
    return pdf.render(CONTACT_PRINT, context, stylesheets=LETTER_STYLES, archival=False)

"""What the letters of a hearing say."""

from dataclasses import dataclass

from django.conf import settings

from parthoering.delivery.base import Letter
from parthoering.models import Hearing, HearingExtension
from sanktion.actions.document import LETTER_STYLES, render_letter
from sanktion.base import pdf
from sanktion.models import EventKind, User

HEARING_LETTER = "parthoering/letters/hearing.html"
EXTENSION_LETTER = "parthoering/letters/extension.html"
REMINDER_LETTER = "parthoering/letters/reminder.html"
COVER = "parthoering/letters/cover.html"
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


def render_extension(extension: HearingExtension, *, by: User, number: str) -> bytes:
    hearing = extension.hearing
    context = {"extension": extension, "hearing": hearing, "caseworker": by}
    return render_letter(EXTENSION_LETTER, hearing.case, context, number=number)


def render_reminder(hearing: Hearing, *, number: str) -> bytes:
    return render_letter(REMINDER_LETTER, hearing.case, {"hearing": hearing}, number=number)


def render_cover(letter: Letter) -> bytes:
    """A sheet with the address of someone other than the citizen, laid before the sealed letter in the envelope."""
    context = {"letter": letter, "sender": settings.SANKTION_SENDER}
    return pdf.render(COVER, context, stylesheets=LETTER_STYLES, archival=False)

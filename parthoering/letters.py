"""What the letters of a hearing say."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from parthoering.delivery.base import Letter
from parthoering.models import Channel, Delivery, DeliveryStatus, Hearing, HearingExtension, response_deadline
from sanktion.actions.document import LETTER_STYLES, render_letter
from sanktion.actions.letters import SAMPLE_NUMBER, sample_case, sample_person
from sanktion.base import pdf
from sanktion.base.danish import long_date
from sanktion.models import CaseDocument, EventKind, User, Words
from sanktion.models.texts import LetterKind, TextBlock

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


HEARING_TEXTS = (
    TextBlock("hearing_intro", "Indledning", ("hvad", "hændelsesdato")),
    TextBlock("hearing_right", "Retten til at udtale sig"),
    TextBlock("hearing_what_to_do", "Hvad skal du gøre?", ("svarfrist", "hvorfor")),
    TextBlock("hearing_no_answer", "Hvis vi ikke hører fra dig"),
    TextBlock("hearing_party_rights", "Ret til aktindsigt og hjælp"),
    TextBlock("hearing_reply_digital", "Svar i Digital Post", ("telefon", "sagsnr")),
    TextBlock("hearing_reply_paper", "Svar med brev", ("enhed", "adresse", "telefon", "sagsnr")),
    TextBlock("hearing_english", "In English", ("svarfrist",), is_optional=True),
)


def render_hearing(hearing: Hearing, *, by: User, number: str = DRAFT_MARK, words: Words | None = None) -> bytes:
    """The letter as PDF, with today's texts unless ``words`` has others. Raises TextMissing."""
    words = (words or Words("hearing")).filled(**_hearing_words(hearing))
    context = {"hearing": hearing, "event": hearing.case.event, "words": words, "caseworker": by}
    return render_letter(HEARING_LETTER, hearing.case, context, number=number)


def _hearing_words(hearing: Hearing) -> dict[str, str]:
    event, sender = hearing.case.event, settings.SANKTION_SENDER
    wording = WORDINGS[EventKind(event.kind)]
    return {
        "hvad": wording.what,
        "hvorfor": wording.why,
        "hændelsesdato": long_date(event.occurred_on),
        "svarfrist": long_date(hearing.deadline),
        "telefon": sender["phone"],
        "enhed": sender["unit"],
        "adresse": sender["address"],
        "sagsnr": hearing.case.number,
    }


EXTENSION_FIELDS = ("brevdato", "gammel_frist", "ny_frist", "grund", "telefon", "sagsnr")
EXTENSION_TEXTS = (
    TextBlock("extension_why", "Hvorfor fristen er udsat", EXTENSION_FIELDS),
    TextBlock("extension_what_to_do", "Hvad skal du gøre?", EXTENSION_FIELDS),
    TextBlock("extension_more", "Hvad der ellers gælder", EXTENSION_FIELDS),
)


def render_extension(extension: HearingExtension, *, by: User, number: str, words: Words) -> bytes:
    hearing = extension.hearing
    facts = {
        **_case_words(hearing),
        "gammel_frist": long_date(extension.old_deadline),
        "ny_frist": long_date(extension.new_deadline),
        "grund": extension.reason,
    }
    context = {"extension": extension, "hearing": hearing, "caseworker": by, "words": words.filled(**facts)}
    return render_letter(EXTENSION_LETTER, hearing.case, context, number=number)


REMINDER_FIELDS = ("brevdato", "svarfrist", "telefon", "sagsnr")
REMINDER_TEXTS = (
    TextBlock("reminder_why", "Hvorfor vi skriver", REMINDER_FIELDS),
    TextBlock("reminder_what_to_do", "Hvad skal du gøre?", REMINDER_FIELDS),
    TextBlock("reminder_more", "Hvis du har svaret", REMINDER_FIELDS),
)


def render_reminder(hearing: Hearing, *, number: str, words: Words) -> bytes:
    words.filled(**_case_words(hearing), svarfrist=long_date(hearing.runs_until))
    return render_letter(REMINDER_LETTER, hearing.case, {"hearing": hearing, "words": words}, number=number)


def render_cover(letter: Letter) -> bytes:
    """A sheet with the address of someone other than the citizen, laid before the sealed letter in the envelope."""
    context = {"letter": letter, "sender": settings.SANKTION_SENDER}
    return pdf.render(COVER, context, stylesheets=LETTER_STYLES, archival=False)


def _case_words(hearing: Hearing) -> dict[str, str]:
    return {
        "brevdato": long_date(timezone.localdate(hearing.sent_at)),
        "telefon": settings.SANKTION_SENDER["phone"],
        "sagsnr": hearing.case.number,
    }


def _sample() -> Hearing:
    """An invented hearing, sent and delivered a week ago; nothing of it is stored."""
    sent_at = timezone.now() - timedelta(days=7)
    deadline = response_deadline(timezone.localdate(sent_at), Channel.LETTER)
    hearing = Hearing(
        case=sample_case(),
        channel=Channel.LETTER,
        sent_at=sent_at,
        starts_on=deadline.start,
        days=deadline.days,
        deadline=deadline.end,
        letter=CaseDocument(),
    )
    hearing._deliveries = [Delivery(channel=Channel.LETTER, status=DeliveryStatus.SENT, sent_at=sent_at)]
    return hearing


def _sample_hearing(words: Words) -> bytes:
    return render_hearing(_sample(), by=sample_person(), number=SAMPLE_NUMBER, words=words)


def _sample_extension(words: Words) -> bytes:
    hearing = _sample()
    extension = HearingExtension(
        hearing=hearing,
        old_deadline=hearing.deadline,
        new_deadline=hearing.deadline + timedelta(days=7),
        reason="du har bedt om at få sagens dokumenter først",
    )
    return render_extension(extension, by=sample_person(), number=SAMPLE_NUMBER, words=words)


def _sample_reminder(words: Words) -> bytes:
    return render_reminder(_sample(), number=SAMPLE_NUMBER, words=words)


LETTERS = (
    LetterKind("hearing", "Partshøring", HEARING_TEXTS, _sample_hearing),
    LetterKind("extension", "Udsættelse af svarfristen", EXTENSION_TEXTS, _sample_extension),
    LetterKind("reminder", "Påmindelse om svarfristen", REMINDER_TEXTS, _sample_reminder),
)

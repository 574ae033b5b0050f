from datetime import date

from django.db import transaction
from django.utils import timezone

from parthoering.actions.hearing import choose_channel
from parthoering.actions.locking import NotAllowed, letter_words, locked
from parthoering.delivery.sending import post
from parthoering.letters import render_extension
from parthoering.models import NO_HEARING, Hearing, HearingExtension
from sanktion.actions.document import file_document
from sanktion.base.danish import long_date
from sanktion.base.deadlines import closed_because, next_working_day
from sanktion.models import Case, CaseDocument, ClosingDay, JournalEntry, MaterialKind, NoteKind, User

HEADING = "Svarfristen er udsat"


@transaction.atomic
def extend(hearing: Hearing, *, to: date, reason: str, with_letter: bool, by: User, key=None) -> HearingExtension:
    """Forvaltningsloven § 21: give the citizen more time. Letter, journal, case and date follow in one step."""
    case = locked(hearing.case)
    if done := extension_made_with(case, key):
        return done
    hearing = Hearing.objects.latest_of(case)
    if refusal := why_not_extended(hearing) or why_not_to(hearing, to):
        raise NotAllowed(refusal)
    extension = HearingExtension(
        hearing=hearing, old_deadline=last_day_of(hearing), new_deadline=to, reason=reason, made_by=by
    )
    if with_letter:
        extension.letter = _send_letter(extension, case, by=by)
    extension.save()
    hearing.extend(to, by=by)
    case.extend_hearing(deadline=to, by=by)
    _journal(extension, case, by=by, key=key)
    return extension


def extension_made_with(case: Case, key) -> HearingExtension | None:
    """A double click finds what the first one did."""
    if not JournalEntry.objects.written_with(case, key):
        return None
    return HearingExtension.objects.filter(hearing__case=case).last()


def last_day_of(hearing: Hearing) -> date:
    return hearing.runs_until or hearing.effective_deadline


def why_not_extended(hearing: Hearing | None) -> str:
    """Why no more time can be given; empty when it can."""
    if hearing is None:
        return NO_HEARING
    if not hearing.is_open:
        return f"Svarfristen kan ikke udsættes: partshøringen er «{hearing.get_status_display()}»."
    if hearing.undelivered:
        return "Svarfristen kan ikke udsættes: partshøringsbrevet nåede ikke frem."
    return ""


def why_not_to(hearing: Hearing, to: date) -> str:
    """Why the deadline can't be moved to that day; empty when it can."""
    if to <= last_day_of(hearing):
        return f"Fristen kan kun blive længere: vælg en dag efter {long_date(last_day_of(hearing))}."
    if to < timezone.localdate():
        return "Den nye frist kan ikke ligge i fortiden."
    closed = ClosingDay.objects.dates_from(to)
    if reason := closed_because(to, closed):
        open_day = next_working_day(to, closed)
        return f"{long_date(to)} er {reason}. Vælg fx {long_date(open_day)}."
    return ""


def _send_letter(extension: HearingExtension, case: Case, *, by: User) -> CaseDocument:
    words = letter_words("extension")
    letter = file_document(
        case,
        title="Ny svarfrist",
        kind=MaterialKind.EXPLANATION,
        render=lambda number: render_extension(extension, by=by, number=number, words=words),
        words=words,
        by=by,
    )
    post(letter, channel=choose_channel(case.citizen))
    return letter


def _journal(extension: HearingExtension, case: Case, *, by: User, key) -> None:
    letter = extension.letter
    facts = [
        ("Hidtil", long_date(extension.old_deadline)),
        ("Udsat til", long_date(extension.new_deadline)),
        ("Fordi", extension.reason),
        ("Brev til borgeren", letter.full_number if letter else "Nej"),
    ]
    kind = NoteKind.LETTER if letter else NoteKind.SYSTEM
    JournalEntry.objects.write(
        case, kind=kind, heading=HEADING, facts=facts, material=MaterialKind.EXPLANATION, by=by, key=key
    )

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from parthoering.actions.hearing import choose_channel
from parthoering.actions.locking import NotAllowed, letter_words, locked
from parthoering.delivery.sending import post
from parthoering.letters import render_reminder
from parthoering.models import Channel, Hearing, HearingReminder
from sanktion.actions.document import file_document
from sanktion.base.danish import long_date
from sanktion.models import Case, CaseStatus, JournalEntry, MaterialKind, NoteKind


def hearings_to_remind() -> list[Hearing]:
    """Those whose reminder may be due today by the channel that takes longest; ``remind`` looks closer."""
    days = settings.SANKTION_REMINDER_DAYS
    if days <= 0:
        return []
    last = timezone.localdate() + timedelta(days=days + max(settings.SANKTION_DELIVERY_DAYS.values()))
    waiting = Hearing.objects.without_reminder().filter(deadline__range=(timezone.localdate(), last))
    return list(waiting.select_related("case"))


@transaction.atomic
def remind(hearing: Hearing) -> bool:
    """One short letter to who still owes an answer. Everything is asked again under the lock, so that nobody is
    reminded of what they have just done; a case that someone is working on is left for the next run."""
    case = locked(hearing.case, skip_locked=True)
    hearing = Hearing.objects.latest_of(case) if case and case.status == CaseStatus.HEARING else None
    if hearing is None or not Hearing.objects.without_reminder().filter(pk=hearing.pk).exists():
        return False
    try:
        channel = choose_channel(case.citizen)
    except NotAllowed:
        return False
    if not is_due(hearing, channel):
        return False
    _send(hearing, case, channel)
    return True


def is_due(hearing: Hearing, channel: Channel) -> bool:
    """A reminder is there ``SANKTION_REMINDER_DAYS`` days before the last day, never after it, and never on the day
    that the hearing itself was sent."""
    if hearing.runs_until is None or timezone.localdate(hearing.sent_at) >= timezone.localdate():
        return False
    arrives = timezone.localdate() + timedelta(days=settings.SANKTION_DELIVERY_DAYS[channel])
    return hearing.runs_until - timedelta(days=settings.SANKTION_REMINDER_DAYS) <= arrives <= hearing.runs_until


def _send(hearing: Hearing, case: Case, channel: Channel) -> None:
    words = letter_words("reminder")
    letter = file_document(
        case,
        title="Påmindelse om svarfrist",
        kind=MaterialKind.EXPLANATION,
        render=lambda number: render_reminder(hearing, number=number, words=words),
        words=words,
        by=None,
    )
    HearingReminder.objects.create(hearing=hearing, letter=letter)
    facts = [
        ("Dokument", letter.full_number),
        ("Sendt med", str(channel.label)),
        ("Svarfrist", long_date(hearing.runs_until)),
    ]
    JournalEntry.objects.write(
        case,
        kind=NoteKind.LETTER,
        heading="Påmindelse om svarfristen sendt",
        facts=facts,
        material=MaterialKind.EXPLANATION,
        by=None,
    )
    post(letter, channel=channel)

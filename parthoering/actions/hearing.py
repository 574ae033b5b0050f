from django.db import transaction
from django.utils import timezone

from parthoering.actions.locking import NotAllowed, letter_words, locked
from parthoering.delivery import exemption
from parthoering.delivery.sending import post
from parthoering.letters import render_hearing
from parthoering.models import Channel, Hearing, HearingStatus, response_deadline
from sanktion.actions.document import file_document
from sanktion.base.danish import long_date
from sanktion.models import Case, CaseStatus, Citizen, JournalEntry, MaterialKind, NoteKind, User

MAY_SEND_HEARING = (CaseStatus.REGISTERED, CaseStatus.READY)


def may_send_hearing(case: Case, latest: Hearing | None) -> bool:
    """In a new case, in one that is heard again, and when the letter did not arrive.

    A letter that did not arrive is followed by a new one, not by the same paper: the date in it would be wrong.
    """
    if case.status in MAY_SEND_HEARING:
        return True
    lost = latest and (latest.undelivered or latest.status == HearingStatus.UNDELIVERABLE)
    return bool(lost) and case.status in (CaseStatus.HEARING, CaseStatus.SEEKING_CONTACT)


def channels_for(citizen: Citizen) -> list[Channel]:
    """The channels that reach the citizen, the best first."""
    reachable = {Channel.DIGITAL_POST: citizen.digital_post, Channel.LETTER: citizen.address_id is not None}
    return [channel for channel in Channel if reachable[channel]]


def choose_channel(citizen: Citizen, wanted: Channel | None = None) -> Channel:
    """``wanted``, or the best channel. Raises NotAllowed when the citizen can't be reached by it."""
    channels = channels_for(citizen)
    if not channels:
        raise NotAllowed("Brevet kan ikke sendes: borgeren har hverken Digital Post eller en kendt adresse.")
    if wanted and wanted not in channels:
        raise NotAllowed(f"Brevet kan ikke sendes: borgeren kan ikke nås med {Channel(wanted).label}.")
    return Channel(wanted or channels[0])


def _reachable(case: Case, channel: Channel) -> Channel:
    """Paper when Digital Post says that the citizen is exempt, so that the letter tells the right date."""
    try:
        is_exempt = channel == Channel.DIGITAL_POST and exemption.check(case, case.citizen.cpr)
    except OSError:
        return channel  # nobody answers now; it is asked again when the letter goes
    return choose_channel(case.citizen, Channel.LETTER) if is_exempt else channel


def draft_hearing(case: Case, channel: Channel) -> Hearing:
    """The hearing as it would be if it were sent now; not saved."""
    deadline = response_deadline(timezone.localdate(), channel)
    return Hearing(case=case, channel=channel, starts_on=deadline.start, days=deadline.days, deadline=deadline.end)


@transaction.atomic
def send_hearing(case: Case, *, channel: Channel | None = None, by: User) -> Hearing:
    """B012, B016: write, file, journal and post the letter, and set the deadline. Without a channel: the best one."""
    return send_from(locked(case), channel=channel, by=by)


def send_from(case: Case, *, channel: Channel | None = None, by: User) -> Hearing:
    """``send_hearing`` for one who has the case ``locked`` already."""
    # Whose first letter it is has no earlier one to look for.
    earlier = None if case.status == CaseStatus.REGISTERED else Hearing.objects.latest_of(case)
    if not may_send_hearing(case, earlier):
        raise NotAllowed(f"Partshøringen er ikke sendt: sagen er «{case.get_status_display()}».")
    words = letter_words("hearing")
    hearing = draft_hearing(case, _reachable(case, choose_channel(case.citizen, channel)))
    if earlier and earlier.undelivered and earlier.is_open:
        earlier.mark_undeliverable(by=by)
    hearing.letter = file_document(
        case,
        title="Partshøring",
        kind=MaterialKind.EXPLANATION,
        render=lambda number: render_hearing(hearing, by=by, number=number, words=words),
        words=words,
        by=by,
    )
    hearing._change_reason = "Partshøring sendt"
    hearing.save()
    case.send_hearing(deadline=hearing.deadline, by=by)
    _journal_letter(hearing, by=by)
    post(hearing.letter, channel=hearing.channel)
    return hearing


@transaction.atomic
def expire(hearing: Hearing) -> bool:
    """B017: the deadline has passed without an answer. Run by the system; asks everything again under the lock.

    A case that someone is working on right now is left for the next run.
    """
    case = locked(hearing.case, skip_locked=True)
    if case is None:
        return False
    hearing = Hearing.objects.overdue().filter(pk=hearing.pk).select_related("letter").first()
    if hearing is None or not hearing.has_run_out:
        return False
    hearing.expire()
    case.seek_contact(by=None)
    JournalEntry.objects.write(
        case,
        kind=NoteKind.SYSTEM,
        heading="Svarfrist udløbet uden svar",
        facts=[("Svarfrist", long_date(hearing.effective_deadline))],
        material=MaterialKind.EXPLANATION,
        by=None,
    )
    return True


def _journal_letter(hearing: Hearing, *, by: User) -> None:
    JournalEntry.objects.write(
        hearing.case,
        kind=NoteKind.LETTER,
        heading="Partshøring sendt",
        facts=[
            ("Dokument", hearing.letter.full_number),
            ("Sendt med", hearing.get_channel_display()),
            ("Svarfrist", long_date(hearing.deadline)),
            ("Sådan er fristen regnet", hearing.deadline_explanation),
        ],
        material=MaterialKind.EXPLANATION,
        by=by,
    )

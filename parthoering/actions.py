from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from parthoering.delivery.sending import post, send_soon
from parthoering.letters import render_hearing
from parthoering.models import (
    NO_HEARING,
    AnswerChannel,
    Channel,
    Delivery,
    Hearing,
    response_deadline,
)
from sanktion.actions.contact import record_attempt
from sanktion.actions.document import file_document
from sanktion.base.danish import long_date
from sanktion.models import (
    Case,
    CaseDocument,
    CaseStatus,
    Citizen,
    ContactChannel,
    Decision,
    JournalEntry,
    MaterialKind,
    NoteKind,
    User,
)
from sanktion.post import NotPosted

MAY_SEND_HEARING = (CaseStatus.REGISTERED, CaseStatus.READY)
MAY_SEEK_CONTACT = (CaseStatus.HEARING, CaseStatus.SEEKING_CONTACT, CaseStatus.ANSWERED, CaseStatus.READY)
ATTEMPT_CHANNELS = [channel for channel in ContactChannel if channel != ContactChannel.VISIT]


class NotAllowed(Exception):
    """The act can't be done now. The message tells the user why."""


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


def draft_hearing(case: Case, channel: Channel) -> Hearing:
    """The hearing as it would be if it were sent now; not saved."""
    deadline = response_deadline(timezone.localdate(), channel)
    return Hearing(case=case, channel=channel, starts_on=deadline.start, days=deadline.days, deadline=deadline.end)


@transaction.atomic
def send_hearing(case: Case, *, channel: Channel | None = None, by: User) -> Hearing:
    """B012, B016: write, file, journal and post the letter, and set the deadline. Without a channel: the best one."""
    case = _locked(case)
    if case.status not in MAY_SEND_HEARING:
        raise NotAllowed(f"Partshøringen er ikke sendt: sagen er «{case.get_status_display()}».")
    hearing = draft_hearing(case, choose_channel(case.citizen, channel))
    hearing.letter = file_document(
        case,
        title="Partshøring",
        kind=MaterialKind.EXPLANATION,
        render=lambda number: render_hearing(hearing, by=by, number=number),
        by=by,
    )
    hearing._change_reason = "Partshøring sendt"
    hearing.save()
    case.send_hearing(deadline=hearing.deadline, by=by)
    _journal_letter(hearing, by=by)
    post(hearing.letter, channel=hearing.channel)
    return hearing


@transaction.atomic
def record_answer(
    hearing: Hearing, *, text: str, channel: AnswerChannel, answered_on: date, by: User, key=None
) -> Hearing:
    """B014: the citizen's own words, verbatim. Late answers count too, until the decision is made."""
    case, hearing = _locked_for_answer(hearing)
    hearing.receive_answer(text=text, channel=channel, answered_on=answered_on, by=by)
    case.receive_answer(by=by)
    _journal_answer(hearing, heading="Borgerens forklaring", by=by, key=key)
    return hearing


@transaction.atomic
def waive(hearing: Hearing, *, text: str, channel: AnswerChannel, answered_on: date, by: User, key=None) -> Hearing:
    """The citizen says that there will be no statement: heard, and nothing to wait for."""
    case, hearing = _locked_for_answer(hearing)
    hearing.waive(text=text, channel=channel, answered_on=answered_on, by=by)
    case.receive_answer(by=by)
    _journal_answer(hearing, heading="Borgeren vil ikke udtale sig", by=by, key=key)
    return hearing


@transaction.atomic
def expire(hearing: Hearing) -> bool:
    """B017: the deadline has passed without an answer. Run by the system; asks everything again under the lock.

    A case that someone is working on right now is left for the next run.
    """
    case = _locked(hearing.case, skip_locked=True)
    if case is None:
        return False
    hearing = Hearing.objects.overdue().filter(pk=hearing.pk).select_related("letter__delivery").first()
    if hearing is None or not hearing.has_run_out:
        return False
    hearing.expire()
    case.seek_contact(by=None)
    JournalEntry.objects.write(
        case,
        kind=NoteKind.SYSTEM,
        heading="Svarfrist udløbet uden svar",
        facts=[("Svarfrist", long_date(hearing.deadline))],
        material=MaterialKind.EXPLANATION,
        by=None,
    )
    return True


@transaction.atomic
def conclude(hearing: Hearing, *, by: User) -> None:
    """B009, B017: contact has been sought and documented; the case can be decided without the citizen's answer."""
    case = _locked(hearing.case)
    if reason := why_not_concluded(case, Hearing.objects.latest_of(case)):
        raise NotAllowed(reason)
    case.make_ready(by=by, reason="Kontaktforsøg er dokumenteret")
    JournalEntry.objects.write(
        case,
        kind=NoteKind.SYSTEM,
        heading="Kontaktforsøg afsluttet",
        text="Borgeren har ikke svaret på partshøringen. Sagen er klar til afgørelse.",
        material=MaterialKind.EXPLANATION,
        by=by,
    )


@transaction.atomic
def add_attempt(
    case: Case, *, channel: ContactChannel, happened_at: datetime, reached: bool, text: str, by: User, key=None
) -> JournalEntry:
    """B018: an attempt made by other means than a home visit."""
    case = _locked(case)
    if case.status not in MAY_SEEK_CONTACT:
        raise NotAllowed(f"Der kan ikke noteres kontaktforsøg: sagen er «{case.get_status_display()}».")
    label = ContactChannel(channel).label
    return record_attempt(
        case,
        channel=channel,
        happened_at=happened_at,
        reached=reached,
        heading=f"{label} – {'kontakt opnået' if reached else 'ingen kontakt'}",
        text=text,
        by=by,
        key=key,
    )


@transaction.atomic
def post_filed(document: CaseDocument, *, by: User) -> str:
    """How the core's letters are posted, see ``sanktion.post``: by the channel that reaches the citizen best."""
    try:
        channel = choose_channel(document.case.citizen)
    except NotAllowed as refused:
        raise NotPosted(str(refused)) from refused
    post(document, channel=channel)
    return channel.label


@transaction.atomic
def send_decision(case: Case, *, by: User) -> Delivery:
    """Send the decision's letter when it couldn't be sent at once: never posted, or given up."""
    case = _locked(case)
    decision = Decision.objects.select_related("letter__case").filter(case=case).first()
    if decision is None:
        raise NotAllowed("Der er ikke truffet afgørelse i sagen.")
    letter = decision.letter
    delivery = Delivery.objects.select_for_update(of=("self",)).filter(document=letter).first()
    if delivery is None:
        delivery = post(letter, channel=choose_channel(case.citizen))
    else:
        delivery.send_again(by=by)
        send_soon(delivery)
    facts = [("Dokument", letter.full_number), ("Sendes med", delivery.get_channel_display())]
    JournalEntry.objects.write(case, kind=NoteKind.SYSTEM, heading="Afgørelsesbrevet sendes", facts=facts, by=by)
    return delivery


@transaction.atomic
def send_again(hearing: Hearing, *, by: User) -> Delivery:
    case = _locked(hearing.case)
    delivery = Delivery.objects.select_for_update(of=("self",)).get(document=hearing.letter_id)
    delivery.send_again(by=by)
    JournalEntry.objects.write(
        case,
        kind=NoteKind.SYSTEM,
        heading="Partshøringsbrevet sendes igen",
        material=MaterialKind.EXPLANATION,
        by=by,
    )
    send_soon(delivery)
    return delivery


def why_not_concluded(case: Case, hearing: Hearing | None) -> str:
    """Why the attempts at contact can't be concluded; empty when they can."""
    if case.status != CaseStatus.SEEKING_CONTACT:
        return f"Kontaktforsøgene kan ikke afsluttes: sagen er «{case.get_status_display()}»."
    return " ".join(hearing.missing_for_decision()) if hearing else NO_HEARING


def _locked(case: Case, *, skip_locked: bool = False) -> Case | None:
    """The case's row is the one lock that every act on its hearing takes first, so no two can wait for each other."""
    rows = Case.objects.select_for_update(of=("self",), skip_locked=skip_locked)
    return rows.select_related("citizen__address", "event").filter(pk=case.pk).first()


def _locked_for_answer(hearing: Hearing) -> tuple[Case, Hearing]:
    case = _locked(hearing.case)
    latest = Hearing.objects.latest_of(case)
    if latest.pk != hearing.pk or not latest.may_be_answered:
        raise NotAllowed("Svaret er ikke gemt: borgerens svar er allerede registreret.")
    return case, latest


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


def _journal_answer(hearing: Hearing, *, heading: str, by: User, key) -> None:
    JournalEntry.objects.write(
        hearing.case,
        kind=NoteKind.STATEMENT,
        heading=heading,
        text=hearing.answer,
        facts=[
            ("Modtaget", long_date(hearing.answered_on)),
            ("Modtaget via", hearing.get_answer_channel_display()),
        ],
        material=MaterialKind.EXPLANATION,
        by=by,
        key=key,
    )

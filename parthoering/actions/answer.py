from datetime import date

from django.db import transaction

from parthoering.actions.locking import NotAllowed, locked
from parthoering.models import AnswerChannel, Hearing
from sanktion.base.danish import long_date
from sanktion.models import Case, JournalEntry, MaterialKind, NoteKind, User

SPOKEN = (AnswerChannel.PHONE, AnswerChannel.IN_PERSON)
WRITTEN_DOWN = {
    AnswerChannel.DIGITAL_POST: "Kopieret ordret fra Digital Post",
    AnswerChannel.LETTER: "Skrevet ordret af efter borgerens brev",
    AnswerChannel.EMAIL: "Kopieret ordret fra borgerens e-mail",
    AnswerChannel.OTHER: "Skrevet ned af sagsbehandleren",
}


@transaction.atomic
def record_answer(
    hearing: Hearing,
    *,
    text: str,
    channel: AnswerChannel,
    answered_on: date,
    read_back: bool = False,
    by: User,
    key=None,
) -> Hearing:
    """B014: the citizen's own words, verbatim. Late answers count too, until the decision is made."""
    case, hearing = _locked_for_answer(hearing)
    hearing.receive_answer(text=text, channel=channel, answered_on=answered_on, by=by)
    case.receive_answer(by=by)
    _journal_answer(hearing, heading="Borgerens forklaring", read_back=read_back, by=by, key=key)
    return hearing


@transaction.atomic
def waive(
    hearing: Hearing,
    *,
    text: str,
    channel: AnswerChannel,
    answered_on: date,
    read_back: bool = False,
    by: User,
    key=None,
) -> Hearing:
    """The citizen says that there will be no statement: heard, and nothing to wait for."""
    case, hearing = _locked_for_answer(hearing)
    hearing.waive(text=text, channel=channel, answered_on=answered_on, by=by)
    case.receive_answer(by=by)
    _journal_answer(hearing, heading="Borgeren vil ikke udtale sig", read_back=read_back, by=by, key=key)
    return hearing


def _locked_for_answer(hearing: Hearing) -> tuple[Case, Hearing]:
    case = locked(hearing.case)
    latest = Hearing.objects.latest_of(case)
    if latest.pk != hearing.pk or not latest.may_be_answered:
        raise NotAllowed("Svaret er ikke gemt: borgerens svar er allerede registreret.")
    return case, latest


def how_written(channel: AnswerChannel, read_back: bool) -> str:
    """How the citizen's words got onto the page: what their weight as verbatim rests on."""
    if channel not in SPOKEN:
        return WRITTEN_DOWN[AnswerChannel(channel)]
    agreed = "læst op og godkendt af borgeren" if read_back else "ikke læst op for borgeren"
    return f"Skrevet ned under samtalen, {agreed}"


def _journal_answer(hearing: Hearing, *, heading: str, read_back: bool, by: User, key) -> None:
    JournalEntry.objects.write(
        hearing.case,
        kind=NoteKind.STATEMENT,
        heading=heading,
        text=hearing.answer,
        facts=[
            ("Modtaget", long_date(hearing.answered_on)),
            ("Modtaget via", hearing.get_answer_channel_display()),
            ("Gengivelse", how_written(hearing.answer_channel, read_back)),
        ],
        material=MaterialKind.EXPLANATION,
        by=by,
        key=key,
    )

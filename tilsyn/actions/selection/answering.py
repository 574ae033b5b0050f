"""V031: the answer to round 1. The file is made on demand and kept nowhere; only its sum is."""

import hashlib
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from sanktion.base.acting import unit_wide
from sanktion.base.cpr import parse
from sanktion.base.spreadsheets import write_xlsx
from sanktion.base.tables import write_csv
from sanktion.models import FileFormat, User
from tilsyn.actions.selection.looking import Found, look_up
from tilsyn.actions.selection.recording import ListNotAllowed
from tilsyn.models import ListStatus, RowOutcome, SelectionList

COLUMNS = ("nr", "cpr", "svar", "haendelser")
TITLE = "Svar på runde 1"
ANSWERS = {
    RowOutcome.HAD_EVENT: "Negativ hændelse i perioden",
    RowOutcome.NO_EVENT: "Ingen negativ hændelse i perioden",
    RowOutcome.UNKNOWN: "Kendes ikke i kommunen",
}


@dataclass(frozen=True)
class Answer:
    found: list[Found]

    @property
    def hidden(self) -> int:
        return sum(one.outcome == RowOutcome.OUTSIDE for one in self.found)

    @property
    def answered(self) -> list[Found]:
        return [one for one in self.found if one.outcome in ANSWERS]

    @property
    def refusal(self) -> str:
        """Why it can't be sent; empty when it can. Half an answer is a wrong one."""
        if self.hidden:
            numbers = "1 nummer" if self.hidden == 1 else f"{self.hidden} numre"
            return f"Svaret kan ikke gives: {numbers} er uden for din adgang. Bed en kollega med adgang om at svare."
        return "" if self.answered else "Der er ingen numre at svare på."


@unit_wide("Direktoratet spørger hele enheden")
def answer_to(selection: SelectionList, *, user: User) -> Answer:
    rows = list(selection.rows.all()) if selection.is_standing else []
    return Answer(look_up(selection, rows, user=user))


def answer_file(selection: SelectionList, answer: Answer, file_format: str) -> bytes:
    lines = [
        (one.row.number, parse(one.row.cells["cpr"]).formatted, ANSWERS[one.outcome], events_in_words(one))
        for one in answer.answered
    ]
    if file_format == FileFormat.XLSX:
        return write_xlsx(TITLE, COLUMNS, lines, at=selection.read_at)
    return write_csv(COLUMNS, lines)


def events_in_words(found: Found) -> str:
    return "; ".join(f"{event.occurred_on:%d-%m-%Y} {event.get_kind_display()}" for event in found.events)


@unit_wide("Direktoratet spørger hele enheden")
@transaction.atomic
def mark_sent(selection: SelectionList, *, file_format: str, sent_on: date, by: User) -> SelectionList:
    """The answer as it stands now is the one that was sent. Raises ListNotAllowed."""
    locked = SelectionList.objects.select_for_update(of=("self",)).get(pk=selection.pk)
    if not locked.is_question or locked.status != ListStatus.READ:
        raise ListNotAllowed("Svaret er allerede markeret som sendt.")
    if sent_on < locked.received_on:
        raise ListNotAllowed("Svaret kan ikke være sendt, før listen kom.")
    answer = answer_to(locked, user=by)
    if answer.refusal:
        raise ListNotAllowed(answer.refusal)
    sha256 = hashlib.sha256(answer_file(locked, answer, file_format)).hexdigest()
    locked.mark_sent(sent_on=sent_on, sha256=sha256, file_format=file_format, by=by)
    return locked


def is_as_sent(selection: SelectionList, data: bytes) -> bool:
    return not selection.answer_sha256 or hashlib.sha256(data).hexdigest() == selection.answer_sha256

"""After a restore: delete again the numbers that were destroyed since the copy was taken (V033)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from sanktion.base.chain import first_broken
from sanktion.models import User
from tilsyn.models import (
    ListStatus,
    SelectionChain,
    SelectionDestruction,
    SelectionList,
    SelectionRow,
    Supervision,
)
from tilsyn.selection import ledger

DAYS = ("received_on", "period_from", "period_to", "visit_on", "due", "ended_on")


class CannotReplay(Exception):
    """The file and the database don't belong together, or somebody changed one of them. The message is for the user."""


@dataclass(frozen=True)
class Replayed:
    records: int
    rows: int


@transaction.atomic
def replay() -> Replayed:
    """Put back the records the database lacks and delete their rows. Takes the owner of the tables."""
    entries = ledger.entries()
    _must_fit(entries)
    known = set(SelectionDestruction.objects.values_list("sequence", flat=True))
    missing = [entry for entry in entries if entry["facts"]["sequence"] not in known]
    for entry in missing:
        _put_back(entry)
    # A new list must not get the key of one that was destroyed.
    _go_past(SelectionList, [entry["facts"]["list"] for entry in entries])
    _go_past(SelectionRow, [key for entry in entries for key in entry["facts"]["row_keys"]])
    for model in (Supervision, User):
        _go_past(model, list(model.objects.values_list("pk", flat=True)))
    return Replayed(len(missing), sum(_delete(entry["facts"]) for entry in entries))


def _must_fit(entries: list[dict[str, Any]]) -> None:
    genesis = SelectionChain.objects.get().genesis
    if number := first_broken(((entry["facts"], entry["hash"]) for entry in entries), genesis):
        raise CannotReplay(f"Linje {number} i filen {ledger.path()} er ændret. Hent filen fra en sikkerhedskopi.")
    marks = [entry["hash"] for entry in entries]
    for sequence, mark in SelectionDestruction.objects.in_order().values_list("sequence", "hash"):
        if sequence <= len(marks) and marks[sequence - 1] != mark:
            raise CannotReplay(f"Destruktion {sequence} er en anden i databasen end i filen {ledger.path()}.")


def _put_back(entry: dict[str, Any]) -> None:
    facts = entry["facts"]
    _make_again(entry)
    record = SelectionDestruction.objects.link(
        number=facts["number"],
        supervision_id=facts["supervision"],
        list_key=facts["list"],
        row_keys=facts["row_keys"],
        rows=facts["rows"],
        kept=facts["kept"],
        reason=facts["reason"],
        legal_ground=facts["ground"],
        by_id=facts["by"],
        at=datetime.fromisoformat(facts["at"]),
    )
    if record.hash != entry["hash"]:
        raise CannotReplay(f"Destruktion {facts['sequence']} kan ikke genskabes, som den var.")


def _make_again(entry: dict[str, Any]) -> None:
    """The supervision and the colleague, where the copy is older than they are."""
    facts, told = entry["facts"], entry["supervision"]
    if not Supervision.objects.filter(pk=facts["supervision"]).exists():
        days = {name: date.fromisoformat(told[name]) for name in DAYS if told[name]}
        Supervision(pk=facts["supervision"], **told | days).save(force_insert=True)
    if facts["by"] and not User.objects.filter(pk=facts["by"]).exists():
        User(pk=facts["by"], is_active=False, username=entry["by"]).save(force_insert=True)


def _go_past(model, keys: list[int]) -> None:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence(%s, 'id'), greatest(%s, nextval(pg_get_serial_sequence(%s, 'id'))))",
            [table, max(keys, default=1), table],
        )


def _delete(facts: dict[str, Any]) -> int:
    """By the list's key and its rows' together: neither alone says that it is the same list."""
    found = SelectionList.objects.filter(pk=facts["list"], supervision=facts["supervision"]).standing()
    if not found.exists():
        return 0
    with connection.cursor() as cursor:
        # Past Django's own guard: a list that was read and discarded later may point at them still.
        cursor.execute(
            "DELETE FROM tilsyn_selectionrow WHERE selection_id = %s AND id = ANY(%s)",
            [facts["list"], facts["row_keys"]],
        )
        gone = cursor.rowcount
    SelectionRow.objects.filter(selection=facts["list"]).update(cells=None, cpr_lookup=None)
    found.update(status=ListStatus.DESTROYED)
    return gone

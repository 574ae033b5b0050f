"""What is left of a destroyed list (B044, B047): looked for everywhere the system writes while it runs.

The list is known by its number and by the keys of its rows. At the moment of destruction the names and addresses on it
are looked for too; they are held in memory alone and written nowhere. What can't be seen from here: what PostgreSQL
has not yet taken off the disk (the nightly step does), backup copies, and paper.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage

from koerelister.models import DestructionRecord, OutcomeCount, RouteList
from sanktion.base.remains import Place, TableShape, count_rows, forms, in_files, in_redis, in_sessions, tables

logger = logging.getLogger(__name__)
SHORTEST_WORD = 5
PLANNED_AHEAD = timedelta(days=60)  # a session that ended before then never knew of the list
# Columns that hold the key of a list or of a stop, by the name they have wherever they are.
LIST_COLUMNS = ("route_list_id", "routelist_id", "list_id")
STOP_COLUMNS = ("stop_id",)
OWN_TABLES = {"koerelister_routelist": "list", "koerelister_stop": "stop"}
# Numbers alone, and closed to the application: there is no column in which a key or a word could stand.
SEALED = {OutcomeCount._meta.db_table}


@dataclass(frozen=True)
class Sought:
    list_key: int
    stop_keys: tuple[int, ...]
    words: tuple[str, ...]

    def is_in(self, part: bytes) -> bool:
        return any(form in part for form in self._forms)

    @cached_property
    def _forms(self) -> list[bytes]:
        return [form for word in self.words for form in forms(word)]


def words_on(route_list: RouteList) -> list[str]:
    """The names and addresses on the list, to be looked for when it is gone. Keep them in memory."""
    words = set()
    for stop in route_list.stops.with_doors():
        words |= {stop.case.citizen.name, stop.address.first_line}
    return sorted(word for word in words if len(word) >= SHORTEST_WORD)


def look_for(record: DestructionRecord, words: Iterable[str] = ()) -> list[Place]:
    """Every place, with how much was looked at. The log keeps the numbers alone."""
    sought = Sought(record.list_key or 0, tuple(record.stop_keys), (record.number, *words))
    numbers = Sought(0, (), (record.number,))
    places = [
        *_tables(sought, record),
        in_sessions(sought.is_in, since=record.date - PLANNED_AHEAD),
        in_redis(sought.is_in),
        in_files("Filer i mediemappen", [Path(default_storage.location)], sought.is_in),
        # Letters to citizens lie here by right, with name and address.
        in_files("Filer i ud- og indbakke", [settings.SANKTION_OUTBOX, settings.SANKTION_INBOX], numbers.is_in),
        in_files("Systemets logfiler", [settings.VAR / "log"], sought.is_in),
    ]
    found = sum(len(place.found_in) for place in places)
    unread = sum(len(place.unread) for place in places)
    looked_at = sum(place.looked_at for place in places)
    logger.info(
        "destruction.check sequence=%s looked_at=%s found=%s unread=%s", record.sequence, looked_at, found, unread
    )
    return places


def _tables(sought: Sought, record: DestructionRecord) -> list[Place]:
    found = [table for table in tables() if table.name not in SEALED]
    own = [table for table in found if table.name.startswith("koerelister_")]
    others = [table for table in found if table not in own]
    history = [table for table in others if "_historical" in table.name]
    rest = [table for table in others if table not in history]
    return [
        _rows("Kørelisternes tabeller", own, sought, record),
        _rows("Historiktabeller", history, sought, record),
        _rows("Alle andre tabeller", rest, sought, record),
    ]


def _rows(name: str, shapes: list[TableShape], sought: Sought, record: DestructionRecord) -> Place:
    found, unread = [], []
    for table, is_readable, columns in shapes:
        conditions, values = _conditions(table, columns, sought, record)
        if conditions and not is_readable:
            unread.append(table)
        elif conditions:
            found += [table] * count_rows(table, conditions, values)
    return Place(name, len(shapes), tuple(found), tuple(unread))


def _conditions(table: str, columns: list[str], sought: Sought, record: DestructionRecord) -> tuple[list, list]:
    """Keys in any table that has a column for them; the words in the tables of the route lists alone."""
    conditions, values = [], []
    for column in columns:
        own = OWN_TABLES.get(table) if column == "id" else None
        if column in LIST_COLUMNS or own == "list":
            conditions.append(f"t.{column} = %s")
            values.append(sought.list_key)
        elif column in STOP_COLUMNS or own == "stop":
            conditions.append(f"t.{column} = ANY(%s::bigint[])")
            values.append(list(sought.stop_keys))
    if table.startswith("koerelister_"):
        text = "EXISTS (SELECT 1 FROM unnest(%s::text[]) word WHERE strpos(t::text, word) > 0)"
        # The record is what is kept; its own number stands in it.
        conditions.append(f"({text} AND t.number <> %s)" if table == record._meta.db_table else text)
        values += [list(sought.words), record.number] if table == record._meta.db_table else [list(sought.words)]
    return conditions, values

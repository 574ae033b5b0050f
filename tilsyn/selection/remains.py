"""What is left of numbers that were destroyed: looked for everywhere the system writes while it runs.

Afterwards the rows are known by their keys alone. At the moment of destruction the numbers are looked for too; they are
held in memory and written nowhere. A citizen's own number stands by right in the citizen's own row and letters, so the
numbers are looked for in this app's tables and in what no citizen has a place in.
"""

import logging
import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from sanktion.base import encryption
from sanktion.base.remains import Place, TableShape, count_rows, in_files, in_redis, in_sessions, tables
from tilsyn.models import QUESTION, DestroyedBecause, SelectionDestruction, SelectionList, SelectionRow

logger = logging.getLogger(__name__)
OWN = SelectionRow._meta.db_table
# Columns that hold the key of a row, by the name they have wherever they are.
ROW_COLUMNS = ("asked_in_id", "selectionrow_id", "selection_row_id")
LOOKUP = "cpr_lookup"
WRITTEN = re.compile(rb"(?<![0-9])[0-9]{6}-?[0-9]{4}(?![0-9])")
WRITTEN_WIDE = re.compile(rb"(?:\x00[0-9]){6}(?:\x00-)?(?:\x00[0-9]){4}")
PACKED = re.compile(rb"[A-Za-z0-9+/]{16,}")
TEXT_TYPES = ("text", "varchar", "jsonb", "json")
SESSION_DAYS = 1


@dataclass(frozen=True)
class Sought:
    """``lists``: what else the directorate has sent may ask about the same number by right."""

    keys: tuple[int, ...]
    numbers: frozenset[str]
    lists: tuple[int, ...] = ()

    def is_in(self, part: bytes) -> bool:
        """As text, as PDF writes it, and as base64 holds it at any of the places it may begin."""
        return bool(self.numbers) and any(number in self.numbers for number in _written_in(part))

    @property
    def lookups(self) -> list[bytes]:
        return [lookup for number in self.numbers for lookup in encryption.lookups(number)]


def look_for(record: SelectionDestruction, numbers: frozenset[str] = frozenset()) -> list[Place]:
    """Every place, with how much was looked at. The log keeps how many alone."""
    sought = Sought(tuple(record.row_keys), numbers, _lists(record))
    since = timezone.localdate(record.at) - timedelta(days=SESSION_DAYS)
    places = [
        *_tables(sought),
        in_sessions(sought.is_in, since=since),
        in_redis(sought.is_in),
        in_files("Filer i mediemappen", [Path(default_storage.location)], sought.is_in),
        in_files("Systemets logfiler", [settings.VAR / "log"], sought.is_in),
    ]
    found = sum(len(place.found_in) for place in places)
    unread = sum(len(place.unread) for place in places)
    logger.info("selection.check sequence=%s found=%s unread=%s", record.sequence, found, unread)
    return places


def _lists(record: SelectionDestruction) -> tuple[int, ...]:
    """The list itself; and when the cases are chosen, all that was asked in the supervision."""
    found = SelectionList.objects.filter(pk=record.list_key)
    if record.reason == DestroyedBecause.CHOSEN:
        found |= SelectionList.objects.filter(supervision=record.supervision_id, round=QUESTION)
    return tuple(found.values_list("pk", flat=True))


def _written_in(part: bytes) -> Iterator[str]:
    for piece in (part, *_unpacked(part)):
        for found in WRITTEN.findall(piece):
            yield found.replace(b"-", b"").decode()
        for found in WRITTEN_WIDE.findall(piece):
            yield found.decode("utf-16-be").replace("-", "")


def _unpacked(part: bytes) -> Iterator[bytes]:
    for run in PACKED.findall(part):
        for start in range(4):
            text = run[start:]
            try:
                yield b64decode(text[: len(text) // 4 * 4])
            except NotBase64:
                continue


def _tables(sought: Sought) -> list[Place]:
    shapes = tables()
    own = [shape for shape in shapes if shape.name.startswith("tilsyn_") and "_historical" not in shape.name]
    history = [shape for shape in shapes if "_historical" in shape.name]
    rest = [shape for shape in shapes if shape not in own and shape not in history]
    texts = _text_columns()
    return [
        _rows("Tilsynenes tabeller", own, sought, texts),
        _rows("Historiktabeller", history, sought, {}),
        _rows("Alle andre tabeller", rest, sought, {}),
    ]


def _rows(name: str, shapes: list[TableShape], sought: Sought, texts: dict[str, list[str]]) -> Place:
    found, unread = [], []
    for shape in shapes:
        conditions, values = _conditions(shape, sought, texts.get(shape.name, []))
        if conditions and not shape.is_readable:
            unread.append(shape.name)
        elif conditions:
            found += [shape.name] * count_rows(shape.name, conditions, values)
    return Place(name, len(shapes), tuple(found), tuple(unread))


def _conditions(shape: TableShape, sought: Sought, texts: list[str]) -> tuple[list[str], list]:
    conditions, values = [], []
    for column in shape.columns:
        if column in ROW_COLUMNS or (shape.name == OWN and column == "id"):
            conditions.append(f"t.{column} = ANY(%s::bigint[])")
            values.append(list(sought.keys))
    if sought.numbers and LOOKUP in shape.columns and shape.name.startswith("tilsyn_"):
        of_lists = " AND t.selection_id = ANY(%s::bigint[])" if shape.name == OWN else ""
        conditions.append(f"(t.{LOOKUP} = ANY(%s::bytea[]){of_lists})")
        values += [sought.lookups, *([list(sought.lists)] if of_lists else [])]
    if sought.numbers and texts:
        written = "regexp_matches(concat_ws(' ', {}), '[0-9]{{6}}-?[0-9]{{4}}', 'g') m"
        # Names from information_schema.
        columns = ", ".join(f"t.{connection.ops.quote_name(text)}::text" for text in texts)
        asked = "replace(m[1], '-', '') = ANY(%s::text[])"
        conditions.append(f"EXISTS (SELECT 1 FROM {written.format(columns)} WHERE {asked})")  # noqa: S608 - see above
        values.append(sorted(sought.numbers))
    return conditions, values


def _text_columns() -> dict[str, list[str]]:
    """The open texts of this app's tables; what is sealed can't be searched, and goes with its row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, array_agg(column_name::text) FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name LIKE 'tilsyn%%' AND udt_name = ANY(%s) GROUP BY table_name",
            [list(TEXT_TYPES)],
        )
        return dict(cursor.fetchall())

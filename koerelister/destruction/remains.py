"""What is left of a destroyed list (B044, B047): looked for everywhere the system writes while it runs.

The list is known by its number and by the keys of its rows. At the moment of destruction the names and addresses on it
are looked for too; they are held in memory alone and written nowhere. What can't be seen from here: what PostgreSQL
has not yet taken off the disk (the nightly step does), backup copies, and paper.
"""

import json
import logging
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import redis
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db import connection

from koerelister.models import DestructionRecord, OutcomeCount, RouteList

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
class Place:
    """``looked_at`` is how many of what it is named after; ``found_in`` the table, key or kind of file of each find."""

    name: str
    looked_at: int
    found_in: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def is_clean(self) -> bool:
        return not (self.found_in or self.unread)


@dataclass(frozen=True)
class Sought:
    list_key: int
    stop_keys: tuple[int, ...]
    words: tuple[str, ...]

    @property
    def forms(self) -> list[bytes]:
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
        _sessions(sought, record),
        _redis(sought),
        _files("Filer i mediemappen", [Path(default_storage.location)], sought),
        # Letters to citizens lie here by right, with name and address.
        _files("Filer i ud- og indbakke", [settings.SANKTION_OUTBOX, settings.SANKTION_INBOX], numbers),
        _files("Systemets logfiler", [settings.VAR / "log"], sought),
    ]
    found = sum(len(place.found_in) for place in places)
    unread = sum(len(place.unread) for place in places)
    looked_at = sum(place.looked_at for place in places)
    logger.info(
        "destruction.check sequence=%s looked_at=%s found=%s unread=%s", record.sequence, looked_at, found, unread
    )
    return places


def forms(word: str) -> list[bytes]:
    """As text, as JSON and PDF write it, and as base64 holds it at any of the three places it may begin."""
    plain = word.encode()
    found = {plain, json.dumps(word)[1:-1].encode(), word.encode("utf-16-be")}
    for shift, unsure in enumerate((0, 2, 3)):
        # What stands beside the word changes the letters at the edges: only those between are sure.
        whole = b64encode(b"\0" * shift + plain).rstrip(b"=")
        found.add(whole[unsure : len(whole) - ((shift + len(plain)) % 3 > 0)])
    return sorted(found)


def _tables(sought: Sought, record: DestructionRecord) -> list[Place]:
    """From the database's own list of tables, so that one nobody told Django of is found too."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, bool_and(has_column_privilege(c.oid, a.attnum, 'SELECT')), array_agg(a.attname::text)"
            " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
            " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'm')"
            " GROUP BY c.oid, c.relname ORDER BY c.relname"
        )
        tables = [row for row in cursor.fetchall() if row[0] not in SEALED]
    own = [table for table in tables if table[0].startswith("koerelister_")]
    others = [table for table in tables if table not in own]
    history = [table for table in others if "_historical" in table[0]]
    rest = [table for table in others if table not in history]
    return [
        _rows("Kørelisternes tabeller", own, sought, record),
        _rows("Historiktabeller", history, sought, record),
        _rows("Alle andre tabeller", rest, sought, record),
    ]


def _rows(name: str, tables: list[tuple], sought: Sought, record: DestructionRecord) -> Place:
    found, unread = [], []
    for table, is_readable, columns in tables:
        conditions, values = _conditions(table, columns, sought, record)
        if conditions and not is_readable:
            unread.append(table)
        elif conditions:
            found += [table] * _count(table, conditions, values)
    return Place(name, len(tables), tuple(found), tuple(unread))


def _count(table: str, conditions: list[str], values: list) -> int:
    quoted, wanted = connection.ops.quote_name(table), " OR ".join(conditions)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {quoted} t WHERE {wanted}", values)  # noqa: S608 - names from pg_class
        return cursor.fetchone()[0]


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


def _sessions(sought: Sought, record: DestructionRecord) -> Place:
    looked_at, found = 0, []
    for session in Session.objects.filter(expire_date__date__gte=record.date - PLANNED_AHEAD).iterator():
        looked_at += 1
        text = json.dumps(session.get_decoded(), ensure_ascii=False, default=str)
        found += [f"session {looked_at}"] if any(word in text for word in sought.words) else []
    return Place("Sessioner", looked_at, tuple(found))


def _redis(sought: Sought) -> Place:
    """Cache, queues and what the workers have taken but not finished."""
    looked_at, found, unread, wanted = 0, [], [], sought.forms
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=5, socket_connect_timeout=2) as client:
            for key in client.scan_iter(count=1000):
                looked_at += 1
                if any(form in part for part in (key, *_values(client, key)) for form in wanted):
                    found.append(key.decode(errors="replace"))
    except redis.RedisError as error:
        unread.append(type(error).__name__)
    return Place("Nøgler i kø og cache (Redis)", looked_at, tuple(found), tuple(unread))


def _values(client: redis.Redis, key: bytes) -> Iterator[bytes]:
    match client.type(key):
        case b"string":
            values = [client.get(key) or b""]
        case b"list":
            values = client.lrange(key, 0, -1)
        case b"hash":
            values = [part for pair in client.hgetall(key).items() for part in pair]
        case b"zset":
            values = client.zrange(key, 0, -1)
        case b"set":
            values = client.smembers(key)
        case _:
            values = []
    for value in values:
        yield value
        yield _body(value)


def _body(value: bytes) -> bytes:
    """What a queued message says; its body is base64 within JSON."""
    try:
        return b64decode(json.loads(value)["body"])
    except (ValueError, KeyError, TypeError):
        return b""


def _files(name: str, folders: list[Path], sought: Sought) -> Place:
    looked_at, found, unread, wanted = 0, [], [], sought.forms
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if not path.is_file():
                continue
            looked_at += 1
            try:
                parts = [str(path.relative_to(folder)).encode(), *_inflated(path.read_bytes())]
            except OSError:
                unread.append(path.suffix or "fil")
                continue
            if any(form in part for part in parts for form in wanted):
                found.append(path.suffix or "fil")
    return Place(name, looked_at, tuple(found), tuple(unread))


def _inflated(data: bytes) -> Iterator[bytes]:
    """The bytes, and those of a PDF's packed streams."""
    yield data
    if data.startswith(b"%PDF"):
        for part in data.split(b"stream")[1:]:
            try:
                yield zlib.decompressobj().decompress(part.lstrip(b"\r\n"))
            except zlib.error:
                continue

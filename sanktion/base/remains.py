"""Looking for what was destroyed wherever the system writes while it runs (B044, B047).

What is looked for is a question asked of bytes, so that names, numbers and keys can each be asked for in their own way.
Nothing of it is written anywhere. What can't be seen from here: what PostgreSQL has not yet taken off the disk (the
nightly step does), backup copies, and paper.
"""

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import redis
from django.conf import settings
from django.db import connection

Asked = Callable[[bytes], bool]


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


class TableShape(NamedTuple):
    name: str
    is_readable: bool
    columns: list[str]


def tables() -> list[TableShape]:
    """From the database's own list, so that one nobody told Django of is found too."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, bool_and(has_column_privilege(c.oid, a.attnum, 'SELECT')), array_agg(a.attname::text)"
            " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
            " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'm')"
            # A part of a table is looked at through the whole.
            " AND NOT c.relispartition"
            " GROUP BY c.oid, c.relname ORDER BY c.relname"
        )
        return [TableShape(*row) for row in cursor.fetchall()]


def count_rows(table: str, conditions: list[str], values: list) -> int:
    """How many rows meet any of the conditions; the table is called ``t`` in them."""
    quoted, wanted = connection.ops.quote_name(table), " OR ".join(conditions)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {quoted} t WHERE {wanted}", values)  # noqa: S608 - names from pg_class
        return cursor.fetchone()[0]


def forms(word: str) -> list[bytes]:
    """As text, as JSON and PDF write it, and as base64 holds it at any of the three places it may begin."""
    plain = word.encode()
    found = {plain, json.dumps(word)[1:-1].encode(), word.encode("utf-16-be")}
    for shift, unsure in enumerate((0, 2, 3)):
        # What stands beside the word changes the letters at the edges: only those between are sure.
        whole = b64encode(b"\0" * shift + plain).rstrip(b"=")
        found.add(whole[unsure : len(whole) - ((shift + len(plain)) % 3 > 0)])
    return sorted(found)


def in_sessions(asked: Asked, *, since: date) -> Place:
    """``since``: a session that ended before then never knew of it."""
    looked_at, found = 0, []
    # Wherever they are kept: Django's own table may stand empty beside it.
    sessions = import_module(settings.SESSION_ENGINE).SessionStore.get_model_class()
    for session in sessions.objects.filter(expire_date__date__gte=since).iterator():
        looked_at += 1
        text = json.dumps(session.get_decoded(), ensure_ascii=False, default=str)
        found += [f"session {looked_at}"] if asked(text.encode()) else []
    return Place("Sessioner", looked_at, tuple(found))


def in_redis(asked: Asked) -> Place:
    """Cache, queues and what the workers have taken but not finished."""
    looked_at, found, unread = 0, [], []
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=5, socket_connect_timeout=2) as client:
            for key in client.scan_iter(count=1000):
                looked_at += 1
                if any(map(asked, (key, *_values(client, key)))):
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


def in_files(name: str, folders: list[Path], asked: Asked) -> Place:
    looked_at, found, unread = 0, [], []
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
            if any(map(asked, parts)):
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

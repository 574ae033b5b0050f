"""Rotation of the keys of texts and look-ups while the site runs (safety, § 2).

What an older key made is read and made again under the newest: in small transactions, a table at a time, passing over
rows that somebody else has just locked and coming back to them. Nothing is noted on the way: a payload tells its own
version, and a look-up is made again to see whose it is. So a rotation that was killed is begun again and goes on, and
two can run at once.

Takes the owner of the tables and ``session_replication_role``: see ``sanktion.base.reencryption``.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import psycopg
from django.db import connection
from psycopg.errors import UniqueViolation

from sanktion.base import encryption
from sanktion.base.acting import system
from sanktion.base.encryption import DecryptionError
from sanktion.base.reencryption import VERSION, is_guarded
from sanktion.base.sealed import REASON, ROWS, Sealed, sealed_tables

BYTES = 16 * 1024 * 1024  # of payload in one transaction, unless a single row is larger
PASSES = 20
WAIT_SECONDS = 0.5


class MayNotRotate(Exception):
    """The database would refuse what the rotation does, or would not guard it. The message is for the operator."""


@dataclass
class Rotated:
    """``locked``: rows that somebody else held every time; ``unreadable`` and ``clashing`` are keys of rows."""

    rows: int = 0
    locked: int = 0
    unreadable: list[Any] = field(default_factory=list)
    # Another row has the look-up under the new key: the same number was registered twice.
    clashing: list[Any] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not (self.locked or self.unreadable or self.clashing)


def check_may_rotate() -> None:
    """Raises MayNotRotate unless this role owns the tables, may go past their triggers, and each table is guarded."""
    tables = sealed_tables()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bool_and(pg_has_role(relowner, 'USAGE')),"
            " has_parameter_privilege('session_replication_role', 'SET') FROM pg_class WHERE oid = ANY(%s::regclass[])",
            [[table.name for table in tables]],
        )
        is_owner, may_set = cursor.fetchone()
    if not is_owner:
        raise MayNotRotate("Kør kommandoen med ejerens DATABASE_URL, som migreringen.")
    if not may_set:
        raise MayNotRotate(
            "Ejeren mangler en ret, som en superbruger giver én gang: GRANT SET ON PARAMETER session_replication_role"
            " TO sanktion_owner;"
        )
    for table in tables:
        if not is_guarded(table.model):
            raise MayNotRotate(f"Tabellen {table.name} mangler sin vagt. Kør migrate først.")


def rotate(table: Sealed) -> Rotated:
    """Every row of the table that an older key made, as long as there are any that nobody else holds."""
    done = Rotated()
    for _ in range(PASSES):
        done.unreadable, done.clashing = [], []
        done.locked = sum(_renew(table, keys, done) for keys in _waiting(table))
        if not done.locked:
            break
        time.sleep(WAIT_SECONDS)
    return done


def _waiting(table: Sealed) -> Iterator[list[Any]]:
    """The keys of old rows, so many at a time as one transaction takes."""
    if table.is_compared:
        together = [key for rows in _chunks(table) for key, _ in rows]
        yield from [together] if together else []
        return
    for rows in _chunks(table):
        keys, held = [], 0
        for key, size in rows:
            if keys and held + size > BYTES:
                yield keys
                keys, held = [], 0
            keys.append(key)
            held += size
        yield from [keys] if keys else []


def _chunks(table: Sealed) -> Iterator[list[tuple[Any, int]]]:
    """Key and bytes of payload of old rows, in the order of their keys."""
    after = None
    while True:
        with system(REASON):
            found = _next(table, after)
            others = [key for key, _, is_old in found if not is_old]
            old = {key for key, _, is_old in found if is_old} | _with_old_look_up(table, others)
        if not found:
            return
        after = found[-1][0]
        yield [(key, size) for key, size, _ in found if key in old]


def _next(table: Sealed, after: Any) -> list[tuple[Any, int, bool]]:
    """Key, bytes of payload, and whether a payload is old; read without the payloads themselves.

    Whether a look-up is old PostgreSQL can't tell: while there are several keys to look up with, all rows are given.
    """
    asks_all = table.look_ups and len(encryption.lookup_versions()) > 1
    conditions = [] if asks_all else [f"({table.is_old})"]
    conditions += [] if after is None else [f"{table.key} > %(after)s"]
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {table.key}, {table.size}, ({table.is_old}) IS TRUE FROM {table.quoted} {where}"  # noqa: S608 - names of our own tables
            f" ORDER BY 1 LIMIT {ROWS}",
            {"new": encryption.current_version(), "after": after},
        )
        return cursor.fetchall()


def _with_old_look_up(table: Sealed, keys: list[Any]) -> set[Any]:
    newest = encryption.lookup_versions()[0]
    try:
        rows = table.rows(keys)
        return {
            key
            for key, row in rows.items()
            for name, look_up in table.look_ups.items()
            if look_up.version(row, getattr(row, name)) not in (None, newest)
        }
    except DecryptionError:
        # Taken one by one where they are renewed, so that the damaged one is found.
        return set(keys)


def _renew(table: Sealed, keys: list[Any], done: Rotated) -> int:
    """Encrypt the rows anew in one transaction. Returns how many somebody else holds.

    A row that can't be done is found by halving, and noted; the others are done.
    """
    try:
        with system(REASON):
            held = _lock(table, keys)
            made = [made for row in held if (made := _made_again(table, *row))]
            _write(table, made)
    except (UniqueViolation, DecryptionError) as problem:
        if len(keys) > 1:
            half = len(keys) // 2
            return _renew(table, keys[:half], done) + _renew(table, keys[half:], done)
        (done.clashing if isinstance(problem, UniqueViolation) else done.unreadable).append(keys[0])
        return 0
    done.rows += len(made)
    return len(keys) - len(held)


def _lock(table: Sealed, keys: list[Any]) -> list[tuple[Any, list[bytes | None], Any]]:
    """Key, payloads and the row as the program reads it, of those rows that nobody else holds."""
    columns = ", ".join(connection.ops.quote_name(name) for name in table.contexts)
    # Rows the database compares with each other are waited for: they change together.
    pass_over = "" if table.is_compared else "SKIP LOCKED"
    with _cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(filter(None, [table.key, columns]))} FROM {table.quoted}"  # noqa: S608 - names of our own tables
            f" WHERE {table.key} = ANY(%s) ORDER BY {table.key} FOR UPDATE {pass_over}",
            [keys],
        )
        found = cursor.fetchall()
    rows = table.rows([row[0] for row in found])
    return [(key, payloads, rows.get(key)) for key, *payloads in found]


def _made_again(table: Sealed, key: Any, payloads: list[bytes | None], row: Any) -> tuple | None:
    """Key, payloads and look-ups as they are to be; None when nothing of the row is old."""
    renewed = [_payload(payload, context) for payload, context in zip(payloads, table.contexts.values(), strict=True)]
    look_ups = [getattr(row, name) and bytes(getattr(row, name)) for name in table.look_ups]
    hashed = [_look_up(look_up, row, stored) for look_up, stored in zip(table.look_ups.values(), look_ups, strict=True)]
    return (key, *renewed, *hashed) if (renewed, hashed) != (payloads, look_ups) else None


def _payload(payload: bytes | None, context: bytes) -> bytes | None:
    if payload is None or encryption.version_of(payload) == encryption.current_version():
        return payload
    plain = encryption.decrypt(payload, context)
    made = encryption.encrypt(plain, context)
    # The old one is gone when this is stored, and the database can't tell whether it says the same.
    if encryption.decrypt(made, context) != plain:
        raise DecryptionError(f"The new payload in {context.decode()} does not say the same.")
    return made


def _look_up(look_up, row: Any, stored: bytes | None) -> bytes | None:
    version = look_up.version(row, stored)
    if version is None or version == encryption.lookup_versions()[0]:
        return stored
    if version == 0:
        raise DecryptionError("A look-up was made with a key that is not live.")
    return encryption.lookup(str(look_up.text_of(row)))


def _write(table: Sealed, made: list[tuple]) -> None:
    if not made:
        return
    keys, *columns = (list(column) for column in zip(*made, strict=True))
    named = zip([*table.contexts, *table.look_ups], columns, strict=True)
    changed = {name: values for name, values in named if any(value is not None for value in values)}
    quoted = [connection.ops.quote_name(name) for name in changed]
    sets = [f"{name} = made.{name}" for name in quoted]
    sets += [f"{VERSION} = {encryption.current_version()}"] if _has_version(table) else []
    kind = table.model._meta.pk.rel_db_type(connection)
    arrays = ", ".join([f"%s::{kind}[]", *("%b::bytea[]" for _ in changed)])
    with _cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            f"UPDATE {table.quoted} kept SET {', '.join(sets)}"  # noqa: S608 - names of our own tables
            f" FROM unnest({arrays}) AS made({', '.join(['key', *quoted])}) WHERE kept.{table.key} = made.key",
            [keys, *changed.values()],
        )
        if cursor.rowcount != len(made):
            raise MayNotRotate(f"Databasen lod kun {cursor.rowcount} af {len(made)} rækker i {table.name} ændre.")
        cursor.execute("SET LOCAL session_replication_role = origin")


def _cursor() -> psycopg.Cursor:
    # psycopg's own: Django's writes bytes into the statement as text, which takes several times the memory.
    connection.ensure_connection()
    return psycopg.Cursor(connection.connection)


def _has_version(table: Sealed) -> bool:
    return any(one.column == VERSION for one in table.model._meta.concrete_fields)

"""Which columns of which tables hang on the keys outside the database, and which key made what stands in them."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model

from sanktion.base import encryption
from sanktion.base.acting import system
from sanktion.base.encryption import DecryptionError
from sanktion.base.reencryption import look_up_columns, sealed_columns

REASON = "rotate_keys"
ROWS = 500


@dataclass(frozen=True)
class LookUp:
    """How a keyed look-up is made again: ``text_of`` gives the row's normalised text, or None when it has none.

    ``is_compared``: the database holds one row's against another's, so all change in one transaction.
    ``outlives_its_text``: what was hashed may since have been changed; such a row belongs to no key any more.
    """

    text_of: Callable[[Any], str | None]
    is_compared: bool = False
    outlives_its_text: bool = False

    def version(self, row: Model, stored: bytes | None) -> int | None:
        """The version of the key that made it; 0 when no live key did, None when there is nothing to tell."""
        if stored is None:
            return None
        text = self.text_of(row)
        made = encryption.lookups(str(text)) if text is not None else []
        if bytes(stored) in made:
            return encryption.lookup_versions()[made.index(bytes(stored))]
        return None if self.outlives_its_text else 0


_look_ups: dict[tuple[str, str], LookUp] = {}


def register_look_up(model: type[Model], column: str, look_up: LookUp) -> None:
    """Called in each app's ``ready()``. A history table's are those of the model it is the history of."""
    _look_ups[model._meta.label, column] = look_up


@dataclass(frozen=True)
class Sealed:
    """One table: its sealed columns with the context of each, and its look-ups."""

    model: type[Model]
    contexts: dict[str, bytes]
    look_ups: dict[str, LookUp]

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @property
    def quoted(self) -> str:
        return connection.ops.quote_name(self.name)

    @property
    def key(self) -> str:
        return connection.ops.quote_name(self.model._meta.pk.column)

    @property
    def is_compared(self) -> bool:
        return any(look_up.is_compared for look_up in self.look_ups.values())

    @property
    def size(self) -> str:
        """SQL: how many bytes of payload a row has. PostgreSQL reads no payload to tell it."""
        return " + ".join(f"coalesce(octet_length({name}), 0)" for name in self._quoted_columns) or "0"

    @property
    def is_old(self) -> str:
        """SQL: whether a payload of the row is of another version than %(new)s; NULL is no."""
        return " OR ".join(f"{_version(name)} <> %(new)s" for name in self._quoted_columns) or "false"

    @property
    def _quoted_columns(self) -> list[str]:
        return [connection.ops.quote_name(name) for name in self.contexts]

    def rows(self, keys: list[Any]) -> dict[Any, Model]:
        """The rows as the program reads them, by their keys; empty for a table without look-ups."""
        return self.model._base_manager.in_bulk(keys) if self.look_ups else {}


@dataclass
class Standing:
    """How many payloads (of a column of a row) and look-ups each version of the keys made; 0 is no live key."""

    texts: Counter[int] = field(default_factory=Counter)
    look_ups: Counter[int] = field(default_factory=Counter)


def sealed_tables() -> list[Sealed]:
    """Small first those the database compares, then by name."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        contexts = {name: model._meta.get_field(_field(model, name)).context for name in sealed_columns(model)}
        origin = getattr(model, "instance_type", model)
        look_ups = {name: _look_ups[origin._meta.label, name] for name in look_up_columns(model)}
        if contexts or look_ups:
            found.append(Sealed(model, contexts, look_ups))
    return sorted(found, key=lambda table: (not table.is_compared, table.name))


def standing(table: Sealed) -> Standing:
    """Reads every look-up and the first byte of every payload."""
    found = Standing()
    for name in table._quoted_columns:
        with system(REASON), connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {_version(name)}, count(*) FROM {table.quoted} WHERE {name} IS NOT NULL GROUP BY 1"  # noqa: S608 - names of our own tables
            )
            found.texts.update(dict(cursor.fetchall()))
    if table.look_ups:
        for keys in all_keys(table):
            with system(REASON):
                found.look_ups.update(_versions(table, keys))
    return found


def versions_at_the_ends() -> set[int]:
    """Of the text keys that made the first and the last row of every table. Asked of indexes alone, in one query: each
    start asks it, however much there is."""
    ends = [
        f"(SELECT {_version(name)} FROM {table.quoted} ORDER BY {table.key} {way} LIMIT 1)"  # noqa: S608 - names of our own tables
        for table in sealed_tables()
        for name in table._quoted_columns
        for way in ("ASC", "DESC")
    ]
    with system("Nøglerne ved starten"), connection.cursor() as cursor:
        cursor.execute(" UNION ".join(ends))
        return {version for (version,) in cursor.fetchall() if version is not None}


def unreadable(table: Sealed) -> list[Any]:
    """The keys of the rows with a payload that no live key opens. Reads everything."""
    found = []
    columns = ", ".join([table.key, *table._quoted_columns])
    for keys in all_keys(table):
        for key in keys:
            with system(REASON), connection.cursor() as cursor:
                cursor.execute(f"SELECT {columns} FROM {table.quoted} WHERE {table.key} = %s", [key])  # noqa: S608 - names of our own tables
                found += [row[0] for row in cursor.fetchall() if not _opens(table, row[1:])]
    return found


def all_keys(table: Sealed) -> Iterator[list[Any]]:
    """In order, so many at a time; rows that come meanwhile are met when they stand further on."""
    after = None
    while True:
        where = "" if after is None else f"WHERE {table.key} > %s"
        with system(REASON), connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {table.key} FROM {table.quoted} {where} ORDER BY 1 LIMIT {ROWS}",  # noqa: S608 - names of our own tables
                [] if after is None else [after],
            )
            keys = [key for (key,) in cursor.fetchall()]
        if not keys:
            return
        yield keys
        after = keys[-1]


def _versions(table: Sealed, keys: list[Any]) -> Iterator[int]:
    for row in table.rows(keys).values():
        for name, look_up in table.look_ups.items():
            version = look_up.version(row, getattr(row, name))
            if version is not None:
                yield version


def _opens(table: Sealed, payloads: tuple) -> bool:
    try:
        for payload, context in zip(payloads, table.contexts.values(), strict=True):
            if payload is not None:
                encryption.decrypt(bytes(payload), context)
    except DecryptionError:
        return False
    return True


def _field(model: type[Model], column: str) -> str:
    return next(one.name for one in model._meta.concrete_fields if one.column == column)


def _version(column: str) -> str:
    # A slice of the first byte: PostgreSQL then leaves the rest of a large payload where it lies.
    return f"get_byte(substring({column} FROM 1 FOR 1), 0)"

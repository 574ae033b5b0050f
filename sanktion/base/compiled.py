"""Queries whose SQL is worked out once.

Building a large query takes Python many times as long as PostgreSQL needs to answer it. Where its text follows from a
few known values and from nothing that is stored, it is kept under those values.

PostgreSQL in turn takes many times as long to plan such a query as to answer it. What is asked again on the same
connection is prepared there, and its plan kept; see the setting ``DATABASE_PREPARES``.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import NamedTuple

import psycopg
from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

# A plan of the queue's largest query takes PostgreSQL 3 MB, on each connection.
MOST_PREPARED = 40


class Compiled(NamedTuple):
    """The SQL of a queryset with its values in it; empty when there can be no row."""

    sql: str

    @classmethod
    def of(cls, queryset: QuerySet) -> "Compiled":
        try:
            return cls(connection.ops.compose_sql(*queryset.query.sql_with_params()))
        except EmptyResultSet:
            return cls("")

    def fetch(self) -> list[tuple]:
        """The rows as PostgreSQL gives them: no field of the model has a say in it."""
        if not self.sql:
            return []
        with _preparing_cursor() as cursor:
            # Without parameters: a text this long is not searched for places to put them.
            cursor.execute(self.sql)
            return cursor.fetchall()


@contextmanager
def _preparing_cursor() -> Iterator[CursorWrapper]:
    """Django's own cursor writes values into the text it sends, and so never prepares.

    Only while it is open may the connection prepare: psycopg counts by the text, and would hold on to the last texts
    of Django's too, with a citizen's data and whole documents in them.
    """
    connection.ensure_connection()
    wire = connection.connection
    wire.prepared_max = MOST_PREPARED
    wire.prepare_threshold = 1 if settings.DATABASE_PREPARES else None
    try:
        with psycopg.Cursor(wire) as cursor:
            yield connection.make_debug_cursor(cursor) if connection.queries_logged else connection.make_cursor(cursor)
    finally:
        wire.prepare_threshold = None


class Kept:
    """What was made for a key, until there are ``most`` of them. For one process; holds no citizen's data."""

    def __init__(self, most: int = 500):
        self._most = most
        self._made: dict[Hashable, Compiled] = {}

    def get(self, key: Hashable, make: Callable[[], QuerySet]) -> Compiled:
        found = self._made.get(key)
        if found is None:
            if len(self._made) >= self._most:
                self._made.clear()
            found = self._made[key] = Compiled.of(make())
        return found


class KeptRows:
    """Models by their ids: the same text for every page, and for every reader.

    ``make(ids)`` gives the queryset, ids to be used as in ``pk__in=ids``. What it asks besides follows from the code
    alone, never from the day or the reader.
    """

    def __init__(self, make: Callable[[RawSQL], QuerySet]):
        self._make = make

    def of(self, ids: list[int]) -> list[Model]:
        with _preparing_cursor() as cursor:
            cursor.execute(self._sql, {"ids": ids})
            return _models(self._compiler, cursor.fetchall())

    @cached_property
    def _compiler(self) -> SQLCompiler:
        queryset = self._make(RawSQL("SELECT unnest(%%(ids)s::bigint[])", ()))
        return queryset.query.get_compiler(connection.alias)

    @cached_property
    def _sql(self) -> str:
        return connection.ops.compose_sql(*self._compiler.as_sql())


def _models(compiler: SQLCompiler, rows: list[tuple]) -> list[Model]:
    """What ``QuerySet`` does with rows: a model of each, with its related ones and what it was annotated with."""
    select, about, annotations = compiler.select, compiler.klass_info, compiler.annotation_col_map
    own = slice(about["select_fields"][0], about["select_fields"][-1] + 1)
    names = [column.target.attname for column, _, _ in select[own]]
    related = get_related_populators(about, select, connection.alias)
    found = []
    for row in compiler.results_iter([rows]):
        model = about["model"].from_db(connection.alias, names, row[own])
        for one in related:
            one.populate(row, model)
        for name, column in annotations.items():
            setattr(model, name, row[column])
        found.append(model)
    return found

"""Queries whose SQL is worked out once.

Building a large query takes Python many times as long as PostgreSQL needs to answer it. Where its text follows from a
few known values and from nothing that is stored, it is kept under those values.
"""

from collections.abc import Callable, Hashable
from typing import NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


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
        with connection.cursor() as cursor:
            # Without parameters: a text this long is not searched for places to put them.
            cursor.execute(self.sql)
            return cursor.fetchall()


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

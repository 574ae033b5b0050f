"""What of another team's a request could touch: told by the database's own row security, table by table.

``of``: the tables that were written in; only what hangs on them is asked for, and the rest is as it was.
"""

from django.apps import apps
from django.db import connection

from sanktion.base.acting import acting
from sanktion.base.row_security import is_guarded
from sanktion.models import Team, User

# Written at every visit, and of nobody's case: who looked at what.
NOT_COMPARED = {"sanktion_accesslog"}


def guarded_models() -> list:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and is_guarded(model) and model._meta.db_table not in NOT_COMPARED
    ]


def seen_by(user, of: set[str] | None = None) -> dict[str, tuple]:
    """How many rows of each table the user's own transactions meet, and a sum over all that is in them."""
    checks = [
        f"SELECT '{table}', count(*), coalesce(sum(hashtextextended(seen::text, 0)), 0) FROM {table} AS seen"  # noqa: S608
        for table in sorted({model._meta.db_table for model in guarded_models()})
        if of is None or table in of
    ]
    return {table: tuple(rest) for table, *rest in _rows(user, checks)}


def pointing_out_of_sight(user, of: set[str] | None = None) -> dict[str, int]:
    """How many of the rows the user sees point at a row that the user may not see."""
    checks = [
        f"SELECT '{table}.{field.column}', count(*) FROM {table} AS mine WHERE {field.column} IS NOT NULL"  # noqa: S608
        f" AND NOT EXISTS (SELECT 1 FROM {target._meta.db_table} AS other"
        f" WHERE other.{target._meta.pk.column} = mine.{field.column})"
        for model in guarded_models()
        for table in [model._meta.db_table]
        for field in model._meta.concrete_fields
        if field.is_relation and field.db_constraint and is_guarded(target := field.related_model)
        if of is None or table in of or target._meta.db_table in of
    ]
    return dict(_rows(user, checks))


def naming(user: User, team: Team, of: set[str] | None = None) -> dict[str, int]:
    """How many rows of each column name the one user or the one team."""
    checks = [
        f"SELECT '{model._meta.db_table}.{field.column}', count(*) FROM {model._meta.db_table}"  # noqa: S608
        f" WHERE {field.column} = {user.pk if field.related_model is User else team.pk}"
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and (of is None or model._meta.db_table in of)
        for field in model._meta.local_concrete_fields
        if field.is_relation and field.related_model in (User, Team)
    ]
    return dict(_asked(checks))


def _rows(user, checks: list[str]) -> list[tuple]:
    with acting(user):
        return _asked(checks)


def _asked(checks: list[str]) -> list[tuple]:
    if not checks:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(checks))
        return cursor.fetchall()

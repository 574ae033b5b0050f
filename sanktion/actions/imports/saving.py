"""Many rows with their history, a few statements a thousand rows."""

from collections.abc import Iterator, Sequence
from itertools import islice

from django.db import connection
from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from sanktion.actions.imports.outcome import Tell, chunks

REASON = "Indlæst fra fil"


def create(model, objects: list, *, by, tell: Tell | None = None) -> None:
    done = 0
    for chunk in chunks(objects):
        bulk_create_with_history(chunk, model, default_user=by, default_change_reason=REASON)
        done += len(chunk)
        if tell:
            tell(done, len(objects))


def update(model, objects: list, fields: list[str], *, by) -> None:
    for chunk in chunks(objects, 500):
        bulk_update_with_history(chunk, model, fields, default_user=by, default_change_reason=REASON)


def insert(model, names: Sequence[str], rows: Iterator[tuple], *, total: int, by, tell: Tell) -> None:
    """Rows of a model with nothing sealed, given as tuples of the columns ``names``, each with its first history row.
    ``total`` is how many they are: they are made as they are needed.

    An object for each row and another for its history cost more than storing them: PostgreSQL is given the columns as
    arrays, and copies what it has stored.
    """
    statement = _insert_with_history(model, names)
    done = 0
    while chunk := list(islice(rows, 5_000)):
        with connection.cursor() as cursor:
            cursor.execute(statement, [*map(list, zip(*chunk, strict=True)), timezone.now(), REASON, by and by.pk])
        done += len(chunk)
        tell(done, total)


def _insert_with_history(model, names: Sequence[str]) -> str:
    past = model.history.model._meta
    of_row = {field.column for field in model._meta.concrete_fields}
    kept = ", ".join(field.column for field in past.concrete_fields if field.column in of_row)
    types = {
        field.column: field.rel_db_type(connection) if field.is_relation else field.db_type(connection)
        for field in model._meta.concrete_fields
    }
    arrays = ", ".join(f"%s::{types[name]}[]" for name in names)
    # Names of tables and columns of our own models alone.
    return (
        f"WITH made AS (INSERT INTO {model._meta.db_table} ({', '.join(names)})"  # noqa: S608 - names of our own tables
        f" SELECT * FROM unnest({arrays}) RETURNING *)"
        f" INSERT INTO {past.db_table} ({kept}, history_type, history_date, history_change_reason, history_user_id)"
        f" SELECT {kept}, '+', %s, %s, %s FROM made"
    )

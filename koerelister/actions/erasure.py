"""The nightly step that takes what was deleted off the disk too (safety, § 1).

PostgreSQL marks a deleted row and leaves its bytes: in the table, in the indexes and in the write-ahead log. The small
tables are written anew, and the log is moved on, so that its old files go (``wal_recycle`` is off).
"""

import time

from django.apps import apps
from django.db import connection
from django.utils import timezone

from koerelister.models import PhysicalErasure
from sanktion.base.privileges import is_destroyed

# A page that reads a list is waited for this long; the beat tries again an hour later.
WAIT = "10s"
# Seconds between the tries, while somebody's older transaction holds on to what was deleted.
PAUSES = (0.5, 2, 8)
HELD = "En transaktion, der er åben i databasen (fx en sikkerhedskopi), holder på det slettede. Prøv igen bagefter:"


class MayNotErase(Exception):
    """PostgreSQL would pass over the tables with a warning, and nothing would be erased."""


class StillHeld(Exception):
    """PostgreSQL keeps every row that an open transaction might still see, however it is written anew."""


def erase_once_a_day() -> PhysicalErasure | None:
    if PhysicalErasure.objects.filter(at__date=timezone.localdate()).exists():
        return None
    return erase()


def erase() -> PhysicalErasure:
    """Not inside a transaction: ``VACUUM`` can't be. Safe to run at any time, and twice.

    Raises StillHeld, and notes nothing, when something deleted is still there: then it is to be tried again.
    """
    tables = erasable_tables()
    with connection.cursor() as cursor:
        cursor.execute("SELECT bool_and(has_table_privilege(name, 'MAINTAIN')) FROM unnest(%s::text[]) name", [tables])
        if not cursor.fetchone()[0]:
            raise MayNotErase("Rollen mangler MAINTAIN på listernes tabeller. Kør migrate som ejer.")
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [WAIT])
        try:
            held = _write_anew(cursor, tables)
            for pause in PAUSES:
                if held:
                    time.sleep(pause)
                    held = _write_anew(cursor, held)
        finally:
            cursor.execute("RESET lock_timeout")
        cursor.execute("SELECT pg_switch_wal()")
        cursor.execute("CHECKPOINT")
    if held:
        raise StillHeld(f"{HELD} {', '.join(held)}.")
    return PhysicalErasure.objects.create(tables=len(tables))


def _write_anew(cursor, tables: list[str]) -> list[str]:
    """Those of the tables that still hold deleted rows afterwards, as ``ANALYZE`` counted them."""
    # What this connection itself has not told of yet would be counted on top of that.
    cursor.execute("SELECT pg_stat_force_next_flush()")
    for name in map(connection.ops.quote_name, tables):
        # Writing anew looks with a snapshot of its own, and keeps what a transaction in any other database might have
        # seen. The common vacuum asks about this database alone, so it goes first.
        cursor.execute(f"VACUUM (INDEX_CLEANUP ON) {name}")
        cursor.execute(f"VACUUM (FULL, ANALYZE) {name}")
    cursor.execute(
        "SELECT relname FROM pg_stat_user_tables WHERE relname = ANY(%s) AND n_dead_tup > 0 ORDER BY relname", [tables]
    )
    return [name for (name,) in cursor.fetchall()]


def erasable_tables() -> list[str]:
    """Those that the application may delete from for good: all that hold anything about a list."""
    models = apps.get_models(include_auto_created=True)
    return sorted(model._meta.db_table for model in models if is_destroyed(model))

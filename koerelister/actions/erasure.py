"""The nightly step that takes what was deleted off the disk too (safety, § 1).

PostgreSQL marks a deleted row and leaves its bytes: in the table, in the indexes and in the write-ahead log. The small
tables are written anew, and the log is moved on, so that its old files go (``wal_recycle`` is off).
"""

from django.apps import apps
from django.db import connection
from django.utils import timezone

from koerelister.models import PhysicalErasure
from sanktion.base.privileges import is_destroyed

# A page that reads a list is waited for this long; the beat tries again an hour later.
WAIT = "10s"


class MayNotErase(Exception):
    """PostgreSQL would pass over the tables with a warning, and nothing would be erased."""


def erase_once_a_day() -> PhysicalErasure | None:
    if PhysicalErasure.objects.filter(at__date=timezone.localdate()).exists():
        return None
    return erase()


def erase() -> PhysicalErasure:
    """Not inside a transaction: ``VACUUM`` can't be. Safe to run at any time, and twice."""
    tables = erasable_tables()
    with connection.cursor() as cursor:
        cursor.execute("SELECT bool_and(has_table_privilege(name, 'MAINTAIN')) FROM unnest(%s::text[]) name", [tables])
        if not cursor.fetchone()[0]:
            raise MayNotErase("Rollen mangler MAINTAIN på listernes tabeller. Kør migrate som ejer.")
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [WAIT])
        try:
            for table in tables:
                cursor.execute(f"VACUUM (FULL, ANALYZE) {connection.ops.quote_name(table)}")
        finally:
            cursor.execute("RESET lock_timeout")
        cursor.execute("SELECT pg_switch_wal()")
        cursor.execute("CHECKPOINT")
    return PhysicalErasure.objects.create(tables=len(tables))


def erasable_tables() -> list[str]:
    """Those that the application may delete from for good: all that hold anything about a list."""
    models = apps.get_models(include_auto_created=True)
    return sorted(model._meta.db_table for model in models if is_destroyed(model))

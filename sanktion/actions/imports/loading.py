"""Load a table of any kind, all of it or nothing."""

from django.db import connection, transaction

from sanktion.actions.imports import addresses, citizens, events
from sanktion.actions.imports.outcome import Outcome, Tell
from sanktion.actions.imports.reading import ImportTable
from sanktion.models import ImportKind, Team

LOADERS = {ImportKind.ADDRESSES: addresses.load, ImportKind.CITIZENS: citizens.load, ImportKind.EVENTS: events.load}
# One import at a time: two files with the same new citizen would otherwise both find nobody.
IMPORT_LOCK = 72_002


@transaction.atomic
def load_table(table: ImportTable, *, team: Team | None = None, by, tell: Tell = lambda done, total: None) -> Outcome:
    """Load the good rows and say what was wrong with the others. ``team`` gets citizens whose postcode no team has;
    ``by`` None means the system itself."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
    return LOADERS[table.recognised.kind](table, team=team, by=by, tell=tell)

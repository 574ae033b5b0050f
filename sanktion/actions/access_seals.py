"""The access log is kept in months and sealed each minute; a change of what was sealed is found (safety, «Access log»).

What can't be found: a row that is put in between a page and the next seal, for the application itself writes so.
"""

import logging
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import OperationalError, connection
from django.utils import timezone

from sanktion.actions import access_ledger
from sanktion.base.acting import system
from sanktion.checks import Check, register_check
from sanktion.models import AccessSeal, DroppedAccessMonth

logger = logging.getLogger(__name__)
REASON = "Opslagsloggen forsegles"
# Sealed each minute: what has waited so long shows that sealing stands still.
WAITS = timedelta(hours=1)


@dataclass(frozen=True)
class Findings:
    """What an examination of the whole log found; each a number of seals or rows.

    ``broken`` holds (number, fault) of the seals; ``ledger`` the numbers that the file outside the database knows
    otherwise; ``months`` those destroyed months whose record fits neither the seals nor the file.
    """

    broken: list[tuple[int, str]]
    ledger: list[int]
    put_in: int
    waiting: int
    months: list[date] = field(default_factory=list)

    @property
    def faults(self) -> int:
        return len(self.broken) + len(self.ledger) + len(self.months) + self.put_in

    @property
    def is_tampered(self) -> bool:
        return self.faults > 0


def seal() -> int:
    """Seal all that is settled, a transaction for each batch, and tell the file. Returns how many rows were sealed.

    A batch that isn't full is the last one: others go on writing, and the next minute is theirs.
    """
    tell_ledger()
    sealed, rows = 0, AccessSeal.BATCH
    while rows == AccessSeal.BATCH:
        rows = _seal_one()
        sealed += rows
        tell_ledger()
    return sealed


def tell_ledger() -> None:
    with system(REASON):
        try:
            access_ledger.catch_up()
        except access_ledger.LedgerDiffers:
            logger.error("The ledger of the access log's seals differs from the database.")


def _seal_one() -> int:
    with system(REASON):
        return AccessSeal.objects.seal_next()


def examine() -> Findings:
    """Go through every row, every seal and the file."""
    with system("Opslagsloggen kontrolleres"):
        if not AccessSeal.objects.exists():
            return Findings([(0, "link")], [], 0, 0)
        put_in, waiting = AccessSeal.objects.unsealed(timezone.now() - WAITS)
        months = {*DroppedAccessMonth.objects.broken(), *access_ledger.month_faults()}
        return Findings(AccessSeal.objects.broken(), access_ledger.faults(), put_in, waiting, sorted(months))


def make_months() -> int:
    """Partitions for this month and the next three, as far as they are missing. Returns how many were made."""
    try:
        with system("Opslagsloggens måneder"), connection.cursor() as cursor:
            cursor.execute("SELECT sanktion_make_access_months()")
            return cursor.fetchone()[0]
    except OperationalError as error:
        # Somebody has just written in the log and is not done.
        logger.warning("The access log's months wait: %s", type(error).__name__)
        return 0


def outside_months(day: date) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sanktion_access_outside_months()")
        return cursor.fetchone()[0]


def tampered(day: date) -> int:
    return examine().faults


def waiting(day: date) -> int:
    with system("Opslagsloggen kontrolleres"):
        return AccessSeal.objects.unsealed(timezone.now() - WAITS)[1]


def register_access_checks() -> None:
    where = ("access_control", "sanktion.view_accesslog")
    for check in (
        Check("access_tampered", "Opslagsloggen: segl og opslag, der ikke passer", tampered, *where),
        Check("access_unsealed", "Opslagsloggen: opslag, der ikke er forseglet", waiting, *where),
        Check(
            "access_months",
            "Opslagsloggen: opslag uden for en måned, eller næste måned mangler",
            outside_months,
            *where,
        ),
    ):
        register_check(check)

"""The destructions of lists once more, in a file outside the database: what to delete again after a restore."""

import json
import logging
import time
from pathlib import Path
from typing import Any

from django.conf import settings

from sanktion.base import ledgers
from tilsyn.models import SelectionChain, SelectionDestruction

logger = logging.getLogger(__name__)
LOOK_AGAIN_SECONDS = 60
_seen_open_at: dict[str, float] = {}
FILES = "tilsynslister-"
# Free texts are the caseworkers' own, and stay in the database.
SUPERVISION = (
    "key",
    "year",
    "sequence",
    "number",
    "form",
    "way",
    "status",
    "directorate_id",
    "received_on",
    "period_from",
    "period_to",
    "visit_on",
    "due",
    "ended_on",
)


class LedgerAhead(Exception):
    """The file holds destructions that the database knows nothing of: the database is an older copy."""


def catch_up() -> int:
    """Write the records that the file lacks. Returns how many. Raises LedgerAhead, and writes nothing, if it must."""
    with ledgers.opened(path()) as file:
        last = ledgers.last(file)
        if not _is_known(last):
            logger.error("The ledger of destroyed lists is ahead of the database.")
            raise LedgerAhead
        after = last["facts"]["sequence"] if last else 0
        records = SelectionDestruction.objects.in_order().filter(sequence__gt=after)
        missing = list(records.select_related("supervision", "by"))
        ledgers.append(file, map(_line, missing))
    return len(missing)


def _line(record: SelectionDestruction) -> str:
    """With what a copy older than the supervision or the colleague needs to make them again."""
    supervision = {name: getattr(record.supervision, name) for name in SUPERVISION}
    told = {"supervision": supervision, "by": record.by.username if record.by else None}
    return json.dumps({"facts": record.facts, "hash": record.hash, **told}, ensure_ascii=False, default=str)


def entries() -> list[dict[str, Any]]:
    return ledgers.entries(path())


def is_ahead() -> bool:
    """Whether an older copy of the database has been put back, and destroyed numbers may be there again."""
    if not path().exists():
        return False
    found = entries()
    return not _is_known(found[-1] if found else None)


def is_open() -> bool:
    """Whether nothing that was destroyed can be there again; asked of file and database once a minute while it is."""
    folder = str(settings.SANKTION_LEDGER)
    if time.monotonic() - _seen_open_at.get(folder, -LOOK_AGAIN_SECONDS) < LOOK_AGAIN_SECONDS:
        return True
    if any(settings.SANKTION_LEDGER.glob(f"{FILES}*.jsonl")) and is_ahead():
        return False
    _seen_open_at[folder] = time.monotonic()
    return True


def path() -> Path:
    """One file a database, known by what its chain begins with: copies of a database share it."""
    return settings.SANKTION_LEDGER / f"{FILES}{SelectionChain.objects.get().genesis[:16]}.jsonl"


def _is_known(entry: dict[str, Any] | None) -> bool:
    if entry is None:
        return True
    known = SelectionDestruction.objects.filter(sequence=entry["facts"]["sequence"], hash=entry["hash"])
    return known.exists()

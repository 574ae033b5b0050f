"""The destructions once more, in a file outside the database: one line of JSON each, in the order of their chain.

A copy of the database that is put back is older than the file. Then the site stays closed until
``replay_destructions`` has deleted again what was deleted since (B044, B047). The database is the truth while both
are there: the file follows it, a moment later or after a crash.
"""

import json
import logging
import time
from pathlib import Path
from typing import Any

from django.conf import settings

from koerelister.models import Area, DestructionChain, DestructionRecord
from sanktion.base import ledgers
from sanktion.models import User

logger = logging.getLogger(__name__)
LOOK_AGAIN_SECONDS = 60
_seen_open_at: dict[str, float] = {}


class LedgerAhead(Exception):
    """The file holds destructions that the database knows nothing of: the database is an older copy."""


def catch_up() -> int:
    """Write the records that the file lacks. Returns how many. Raises LedgerAhead, and writes nothing, if it must."""
    records = DestructionRecord.objects.in_order().select_related("area", "by")
    with ledgers.opened(path()) as file:
        last = ledgers.last(file)
        if not _is_known(last):
            logger.error("The ledger of destructions is ahead of the database.")
            raise LedgerAhead
        missing = list(records.filter(sequence__gt=last["facts"]["sequence"] if last else 0))
        ledgers.append(file, map(_line, missing))
    return len(missing)


def entries() -> list[dict[str, Any]]:
    return ledgers.entries(path())


def is_open() -> bool:
    """Whether the database knows the newest destruction in the file; asked of both once a minute while it does."""
    folder = str(settings.SANKTION_LEDGER)
    if time.monotonic() - _seen_open_at.get(folder, -LOOK_AGAIN_SECONDS) < LOOK_AGAIN_SECONDS:
        return True
    if not _has_files() or _is_known(_newest()):
        _seen_open_at[folder] = time.monotonic()
        return True
    return False


def path() -> Path:
    """One file a database, known by what its chain begins with: copies of a database share it."""
    return settings.SANKTION_LEDGER / f"destruktioner-{DestructionChain.objects.get().genesis[:16]}.jsonl"


def _has_files() -> bool:
    return any(settings.SANKTION_LEDGER.glob("*.jsonl"))


def _newest() -> dict[str, Any] | None:
    with ledgers.opened(path()) as file:
        return ledgers.last(file)


def _is_known(entry: dict[str, Any] | None) -> bool:
    if entry is None:
        return True
    return DestructionRecord.objects.filter(sequence=entry["facts"]["sequence"], hash=entry["hash"]).exists()


def _line(record: DestructionRecord) -> str:
    """With what a copy older than the area or the colleague needs to make them again."""
    names = {
        "area": {"code": record.area.code, "name": record.area.name},
        "by": {"username": record.by.username},
    }
    return json.dumps({"facts": record.facts, "hash": record.hash, **names}, ensure_ascii=False)


def missing_rows(entry: dict[str, Any]) -> list[Area | User]:
    """The area and the colleague of an entry, as far as an older copy of the database lacks them. Not saved."""
    rows: list[Area | User] = []
    if not Area.objects.filter(pk=entry["facts"]["area"]).exists():
        rows.append(Area(pk=entry["facts"]["area"], **entry["area"]))
    if not User.objects.filter(pk=entry["facts"]["by"]).exists():
        rows.append(User(pk=entry["facts"]["by"], is_active=False, **entry["by"]))
    return rows

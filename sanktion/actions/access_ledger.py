"""The seals of the access log once more, in a file outside the database: one line of JSON each, in order.

Whoever can rewrite rows and seals alike is found by the file, so it must have a copy on another machine. A line that
says «accepted» is a person's: the database is the truth from that seal on, for it was put back from a copy.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from sanktion.base import ledgers
from sanktion.base.chain import written_day, written_moment
from sanktion.models import AccessSeal, DroppedAccessMonth


class LedgerDiffers(Exception):
    """The file and the database say different things of the same seals."""


def catch_up() -> int:
    """Write the seals and destroyed months that the file lacks. Returns how many seals.

    Raises LedgerDiffers, and writes nothing, if it must.
    """
    with ledgers.opened(path()) as file:
        said = [json.loads(line) for line in file]
        if _faults(said) or _month_faults(said):
            raise LedgerDiffers
        sealed = [line["sequence"] for line in said if "sequence" in line]
        missing = AccessSeal.objects.filter(sequence__gt=sealed[-1] if sealed else -1)
        gone = DroppedAccessMonth.objects.exclude(month__in=_expected_months(said))
        ledgers.append(file, (_line(seal) for seal in missing.iterator()))
        ledgers.append(file, (_month_line(month) for month in gone))
        return missing.count()


def faults() -> list[int]:
    """The numbers of the seals of which the file says something else than the database; [-1] when the file is gone."""
    return _faults(ledgers.entries(path()))


def month_faults() -> list[date]:
    """The destroyed months of which the file says something else than the database."""
    return _month_faults(ledgers.entries(path()))


def accept(reason: str) -> None:
    """Let the database be the truth from its last seal on."""
    last, gone = AccessSeal.objects.last(), DroppedAccessMonth.objects.last()
    accepted = {"accepted": reason, "at": written_moment(timezone.now())}
    if gone:
        accepted["dropped_to"] = written_day(gone.month)
    with ledgers.opened(path()) as file:
        file.seek(0, 2)
        ledgers.append(file, [_line(last, **accepted)])


def path() -> Path:
    """One file a database, known by what its chain begins with: copies of a database share it."""
    return settings.SANKTION_LEDGER / f"opslag-{AccessSeal.objects.earliest('sequence').previous_hash[:16]}.jsonl"


def _faults(said: list[dict[str, Any]]) -> list[int]:
    marks = dict(AccessSeal.objects.values_list("sequence", "hash"))
    if not said:
        # The beginning of the chain is written before anything is sealed: the file has been lost.
        return [-1] if len(marks) > 1 else []
    return [number for number, mark in sorted(_expected(said).items()) if marks.get(number) != mark]


def _expected(said: list[dict[str, Any]]) -> dict[int, str]:
    expected: dict[int, str] = {}
    for line in said:
        if "accepted" in line:
            expected = {number: mark for number, mark in expected.items() if number < line["sequence"]}
        if "sequence" in line:
            expected[line["sequence"]] = line["hash"]
    return expected


def _month_faults(said: list[dict[str, Any]]) -> list[date]:
    marks = dict(DroppedAccessMonth.objects.values_list("month", "hash"))
    return [month for month, mark in sorted(_expected_months(said).items()) if marks.get(month) != mark]


def _expected_months(said: list[dict[str, Any]]) -> dict[date, str]:
    """A database that was put back from a copy may have months again that the file knows to be gone."""
    expected: dict[date, str] = {}
    for line in said:
        if "accepted" in line:
            last = date.fromisoformat(line.get("dropped_to", "0001-01-01"))
            expected = {month: mark for month, mark in expected.items() if month <= last}
        elif "dropped" in line:
            expected[date.fromisoformat(line["dropped"])] = line["hash"]
    return expected


def _line(seal: AccessSeal, **more: str) -> str:
    facts = {"sequence": seal.sequence, "hash": seal.hash, "sealed_at": written_moment(seal.sealed_at)}
    return json.dumps(facts | more, ensure_ascii=False)


def _month_line(month: DroppedAccessMonth) -> str:
    facts = {"dropped": written_day(month.month), "hash": month.hash, "dropped_at": written_moment(month.dropped_at)}
    return json.dumps(facts | {"rows": month.rows, "kept_months": month.kept_months})

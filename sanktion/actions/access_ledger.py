"""The seals of the access log once more, in a file outside the database: one line of JSON each, in order.

Whoever can rewrite rows and seals alike is found by the file, so it must have a copy on another machine. A line that
says «accepted» is a person's: the database is the truth from that seal on, for it was put back from a copy.
"""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from sanktion.base import ledgers
from sanktion.base.chain import written_moment
from sanktion.models import AccessSeal


class LedgerDiffers(Exception):
    """The file and the database say different things of the same seals."""


def catch_up() -> int:
    """Write the seals that the file lacks. Returns how many. Raises LedgerDiffers, and writes nothing, if it must."""
    with ledgers.opened(path()) as file:
        said = [json.loads(line) for line in file]
        if _faults(said):
            raise LedgerDiffers
        missing = AccessSeal.objects.filter(sequence__gt=said[-1]["sequence"] if said else -1)
        ledgers.append(file, (_line(seal) for seal in missing.iterator()))
        return missing.count()


def faults() -> list[int]:
    """The numbers of the seals of which the file says something else than the database; [-1] when the file is gone."""
    return _faults(ledgers.entries(path()))


def accept(reason: str) -> None:
    """Let the database be the truth from its last seal on."""
    last = AccessSeal.objects.last()
    accepted = {"accepted": reason, "at": written_moment(timezone.now())}
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
        expected[line["sequence"]] = line["hash"]
    return expected


def _line(seal: AccessSeal, **more: str) -> str:
    facts = {"sequence": seal.sequence, "hash": seal.hash, "sealed_at": written_moment(seal.sealed_at)}
    return json.dumps(facts | more, ensure_ascii=False)

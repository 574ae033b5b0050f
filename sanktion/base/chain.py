"""A chain of records (B046): each one's fingerprint covers its own facts and the fingerprint before it.

The database makes the fingerprints, by a trigger on each table of records; here they are made again from the facts, so
that the two disagree when a record was changed, taken out or put in.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any


def canonical(facts: dict[str, Any]) -> str:
    """JSON in PostgreSQL's own form of jsonb: keys by length, then by their letters."""
    return json.dumps(_ordered(facts), ensure_ascii=False, separators=(", ", ": "))


def fingerprint(facts: dict[str, Any]) -> str:
    """SHA-256 in hexadecimal; ``facts`` include the fingerprint of the record before as «previous»."""
    return hashlib.sha256(canonical(facts).encode()).hexdigest()


def written_day(day: date) -> str:
    return day.isoformat()


def written_moment(moment: datetime) -> str:
    """UTC with all six decimals, as PostgreSQL keeps them."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"


def first_broken(entries: Iterable[tuple[dict[str, Any], str]], genesis: str) -> int | None:
    """The number of the first record that doesn't fit, of all (facts, fingerprint) in order; None when all do."""
    previous = genesis
    for number, (facts, mark) in enumerate(entries, start=1):
        if facts["sequence"] != number or facts["previous"] != previous or fingerprint(facts) != mark:
            return number
        previous = mark
    return None


def _ordered(value: Any) -> Any:
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: (len(key.encode()), key.encode()))
        return {key: _ordered(value[key]) for key in keys}
    return [_ordered(item) for item in value] if isinstance(value, list) else value

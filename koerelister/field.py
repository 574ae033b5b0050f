"""What goes to the phone of those who drive, and what comes back from it. Reads and writes no table."""

import json
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.core.exceptions import BadRequest
from django.utils import timezone

from koerelister.models import DeviceCopy, Stop

# What JSON that is not ours comes to: no JSON, other types, endless numbers, brackets without end.
NOT_READABLE = (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError)


@dataclass(frozen=True)
class Entry:
    """One finished note of one stop. ``key`` is made on the phone: the same key again is the same note."""

    stop_id: int
    key: UUID
    is_strike: bool
    fields: dict[str, str]


def read_entry(body: bytes) -> Entry:
    """The JSON that static/js/field/sync.js sends. Raises BadRequest for anything else."""
    try:
        sent = json.loads(body)
        fields = {name: value for name, value in sent["fields"].items() if isinstance(value, str)}
        return Entry(int(sent["stop"]), UUID(sent["key"]), sent["kind"] == "strike", fields)
    except NOT_READABLE as error:
        raise BadRequest("Ikke et notat") from error


def to_carry(copy: DeviceCopy, stops: list[Stop]) -> dict:
    """B023: number, name and address of each stop, and nothing else about anybody. ``stop`` is the row's id, so that
    a list that is renumbered meanwhile can't send a note to the wrong door."""
    return {
        "number": copy.route_list.number,
        "copy": copy.number,
        "expires": round(midnight_after(copy.route_list.date).timestamp() * 1000),
        "stops": [
            {
                "stop": stop.pk,
                "position": stop.position,
                "name": stop.case.citizen.name,
                "address": str(stop.address),
            }
            for stop in stops
        ],
    }


def midnight_after(day) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def still_on_phones(count: int) -> str:
    phones = "1 telefon" if count == 1 else f"{count} telefoner"
    return (
        f"Listen kan ikke destrueres: den ligger stadig på {phones}. Åbn «I marken» på telefonen med netværk, og vælg "
        "«Slet fra telefonen», eller vent til i morgen: ved midnat sletter telefonen den selv."
    )

"""Loading a file of events beside PostgreSQL's bare ``COPY`` and Django's bare ``bulk_create`` of the same rows."""

import random
import re
import time
from pathlib import Path

from django.db import connection
from django.utils import timezone

from sanktion.actions.imports import load_table, read_import
from sanktion.base.acting import system
from sanktion.models import Citizen, NegativeEvent, Team

ROWS = 100_000
CITIZENS = 500
MOST_MB = 300
COPIED = ("citizen_id", "kind", "occurred_on", "origin", "reference", "description", "registered_at")


class Undo(Exception):
    """Leaves the benchmark's transaction, so that nothing stays."""


def run() -> list[dict]:
    rows: list[dict] = []
    try:
        with system("benchmark"):
            rows += _measure()
            raise Undo
    except Undo:
        return rows


def _measure() -> list[dict]:
    citizens = _citizens()
    data = _file(citizens)
    # The highest this process ever stood at is begun anew: what is measured is the import, and Django itself.
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    ours = _seconds(lambda: load_table(read_import(data), by=None))
    peak = int(re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))[1]) / 1024
    events = list(NegativeEvent.objects.filter(reference__startswith="bench-"))
    copied = _seconds(lambda: _copy(events))
    created = _seconds(lambda: NegativeEvent.objects.bulk_create(_copies(events), batch_size=2_000))
    name = "Indlæs 100.000 hændelser fra fil"
    return [
        _row(f"{name}, mod bar bulk_create", ours, created, goal=7),
        _row(f"{name}, mod bar COPY", ours, copied, goal=6),
        _row(f"{name}: hukommelse, mod {MOST_MB} MB", peak, MOST_MB, goal=1) | {"unit": "MB"},
    ]


def _seconds(work) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _citizens() -> list[Citizen]:
    team, _created = Team.objects.get_or_create(name="Benchmark")
    citizens = [
        Citizen(cpr=f"61027{number % 10}{number:04d}", first_name="Ida", last_name="Lund", team=team)
        for number in range(CITIZENS)
    ]
    for citizen in citizens:
        citizen.derive()
    return Citizen.objects.bulk_create(citizens)


def _file(citizens: list[Citizen]) -> bytes:
    dice = random.Random(1)
    lines = ["cpr;haendelse;dato;indberetter;reference;beskrivelse"]
    for number in range(ROWS):
        cpr, kind = dice.choice(citizens).cpr, dice.randint(1, 10)
        lines.append(f"{cpr};{kind};{dice.randint(1, 28):02d}-09-2025;kommune;bench-{number};Udeblev fra samtale")
    return "\n".join(lines).encode("cp1252")


def _copies(events: list[NegativeEvent]) -> list[NegativeEvent]:
    names = [name for name in COPIED if name != "reference"]
    return [
        NegativeEvent(reference=f"bare-{event.pk}", **{name: getattr(event, name) for name in names})
        for event in events
    ]


def _copy(events: list[NegativeEvent]) -> None:
    table, now = NegativeEvent._meta.db_table, timezone.now()
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(COPIED)}) FROM STDIN") as copy:
        for event in events:
            copy.write_row([*(getattr(event, name) for name in COPIED[:4]), f"copy-{event.pk}", event.description, now])


def _row(name: str, ours: float, peer: float, *, goal: float) -> dict:
    return {"name": name, "ours": ours, "peer": peer, "ratio": ours / peer, "goal": goal, "unit": "s"}

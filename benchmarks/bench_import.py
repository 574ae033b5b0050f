"""Loading a file of events beside Django's bare ``bulk_create`` of the same rows, and beside PostgreSQL's ``COPY`` of
them into a bare table: the same columns and no key, index, rule or trigger. Into the table itself there is no ``COPY``:
row security refuses it."""

import random
import re
import time
from pathlib import Path

from django.db import connection
from psycopg import Connection

from benchmarks.cities import owner_connection
from sanktion.actions.imports import load_table, read_import
from sanktion.base.acting import system
from sanktion.models import Citizen, NegativeEvent, Team

ROWS = 100_000
CITIZENS = 500
MOST_MB = 300
COPIED = ("citizen_id", "kind", "occurred_on", "origin", "reference", "description", "registered_at")

BARE = f"CREATE TABLE bare_event AS SELECT {', '.join(COPIED)} FROM sanktion_negativeevent LIMIT 0"  # noqa: S608 - of our own


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
    copied = _seconds_into_bare_table(_plain(events))
    created = _seconds(lambda: NegativeEvent.objects.bulk_create(_copies(events), batch_size=2_000))
    name = "Indlæs 100.000 hændelser fra fil"
    return [
        _row(f"{name}, mod bar bulk_create", ours, created, goal=7),
        _row(f"{name}, mod COPY i en bar tabel", ours, copied, goal=6),
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


def _plain(events: list[NegativeEvent]) -> list[tuple]:
    return [tuple(getattr(event, name) for name in COPIED) for event in events]


def _seconds_into_bare_table(rows: list[tuple]) -> float:
    with owner_connection(connection.settings_dict["NAME"]) as owner:
        # A lasting table, in a transaction of its own before the rows: else PostgreSQL writes no journal of them.
        owner.execute("DROP TABLE IF EXISTS bare_event")
        owner.execute(BARE)
        try:
            return _seconds(lambda: _copy(owner, rows))
        finally:
            owner.execute("DROP TABLE bare_event")


def _copy(owner: Connection, rows: list[tuple]) -> None:
    with owner.cursor() as cursor, cursor.copy(f"COPY bare_event ({', '.join(COPIED)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _row(name: str, ours: float, peer: float, *, goal: float) -> dict:
    return {"name": name, "ours": ours, "peer": peer, "ratio": ours / peer, "goal": goal, "unit": "s"}

"""The planner beside bare PyVRP and beside the clerk's sorted paper, on Odense's addresses and Copenhagen's districts.

Bare PyVRP gets the same stairways, crews and shifts, a whole second of the processor an area, and our longest list as
the longest it may make: it need not balance anything within that. The clerk cuts as many lists as we do. Odense's
coordinates are real; Copenhagen's stops are strewn over the real districts, without streets to sort by, so there the
clerk is not asked.
"""

import csv
import json
import random
import re
import time
from concurrent.futures import ProcessPoolExecutor
from math import ceil
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import sanktion.demo
from koerelister.places.geometry import contains, rings
from koerelister.planning import vrp
from koerelister.planning.doors import Door, Shift, stairways
from koerelister.planning.ground import Effort, Ground, Problem
from koerelister.planning.solving import Plan, solve
from koerelister.planning.travel import GreatCircle

DATA = Path(sanktion.demo.__file__).parent / "data"
SHIFT, MAX_STOPS, STOPS_A_LIST = int(4.5 * 3600), 40, 25
TOWN_HALLS = {"odense": (55.3959, 10.3883), "kbh": (55.6759, 12.5697)}
DISTRICTS = 10
ODENSE = ("5000", "5200", "5240")
SECONDS, UNLIMITED = 1.0, 10**9
MEMORY_GOAL_MB = 500


class Area(NamedTuple):
    doors: list[Door]
    shifts: list[Shift]


class Outcome(NamedTuple):
    plan: Plan
    bare: int
    processor: float


def run() -> list[dict]:
    odense, kbh = [_outcomes(areas) for areas in (_odense(200), _kbh(500))]
    spreads = [spread for area, one in odense + kbh if (spread := _spread(area, one.plan)) is not None]
    peaks = _memory()
    everything = odense + kbh
    return [
        _travel("Odense, 200 stop i 3 områder", odense),
        _travel("København, 500 stop i 10 områder", kbh),
        _row(
            "Odense, kørsel mod sorteret efter postnr. og vej, samme antal lister",
            sum(one.plan.travel for _, one in odense) / 3600,
            sum(one.plan.clerk_travel for _, one in odense) / 3600,
            0.85,
            "t",
        ),
        _row(
            "Processortid for de 13 områder mod bar PyVRP",
            sum(one.processor for _, one in everything),
            len(everything) * SECONDS,
            1.2,
            "s",
        ),
        _zero("Lister over vagten eller over 40 stop", sum(_over(one.plan) for _, one in everything)),
        _zero("Opgange på to lister", sum(_divided(area, one.plan) for area, one in everything)),
        _zero("Stop uden liste", sum(len(one.plan.unserved) for _, one in everything)),
        _row("Forskel på længste og korteste liste, snit", sum(spreads) / len(spreads), 0.10, 1, "af snittet"),
        _row("Forskel på længste og korteste liste, værste område", max(spreads), 0.25, 1, "af snittet"),
        _row("10.000 stop i 10 områder, største arbejder", max(peaks), MEMORY_GOAL_MB, 1, "MB"),
    ]


def _row(name: str, ours: float, peer: float, goal: float, unit: str) -> dict:
    return {"name": name, "ours": ours, "peer": peer, "ratio": ours / peer, "goal": goal, "unit": unit}


def _zero(name: str, ours: int) -> dict:
    return {"name": name, "ours": ours, "peer": 0, "ratio": ours, "goal": 0, "unit": "stk."}


def _travel(name: str, outcomes: list[tuple[Area, Outcome]]) -> dict:
    ours, bare = (
        sum(values) / 3600 for values in zip(*((one.plan.travel, one.bare) for _, one in outcomes), strict=True)
    )
    return _row(f"{name}: kørsel mod bar PyVRP, 1 s pr. område, samme loft", ours, bare, 1.01, "t")


def _outcomes(areas: list[Area]) -> list[tuple[Area, Outcome]]:
    return [(area, _outcome(area)) for area in areas]


def _outcome(area: Area) -> Outcome:
    begun = time.process_time()
    plan = solve(area.doors, area.shifts, max_stops=MAX_STOPS, seconds=SECONDS)
    spent = time.process_time() - begun
    return Outcome(plan, _bare(area, max(route.work for route in plan.routes)), spent)


def _bare(area: Area, longest: int) -> int:
    """The least driving that PyVRP finds alone."""
    tour, shifts = stairways(area.doors), [shift._replace(seconds=longest) for shift in area.shifts]
    problem = Problem(tour, shifts, Ground(tour, shifts, GreatCircle()), MAX_STOPS)
    found = vrp.search(problem, Effort(UNLIMITED, SECONDS).stop(1.0), seed=1)
    if found is None:
        raise RuntimeError("Bar PyVRP fandt ingen plan under samme loft")
    return sum(problem.ground.travel(one, shift) for one, shift in zip(found, shifts, strict=True))


def _spread(area: Area, plan: Plan) -> float | None:
    """Among all the crews that were asked for; there is none where there is one crew."""
    work = [route.work for route in plan.routes] + [0] * (len(area.shifts) - len(plan.routes))
    return (max(work) - min(work)) * len(work) / sum(work) if len(work) > 1 else None


def _over(plan: Plan) -> int:
    return sum(route.work > SHIFT or len(route.doors) > MAX_STOPS for route in plan.routes)


def _divided(area: Area, plan: Plan) -> int:
    groups = {door.id: door.group for door in area.doors}
    lists = [group for route in plan.routes for group in {groups[pk] for pk in route.doors}]
    return len(lists) - len(set(lists))


def _memory() -> list[float]:
    """Each area in a worker of its own, started afresh, two at a time."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        return list(pool.map(_peak_mb, range(DISTRICTS)))


def _peak_mb(number: int) -> float:
    area = _district(number, 10_000 // DISTRICTS)
    plan = solve(area.doors, area.shifts, max_stops=MAX_STOPS, seconds=SECONDS)
    if plan.unserved or _over(plan):
        raise RuntimeError("Et stort område blev ikke planlagt helt")
    # Not getrusage: its peak is carried over from the process that started this one.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024


def _odense(stops: int) -> list[Area]:
    with (DATA / "adresser.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["postnr"] in ODENSE]
    chosen = [_address(number, row) for number, row in enumerate(random.Random(7).sample(rows, stops))]
    return [_area([door for door in chosen if door.sort_key.startswith(code)], "odense") for code in ODENSE]


def _address(number: int, row: dict[str, str]) -> Door:
    house = int(re.match(r"\d+", row["husnr"])[0])
    key = f"{row['postnr']} {row['vejnavn']} {house:04} {row['husnr']} {row['etage']:>2} {row['dør']}"
    place = float(row["wgs84koordinat_bredde"]), float(row["wgs84koordinat_længde"])
    return Door(number, *place, row["adgangsadresseid"], key)


def _kbh(stops: int) -> list[Area]:
    """Equally many in each district, more than every third in an estate whose stairways have several doors."""
    return [_district(number, stops // DISTRICTS) for number in range(DISTRICTS)]


def _district(number: int, stops: int) -> Area:
    features = json.loads((DATA / "bydele.geojson").read_text(encoding="utf-8"))["features"]
    return _area(_strewn(features[number]["geometry"], stops, random.Random(number)), "kbh")


def _strewn(geometry: dict, size: int, dice: random.Random) -> list[Door]:
    border = [point for ring in rings(geometry) for point in ring]
    (west, east), (south, north) = [(min(values), max(values)) for values in zip(*border, strict=True)]
    doors: list[Door] = []
    while len(doors) < size:
        latitude, longitude = dice.uniform(south, north), dice.uniform(west, east)
        if not contains(geometry, latitude, longitude):
            continue
        shared = dice.randint(2, 8) if dice.random() < 0.11 else 1
        group = f"{latitude:.6f} {longitude:.6f}"
        doors += [Door(len(doors) + n, latitude, longitude, group, f"{group} {n}") for n in range(shared)]
    return doors[:size]


def _area(doors: list[Door], town: str) -> Area:
    hall = TOWN_HALLS[town]
    return Area(doors, [Shift(number, SHIFT, hall, hall) for number in range(ceil(len(doors) / STOPS_A_LIST))])

"""Which doors go on a list, and in which order they are driven (B022). Knows coordinates and keys, and no person."""

from collections.abc import Iterable
from typing import NamedTuple

from koerelister.geometry import metres


class Door(NamedTuple):
    """``group`` is the access address, that is, the stairway; ``sort_key`` the order one walks within it."""

    id: int
    latitude: float
    longitude: float
    group: str
    sort_key: str
    required: bool = False

    @property
    def place(self) -> tuple[float, float]:
        return self.latitude, self.longitude


Stairway = list[Door]


def plan(doors: Iterable[Door], limit: int) -> list[int]:
    """The ids of at most ``limit`` doors in the order they are driven.

    ``doors`` come most urgent first. Whole stairways are taken in that order as long as they fit, so that nobody
    drives to the same stairway twice; only one that alone has more doors than ``limit`` is divided. The order is
    nearest neighbour (great circle) from the northernmost stairway, and inside a stairway by ``sort_key``. The same
    doors give the same answer, whatever their order, as long as all of them fit. Raises ValueError if ``limit`` < 1.
    """
    if limit < 1:
        raise ValueError("A list has room for at least one door")
    return [door.id for stairway in _drive(_choose(doors, limit)) for door in stairway]


def _choose(doors: Iterable[Door], limit: int) -> list[Stairway]:
    stairways: dict[str, Stairway] = {}
    for door in doors:
        stairways.setdefault(door.group, []).append(door)
    chosen, room = [], limit
    for stairway in stairways.values():
        if len(stairway) > limit and room == limit:
            return [_walk(stairway[:limit])]
        if len(stairway) <= room:
            chosen.append(_walk(stairway))
            room -= len(stairway)
    return chosen


def _walk(stairway: Stairway) -> Stairway:
    return sorted(stairway, key=lambda door: (door.sort_key, door.id))


def _drive(stairways: list[Stairway]) -> list[Stairway]:
    left = sorted(stairways, key=lambda stairway: (-stairway[0].latitude, stairway[0].sort_key, stairway[0].id))
    route = left[:1]
    left = left[1:]
    while left:
        here = route[-1][0].place
        nearest = min(left, key=lambda stairway: (metres(here, stairway[0].place), stairway[0].sort_key))
        left.remove(nearest)
        route.append(nearest)
    return route


# --- stand-in until the solver is merged ---
Place = tuple[float, float]


class Shift(NamedTuple):
    id: int
    seconds: int
    start: Place | None = None
    end: Place | None = None


class Route(NamedTuple):
    shift: int
    doors: list[int]
    travel: int
    work: int


class Plan(NamedTuple):
    routes: list[Route]
    unserved: list[int]
    travel: int
    clerk_travel: int
    fewest: int
    seed: int
    version: str
    iterations: int


def solve(doors, shifts, *, max_stops, seed=1, seconds=1.0, max_iterations=100, matrix=None) -> Plan:
    doors = sorted(doors, key=lambda one: (not one.required, -one.latitude, one.sort_key, one.id))
    routes, left = [], doors
    for place, shift in enumerate(shifts):
        share = -(-len(left) // (len(shifts) - place))
        mine, left = left[: min(share, max_stops)], left[min(share, max_stops) :]
        if mine:
            routes.append(Route(shift.id, order(mine, shift), 60 * len(mine), 360 * len(mine)))
    travel = sum(route.travel for route in routes)
    fewest = fewest_lists(doors, min(s.seconds for s in shifts), max_stops)
    return Plan(routes, [one.id for one in left], travel, travel * 2, fewest, seed, "stand-in", 1)


def insert(route_doors, door, shift, *, max_stops, matrix=None) -> list[int] | None:
    if len(route_doors) >= max_stops or 420 * (len(route_doors) + 1) > shift.seconds:
        return None
    return [*[one.id for one in route_doors], door.id]


def order(doors, shift, *, matrix=None) -> list[int]:
    return plan(doors, max(1, len(list(doors))))


def fewest_lists(doors, shift_seconds, max_stops) -> int:
    count = len(list(doors))
    return -(-count // max_stops)

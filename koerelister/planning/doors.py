"""What the planner works on: doors, the stairways they share and the shifts they are driven in. No person, no case."""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

SERVICE = 5 * 60  # seconds at a door
ACCESS = 2 * 60  # seconds to park and find the stairway, once an address

Place = tuple[float, float]  # latitude, longitude


class Door(NamedTuple):
    """``group`` is the access address, that is, the stairway; ``sort_key`` the order of the clerk's paper, which is
    also the order one walks within a stairway: postcode, street, number, floor, door."""

    id: int
    latitude: float
    longitude: float
    group: str
    sort_key: str
    required: bool = False

    @property
    def place(self) -> Place:
        return self.latitude, self.longitude


class Shift(NamedTuple):
    """One crew's time. Where it begins or ends is None when it may be anywhere."""

    id: int
    seconds: int
    start: Place | None = None
    end: Place | None = None


class Stairway(NamedTuple):
    """Doors behind one entrance, in the order they are walked; ``part`` when it has more than one list can hold."""

    doors: tuple[Door, ...]
    part: bool = False

    @property
    def group(self) -> str:
        return self.doors[0].group

    @property
    def place(self) -> Place:
        return self.doors[0].place

    @property
    def required(self) -> bool:
        return any(door.required for door in self.doors)

    @property
    def service(self) -> int:
        return ACCESS + SERVICE * len(self.doors)


Tour = list[Stairway]


def walked(door: Door) -> tuple[str, int]:
    return door.sort_key, door.id


def stairways(doors: Iterable[Door]) -> Tour:
    """The doors by stairway, in the clerk's order, whatever order they come in."""
    by_group = groupby(sorted(doors, key=lambda door: (door.group, *walked(door))), key=lambda door: door.group)
    return sorted((_stairway(group) for _, group in by_group), key=lambda one: walked(one.doors[0]))


def _stairway(doors: Iterable[Door]) -> Stairway:
    """At one place, also if its doors were measured at several."""
    first, *rest = doors
    here = {"latitude": first.latitude, "longitude": first.longitude}
    return Stairway((first, *(door._replace(**here) for door in rest)))


def runs(doors: Iterable[Door]) -> Tour:
    """The doors of a list as they are driven: neighbours with the same entrance are one stairway."""
    return [Stairway(tuple(group)) for _, group in groupby(doors, key=lambda door: door.group)]


def divided(stairway: Stairway, room: int) -> Tour:
    """Whole if it has room on one list; if not in parts, each as full as can be, and the required doors first."""
    if len(stairway.doors) <= room:
        return [stairway]
    doors = sorted(stairway.doors, key=lambda door: not door.required)
    parts = [doors[first : first + room] for first in range(0, len(doors), room)]
    return [Stairway(tuple(sorted(part, key=walked)), part=True) for part in parts]


def ids(tour: Iterable[Stairway]) -> list[int]:
    return [door.id for stairway in tour for door in stairway.doors]


def count(tour: Iterable[Stairway]) -> int:
    return sum(len(stairway.doors) for stairway in tour)

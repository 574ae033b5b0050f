"""Which doors go on which list, and in which order they are driven (B022). Knows coordinates and keys, no person.

``solve`` shares out an area's doors among the shifts of a day, ``insert`` puts one door on a list that is published,
``order`` drives one list better. The same doors and shifts give the same plan, whatever order they are given in: they
are sorted first, and the search is cut off by its number of iterations, which is reached long before the clock.
"""

from collections.abc import Iterable
from importlib import import_module
from typing import NamedTuple

from koerelister.planning.clerk import clerk_travel, cut, two_opt
from koerelister.planning.doors import (
    ACCESS,
    SERVICE,
    Door,
    Shift,
    Stairway,
    Tour,
    count,
    divided,
    ids,
    runs,
    stairways,
)
from koerelister.planning.ground import Effort, Ground, Problem
from koerelister.planning.insertion import filled, inserted
from koerelister.planning.travel import GreatCircle, TravelMatrix

SEED = 1
OWN_VERSION = "egen sortering og 2-opt"
# Half of what one second of an ordinary processor is good for, by the number of stairways: (each, at most, together).
ITERATIONS_EACH, ITERATIONS, ITERATIONS_TOGETHER = 40, 1_500, 300_000
PATIENCE = 4
REORDER = 300  # iterations for one list
ENDLESS = 10**7  # seconds: longer than any list


class Route(NamedTuple):
    """One list: the ids of its doors as they are driven; seconds of driving, and of all work."""

    shift: int
    doors: list[int]
    travel: int
    work: int


class Plan(NamedTuple):
    """``unserved`` are the doors that there was no room for; ``clerk_travel`` is the driving if the same doors were
    sorted by postcode and street and cut in as many equal lists; ``fewest`` lists is the least there can be."""

    routes: list[Route]
    unserved: list[int]
    travel: int
    clerk_travel: int
    fewest: int
    seed: int = SEED
    version: str = OWN_VERSION
    iterations: int = 0


def solve(
    doors: Iterable[Door],
    shifts: Iterable[Shift],
    *,
    max_stops: int,
    seed: int = SEED,
    seconds: float = 1.0,
    max_iterations: int | None = None,
    matrix: TravelMatrix | None = None,
) -> Plan:
    """At most one list a shift. Required doors come first; who finds no room is unserved, and said to be.

    ``seconds`` of an ordinary processor set how many iterations there are, unless ``max_iterations`` says so; a slow
    one may take PATIENCE times as long before it is cut off, and only then could a plan come out differently.
    Raises ValueError if ``max_stops`` < 1.
    """
    if max_stops < 1:
        raise ValueError("A list has room for at least one door")
    crew = sorted((shift for shift in shifts if shift.seconds > 0), key=repr)
    tour, matrix = stairways(doors), matrix or GreatCircle()
    ground = Ground(tour, crew, matrix)
    whole = [part for one in tour for part in _parts(one, crew, ground, max_stops)]
    effort = Effort(_iterations(len(tour), seconds) if max_iterations is None else max_iterations, seconds * PATIENCE)
    problem = Problem(whole, crew, ground, max_stops)
    tours = _shared(problem, effort, seed)
    solver = _solver()
    version = f"{solver.VERSION if solver else OWN_VERSION}, {matrix.source}"
    plan = _told(tour, tours, problem)
    return plan._replace(seed=seed, version=version, iterations=effort.used)


def _told(tour: Tour, tours: list[Tour], problem: Problem) -> Plan:
    crew, ground = problem.shifts, problem.ground
    routes = [
        Route(shift.id, ids(one), ground.travel(one, shift), ground.work(one, shift))
        for one, shift in zip(tours, crew, strict=True)
        if one
    ]
    served = {door for route in routes for door in route.doors}
    longest = max((shift.seconds for shift in crew), default=0)
    return Plan(
        routes=routes,
        unserved=[door for door in ids(tour) if door not in served],
        travel=sum(route.travel for route in routes),
        clerk_travel=clerk_travel(tours, crew, ground),
        fewest=_fewest(tour, ground, longest, problem.max_stops),
    )


def _solver():
    """None where there is no wheel for the machine: the lists are longer then, and are made all the same. Fetched only
    when needed, since it brings numpy and its threads, and the servers fork their workers."""
    try:
        return import_module("koerelister.planning.vrp")
    except ImportError:
        return None


def _iterations(size: int, seconds: float) -> int:
    each = min(ITERATIONS_EACH * size, ITERATIONS, ITERATIONS_TOGETHER / max(size, 1))
    return max(1, round(each * seconds))


def _parts(stairway: Stairway, shifts: list[Shift], ground: Ground, max_stops: int) -> Tour:
    """What is to be kept together. A stairway that not even one door of can be reached in a shift is nowhere."""
    longest = max((shift.seconds - ground.travel([stairway], shift) for shift in shifts), default=0)
    room = min(max_stops, (longest - ACCESS) // SERVICE)
    return divided(stairway, room) if room > 0 else []


def _shared(problem: Problem, effort: Effort, seed: int) -> list[Tour]:
    if not problem.stairways or not problem.shifts:
        return [[] for _ in problem.shifts]
    tours = _full(problem, effort, seed)
    if any(door.required for one in problem.left(tours) for door in one.doors):
        tours = _required_first(problem, effort, seed)
    return [two_opt(tour, shift, problem.ground) for tour, shift in zip(tours, problem.shifts, strict=True)]


def _full(problem: Problem, effort: Effort, seed: int) -> list[Tour]:
    solver = _solver()
    tours = solver.balanced(problem, effort, seed=seed) if solver else cut(problem)
    return filled(tours, problem.left(tours), problem)


def _required_first(problem: Problem, effort: Effort, seed: int) -> list[Tour]:
    """There is not room for all who are required: nobody else goes on before they have been given what there is."""
    urgent = problem._replace(stairways=[kept for one in problem.stairways for kept in _only(one, required=True)])
    tours = _full(urgent, effort.again(), seed)
    refused = {one.group for one in urgent.left(tours)}
    rest = [kept for one in problem.stairways for kept in _only(one, required=False) if one.group not in refused]
    return filled(tours, rest, problem)


def _only(stairway: Stairway, *, required: bool) -> Tour:
    doors = tuple(door for door in stairway.doors if door.required is required)
    return [stairway._replace(doors=doors)] if doors else []


def insert(
    route_doors: Iterable[Door], door: Door, shift: Shift, *, max_stops: int, matrix: TravelMatrix | None = None
) -> list[int] | None:
    """The ids of one list with the door put where it costs the least driving, and next to its own stairway if the list
    goes there; nobody else changes place. None when the list has not room or time for it."""
    tour, extra = runs(route_doors), Stairway((door,))
    problem = Problem(tour, [shift], Ground([*tour, extra], [shift], matrix or GreatCircle()), max_stops)
    longer = inserted(tour, extra, shift, problem)
    return None if longer is None else ids(longer)


def order(doors: Iterable[Door], shift: Shift, *, seed: int = SEED, matrix: TravelMatrix | None = None) -> list[int]:
    """The ids of one list's doors in the best order found. Nobody is left out, however long it takes."""
    tour = stairways(doors)
    ground = Ground(tour, [shift], matrix or GreatCircle())
    tours = [two_opt(tour, shift, ground)]
    solver = _solver()
    if solver and tour:
        endless = shift._replace(seconds=ENDLESS)
        problem = Problem(tour, [endless], ground, max_stops=count(tour))
        found = solver.search(problem, Effort(REORDER, seconds=1.0).stop(1.0), seed=seed)
        tours += [two_opt(one, shift, ground) for one in found or []]
    return ids(min(tours, key=lambda one: ground.travel(one, shift)))


def fewest_lists(
    doors: Iterable[Door], shift_seconds: int, max_stops: int, *, matrix: TravelMatrix | None = None
) -> int:
    """No plan has fewer lists than this: there must be room, and time for the doors and the shortest net of streets
    that joins them. What lists really need may be more."""
    tour = stairways(doors)
    return _fewest(tour, Ground(tour, [], matrix or GreatCircle()), shift_seconds, max_stops)


def _fewest(tour: Tour, ground: Ground, shift_seconds: int, max_stops: int) -> int:
    doors, service, net = count(tour), sum(one.service for one in tour), _shortest_net(tour, ground)
    for lists in range(1, doors):
        # So many lists leave so many of the longest legs undriven.
        work = service + sum(net[lists - 1 :])
        if doors <= lists * max_stops and work <= lists * shift_seconds:
            return lists
    return doors


def _shortest_net(tour: Tour, ground: Ground) -> list[int]:
    """The legs of a minimum spanning tree (Prim), the longest first. Every set of lists drives at least these, apart
    from one leg less for each list above the first."""
    if not tour:
        return []
    near = {one.place: ENDLESS for one in tour}
    here, legs = tour[0].place, []
    del near[here]
    while near:
        for place, known in near.items():
            near[place] = min(known, ground.between(here, place), ground.between(place, here))
        here = min(near, key=near.__getitem__)
        legs.append(near.pop(here))
    return sorted(legs, reverse=True)

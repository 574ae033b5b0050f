"""The one place that knows PyVRP: stairways and shifts in, a tour for each shift out.

A stairway is one client, so that nobody comes back to it; getting there and ringing the doors is its service time.
Balance is bought: a second of work over a shift's target costs as much as a second of driving. A stairway that may
wait has a prize, so high that none is left out to save driving, and a much higher one if it is required.
"""

import warnings
from importlib.metadata import version
from itertools import groupby
from statistics import fmean
from typing import NamedTuple

import numpy as np
from pyvrp import Client, Depot, Location, ProblemData, Route, Solution, VehicleType, solve
from pyvrp.exceptions import PenaltyBoundWarning

from koerelister.planning.doors import Shift, Tour
from koerelister.planning.ground import Effort, Problem

VERSION = f"PyVRP {version('pyvrp')}"
REQUIRED = 100  # how many doors that may wait one that is required is worth
WIDE = 0.15  # the spread above which the longest list is held down
RAISES = (1.08, 1.15, 1.22, 1.30)  # how far above the mean the longest list may then be, one after the other
QUICK, BALANCED, HELD = 0.25, 0.75, 0.2  # shares of the iterations


class Target(NamedTuple):
    """How much of its shift a list should take. ``hard``: it may not take more."""

    part: float = 1.0
    hard: bool = False

    def seconds(self, shift: Shift) -> int:
        return min(shift.seconds, round(shift.seconds * self.part))


def balanced(problem: Problem, effort: Effort, *, seed: int) -> list[Tour]:
    """The best plan found where the lists take equal parts of their shifts. What finds no room is on none."""
    alone = len(problem.shifts) == 1
    share = 1.0 if alone else QUICK
    optional, tours = False, search(problem, effort.stop(share), seed=seed)
    if tours is None:
        optional, tours = True, search(problem, effort.stop(share), seed=seed, optional=True)
    if tours is None or alone:
        return tours or [[] for _ in problem.shifts]
    mean = fmean(
        problem.ground.work(tour, shift) / shift.seconds for tour, shift in zip(tours, problem.shifts, strict=True)
    )
    even = search(problem, effort.stop(BALANCED), seed=seed, target=Target(mean), optional=optional)
    tours = tours if even is None else even
    if optional and problem.left(tours):
        return tours
    for raised in RAISES:
        if problem.spread(tours) <= WIDE:
            break
        held = search(problem, effort.stop(HELD), seed=seed, target=Target(mean * raised, hard=True), begin=tours)
        tours = min(tours, held or tours, key=problem.spread)
    return tours


WHOLE_SHIFT = Target()


def search(
    problem: Problem,
    stop,
    *,
    seed: int,
    target: Target = WHOLE_SHIFT,
    optional: bool = False,
    begin: list[Tour] | None = None,
) -> list[Tour] | None:
    """A tour for each shift in their order, some of them perhaps empty; None when no plan within the limits was found.
    Every stairway is on one, unless they are ``optional``. ``begin``: tours to better, perhaps too long."""
    alike = _alike(problem.shifts)
    data = _data(problem, alike, target, optional)
    first = _solution(problem, alike, data, begin) if begin else None
    with warnings.catch_warnings():
        # It says that the limits are hard to keep, and so does the answer.
        warnings.simplefilter("ignore", PenaltyBoundWarning)
        best = solve(data, stop, seed=seed, collect_stats=False, initial_solution=first).best
    return _tours(problem, alike, best) if best.is_feasible() and (optional or best.is_complete()) else None


def _alike(shifts: list[Shift]) -> list[list[int]]:
    """The numbers of the shifts that cannot be told apart, together: the search is the shorter for it."""
    numbers = sorted(range(len(shifts)), key=lambda number: (repr(shifts[number][1:]), number))
    return [list(group) for _, group in groupby(numbers, key=lambda number: shifts[number][1:])]


def _data(problem: Problem, alike: list[list[int]], target: Target, optional: bool) -> ProblemData:
    index, size = problem.ground.index, len(problem.ground.places)
    seconds = np.zeros((size + 1, size + 1), dtype=np.int64)  # the last one is anywhere
    seconds[:size, :size] = problem.ground.seconds
    ends = [(index.get(shift.start, size), index.get(shift.end, size)) for shift in problem.shifts]
    depots = sorted({place for pair in ends for place in pair})
    kinds = [
        _vehicle(problem, numbers, target, *(depots.index(place) for place in ends[numbers[0]])) for numbers in alike
    ]
    return ProblemData(
        # Where they lie on a map is of no use to the search: it has the times.
        [Location(0, 0) for _ in range(size + 1)],
        _clients(problem, optional, prize=int(2 * seconds.max())),
        [Depot(location=place) for place in depots],
        kinds,
        [seconds],
        [seconds],
    )


def _vehicle(problem: Problem, numbers: list[int], target: Target, start: int, end: int) -> VehicleType:
    shift = problem.shifts[numbers[0]]
    wanted = target.seconds(shift)
    return VehicleType(
        num_available=len(numbers),
        capacity=[problem.max_stops],
        start_depot=start,
        end_depot=end,
        shift_duration=wanted,
        max_overtime=0 if target.hard else shift.seconds - wanted,
        unit_overtime_cost=1,
    )


def _clients(problem: Problem, optional: bool, prize: int) -> list[Client]:
    return [
        Client(
            location=problem.ground.index[one.place],
            delivery=[len(one.doors)],
            service_duration=one.service,
            required=not optional,
            # More than the detour and the overtime that it takes to go there.
            prize=(prize + one.service) * len(one.doors) * (REQUIRED if one.required else 1) if optional else 0,
        )
        for one in problem.stairways
    ]


def _solution(problem: Problem, alike: list[list[int]], data: ProblemData, tours: list[Tour]) -> Solution:
    number = {stairway.doors[0].id: client for client, stairway in enumerate(problem.stairways)}
    routes = [
        Route(data, [number[stairway.doors[0].id] for stairway in tours[shift]], kind)
        for kind, shifts in enumerate(alike)
        for shift in shifts
        if tours[shift]
    ]
    return Solution(data, routes)


def _tours(problem: Problem, alike: list[list[int]], best: Solution) -> list[Tour]:
    tours: list[Tour] = [[] for _ in problem.shifts]
    left = [list(numbers) for numbers in alike]
    routes = [(route.vehicle_type(), [act.idx for act in route if act.is_client()]) for route in best.routes()]
    for kind, clients in sorted(routes, key=lambda one: (one[0], min(one[1], default=0))):
        tours[left[kind].pop(0)] = [problem.stairways[client] for client in clients]
    return tours

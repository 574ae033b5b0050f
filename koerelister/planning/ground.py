"""What is to be planned: the stairways, the shifts, and the driving times between them."""

import time
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from koerelister.planning.doors import Place, Shift, Stairway, Tour, count, ids
from koerelister.planning.travel import TravelMatrix


class Ground:
    """The driving times between the stairways and to where the shifts begin and end. Anywhere is 0 away."""

    def __init__(self, tour: Iterable[Stairway], shifts: Iterable[Shift], matrix: TravelMatrix):
        ends = [place for shift in shifts for place in (shift.start, shift.end) if place is not None]
        self.places = list(dict.fromkeys([*(stairway.place for stairway in tour), *ends]))
        self.index = {place: number for number, place in enumerate(self.places)}
        self.seconds = matrix.seconds(self.places)

    def between(self, origin: Place | None, target: Place | None) -> int:
        if origin is None or target is None:
            return 0
        return self.seconds[self.index[origin]][self.index[target]]

    def travel(self, tour: Tour, shift: Shift) -> int:
        """An empty list is never driven."""
        if not tour:
            return 0
        stops = [shift.start, *(stairway.place for stairway in tour), shift.end]
        return sum(self.between(origin, target) for origin, target in pairwise(stops))

    def work(self, tour: Tour, shift: Shift) -> int:
        return self.travel(tour, shift) + sum(stairway.service for stairway in tour)


class Problem(NamedTuple):
    stairways: Tour
    shifts: list[Shift]
    ground: Ground
    max_stops: int

    def fits(self, tour: Tour, shift: Shift) -> bool:
        return count(tour) <= self.max_stops and self.ground.work(tour, shift) <= shift.seconds

    def spread(self, tours: list[Tour]) -> float:
        """(Most - least) / mean of how much of each shift is worked: 0 when all are burdened alike."""
        loads = [self.ground.work(tour, shift) / shift.seconds for tour, shift in zip(tours, self.shifts, strict=True)]
        return (max(loads) - min(loads)) * len(loads) / sum(loads) if any(loads) else 0.0

    def left(self, tours: list[Tour]) -> Tour:
        served = {door for tour in tours for door in ids(tour)}
        return [stairway for stairway in self.stairways if stairway.doors[0].id not in served]


class Effort:
    """How long to search. The iterations decide, so that the same input gives the same plan on any machine; the clock
    is this thread's own time on the processor, so that a busy machine does not change a plan."""

    def __init__(self, iterations: int, seconds: float):
        self.iterations, self.seconds, self.used = iterations, seconds, 0
        self._end = time.thread_time() + seconds

    def again(self) -> "Effort":
        fresh = Effort(self.iterations, self.seconds)
        fresh.used = self.used
        return fresh

    def stop(self, share: float):
        allowed = self.used + max(1, round(self.iterations * share))

        def reached(_best_cost: int) -> bool:
            if self.used >= allowed or time.thread_time() >= self._end:
                return True
            self.used += 1
            return False

        return reached

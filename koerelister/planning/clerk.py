"""What is done by hand today: sort by postcode and street, cut in equal lists. It is the comparison, and the way out
when there is no solver."""

from collections.abc import Iterable
from itertools import pairwise
from math import ceil

from koerelister.planning.doors import Shift, Tour, runs, walked
from koerelister.planning.ground import Ground, Problem

LONGEST_MOVE = 3  # stairways moved together; longer ones are 2-opt's


def clerk_travel(tours: list[Tour], shifts: list[Shift], ground: Ground) -> int:
    """The seconds of driving when the same doors are sorted, cut in as many equal lists, and driven as they stand.
    Only the driving is counted: whether the clerk's lists keep within the shift is another matter."""
    paper = sorted((door for tour in tours for stairway in tour for door in stairway.doors), key=walked)
    used = [shift for tour, shift in zip(tours, shifts, strict=True) if tour]
    size = ceil(len(paper) / max(len(used), 1))
    parts = [paper[size * number : size * (number + 1)] for number in range(len(used))]
    return sum(ground.travel(runs(part), shift) for part, shift in zip(parts, used, strict=True))


def cut(problem: Problem) -> list[Tour]:
    """The sorted stairways in lists of equal work, none over its limits; what has no room is left out."""
    left, lists = list(problem.stairways), []
    for number, shift in enumerate(problem.shifts):
        share = sum(stairway.service for stairway in left) / (len(problem.shifts) - number)
        chosen: Tour = []
        while left and sum(one.service for one in chosen) < share and problem.fits([*chosen, left[0]], shift):
            chosen.append(left.pop(0))
        lists.append(two_opt(chosen, shift, problem.ground))
    return lists


def two_opt(tour: Tour, shift: Shift, ground: Ground) -> Tour:
    """A better order: turn a piece round, or move a short one, as long as it helps."""
    stops = [shift.start, *(stairway.place for stairway in tour), shift.end]
    legs = [[ground.between(origin, target) for target in stops] for origin in stops]
    order = list(range(len(stops)))
    while (better := _better(order, legs)) is not None:
        order = better
    return [tour[number - 1] for number in order[1:-1]]


def _better(order: list[int], legs: list[list[int]]) -> list[int] | None:
    for first, last, turned in _moves(order):
        piece = order[first - 1 : last + 1]
        if _length([piece[0], *turned, piece[-1]], legs) < _length(piece, legs):
            return [*order[:first], *turned, *order[last:]]
    return None


def _moves(order: list[int]) -> Iterable[tuple[int, int, list[int]]]:
    """Which part of the order, the ends apart, is laid how instead."""
    end = len(order) - 1
    for first in range(1, end - 1):
        for last in range(first + 2, end + 1):
            piece = order[first:last]
            yield first, last, piece[::-1]
            for length in range(1, min(LONGEST_MOVE, len(piece) - 1) + 1):
                yield first, last, piece[length:] + piece[:length]
                yield first, last, piece[-length:] + piece[:-length]


def _length(order: list[int], legs: list[list[int]]) -> int:
    return sum(legs[origin][target] for origin, target in pairwise(order))

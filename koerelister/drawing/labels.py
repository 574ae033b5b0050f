"""Numbers on a picture that must not lie on top of each other: pushed apart as little as it takes."""

from collections.abc import Sequence
from itertools import combinations
from math import hypot
from typing import NamedTuple

HIGH, WIDTH_A_SIGN, GAP = 9.0, 3.7, 1.5  # half a mark's height, half a sign's width, and what is kept free
ROUNDS = 120
Point = tuple[float, float]


class Label(NamedTuple):
    """What stands at ``place``, and where it is shown if not just there."""

    text: str
    place: Point
    shown: Point | None = None

    @property
    def middle(self) -> Point:
        return self.shown or self.place

    @property
    def half(self) -> Point:
        return max(HIGH, 4 + WIDTH_A_SIGN * len(self.text)), HIGH

    @property
    def moved(self) -> float:
        return hypot(self.middle[0] - self.place[0], self.middle[1] - self.place[1])


def apart(labels: Sequence[Label], width: float, height: float, taken: Sequence[Point] = ()) -> list[Label]:
    """The labels with no two over each other, as far as there is room. Nothing is put where it is ``taken``."""
    fixed = [Label("", place) for place in taken]
    everything = [*fixed, *labels]
    middles = [list(label.middle) for label in everything]
    halves = [label.half for label in everything]
    for _ in range(ROUNDS):
        pushed = False
        for one, other in combinations(range(len(everything)), 2):
            pushed |= _push(middles, halves, one, other, len(fixed))
        _keep_within(middles[len(fixed) :], halves[len(fixed) :], width, height)
        if not pushed:
            break
    return [label._replace(shown=(x, y)) for label, (x, y) in zip(labels, middles[len(fixed) :], strict=True)]


def _push(middles: list[list[float]], halves: list[Point], one: int, other: int, fixed: int) -> bool:
    """Along the axis where least is needed; two that are fixed stay."""
    gaps = [middles[other][axis] - middles[one][axis] for axis in (0, 1)]
    over = [halves[one][axis] + halves[other][axis] + GAP - abs(gaps[axis]) for axis in (0, 1)]
    if min(over) <= 0.01 or other < fixed:
        return False
    axis = 0 if over[0] < over[1] else 1
    way = 1 if gaps[axis] >= 0 else -1
    share = 1.0 if one < fixed else 0.5
    middles[other][axis] += way * over[axis] * share
    middles[one][axis] -= way * over[axis] * (1 - share)
    return True


def _keep_within(middles: list[list[float]], halves: list[Point], width: float, height: float) -> None:
    for middle, (wide, tall) in zip(middles, halves, strict=True):
        middle[0] = min(max(middle[0], wide + 1), width - wide - 1)
        middle[1] = min(max(middle[1], tall + 1), height - tall - 1)

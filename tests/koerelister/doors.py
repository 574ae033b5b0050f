"""Doors for the tests of the planner, none of them anybody's."""

import random

from hypothesis import strategies as st

from koerelister.planning.solving import Door, Shift

HOUR = 3600
TOWN_HALL = (55.396, 10.388)


def door(number, latitude=55.40, longitude=10.38, group=None, *, required=False):
    return Door(number, latitude, longitude, group or f"g{number}", f"5000 {number:03}", required)


def town(size, *, seed=1, stairways=None):
    """Doors over some four by four kilometres; about every third shares its stairway with others."""
    dice = random.Random(seed)
    groups = stairways or max(1, size * 2 // 3)
    places = {f"g{n}": (55.38 + dice.random() / 28, 10.36 + dice.random() / 16) for n in range(groups)}
    chosen = [dice.choice(list(places)) for _ in range(size)]
    return [Door(n, *places[group], group, f"5000 {group} {n:03}") for n, group in enumerate(chosen)]


def shifts(number, hours=4.5, **ends):
    return [Shift(n, round(hours * HOUR), **ends) for n in range(number)]


@st.composite
def towns(draw, required=True):
    """Doors of a small town, more of them at the same stairway than anywhere on earth."""
    spot = st.tuples(st.floats(55.38, 55.42), st.floats(10.36, 10.42))
    places = draw(st.lists(spot, min_size=1, max_size=8))
    picked = draw(
        st.lists(st.tuples(st.integers(0, len(places) - 1), st.booleans() if required else st.just(False)), max_size=14)
    )
    return [door(n, *places[at], f"g{at}", required=need) for n, (at, need) in enumerate(picked)]

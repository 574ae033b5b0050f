"""Putting a stairway on a list without moving anybody else: where it costs the least driving."""

from koerelister.planning.doors import Door, Shift, Stairway, Tour, walked
from koerelister.planning.ground import Problem


def inserted(tour: Tour, stairway: Stairway, shift: Shift, problem: Problem) -> Tour | None:
    """The list with the stairway on it; None when it does not fit. If it is there already, the doors go beside it."""
    here = next((number for number, one in enumerate(tour) if one.group == stairway.group), None)
    if here is not None:
        grown = tour[here]._replace(doors=_beside(tour[here].doors, stairway.doors))
        longer = [*tour[:here], grown, *tour[here + 1 :]]
        return longer if problem.fits(longer, shift) else None
    tries = ([*tour[:place], stairway, *tour[place:]] for place in range(len(tour) + 1))
    best = min(tries, key=lambda one: problem.ground.travel(one, shift))
    return best if problem.fits(best, shift) else None


def _beside(doors: tuple[Door, ...], more: tuple[Door, ...]) -> tuple[Door, ...]:
    """Each before the first that is walked later; those already there keep their order, also one made by hand."""
    together = list(doors)
    for door in more:
        place = next((n for n, other in enumerate(together) if walked(other) > walked(door)), len(together))
        together.insert(place, door)
    return tuple(together)


def filled(tours: list[Tour], waiting: Tour, problem: Problem) -> list[Tour]:
    """The lists with as many of the waiting stairways as find room, the required ones first."""
    tours = list(tours)
    for stairway in sorted(waiting, key=lambda one: not one.required):
        tries = [
            (problem.ground.travel(longer, shift) - problem.ground.travel(tour, shift), number, longer)
            for number, (tour, shift) in enumerate(zip(tours, problem.shifts, strict=True))
            if _may_take(tour, stairway, tours) and (longer := inserted(tour, stairway, shift, problem)) is not None
        ]
        if tries:
            _, number, tours[number] = min(tries, key=lambda one: one[:2])
    return tours


def _may_take(tour: Tour, stairway: Stairway, tours: list[Tour]) -> bool:
    """Nobody else goes to a stairway that somebody goes to already."""
    going = [one for one in tours if any(way.group == stairway.group for way in one)]
    return stairway.part or not going or tour in going

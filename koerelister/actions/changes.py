"""What may still be done to lists that are published: one more stop, or, when asked for, an area planned anew."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from koerelister.actions.doors import door_of, door_of_stop, first_of_each_citizen, shift_of, travel
from koerelister.actions.drafts import renumber
from koerelister.models import RouteList, RoutePlan, Stop, VisitOrder
from koerelister.planning.doors import Shift
from koerelister.planning.solving import Route, insert, solve
from sanktion.models import User


class CannotReplan(Exception):
    """The area can't be planned anew, or somebody was quicker. Nothing was changed. The message is for the user."""


@transaction.atomic
def add_waiting(route_list: RouteList, orders: Iterable[VisitOrder], *, by: User) -> list[VisitOrder]:
    """Each where it adds the least driving; nobody else changes list or order. Gives those there is no room for."""
    route_list = RouteList.objects.published().locked().get(pk=route_list.pk)
    if not route_list.may_be_changed:
        return list(orders)
    chosen = (
        VisitOrder.objects.placeable()
        .filter(pk__in=[order.pk for order in orders], case__team=route_list.team)
        .select_for_update(of=("self",))
        .select_related("case__citizen__address", "case__event")
        .order_by("created_at", "case")
    )
    left = []
    for order in first_of_each_citizen(chosen):
        if not _add(route_list, order):
            left.append(order)
    return left


def _add(route_list: RouteList, order: VisitOrder) -> bool:
    stops = list(route_list.stops.with_doors().locked())
    open_doors = [door_of_stop(stop) for stop in stops if stop.is_open]
    limit = {"max_stops": route_list.plan.max_stops, "matrix": travel()}
    doors = insert(open_doors, door_of(order, route_list.date), shift_of(route_list.crew), **limit)
    if doors is None:
        return False
    place = doors.index(order.case_id)
    keys = [stop.case_id for stop in stops]
    place = keys.index(doors[place - 1]) + 1 if place else 0
    new = Stop.of(order, route_list=route_list, position=len(stops) + 1)
    new.save()
    renumber([*stops[:place], new, *stops[place:]])
    order.delete()
    route_list.note_change()
    return True


@dataclass(frozen=True)
class Proposal:
    """Whom each list would visit, in order: stops' ids by the list's id."""

    lists: dict[int, list[int]]
    moved: int
    total: int


def propose(route_plan: RoutePlan, area_id: int) -> Proposal:
    """The area's lists planned anew; nothing is changed. Raises CannotReplan."""
    lists = list(_changeable(route_plan, area_id).select_related("crew__start", "crew__end"))
    if len(lists) < 2:
        raise CannotReplan(
            "Området kan ikke lægges om: det kræver to udgivne lister, som hverken er udskrevet eller taget i brug."
        )
    stops = {stop.case_id: stop for stop in _to_visit(lists)}
    solved = solve(
        [door_of_stop(stop) for stop in stops.values()],
        [shift_of(one.crew, place) for place, one in enumerate(lists)],
        max_stops=route_plan.max_stops,
        seconds=settings.SANKTION_PLAN_SECONDS,
        matrix=travel(),
    )
    if solved.unserved:
        raise CannotReplan("Området kan ikke lægges om, uden at nogen mister deres plads på en liste.")
    routes = _least_moves(solved.routes, lists, stops)
    if not all(routes):
        raise CannotReplan("Området kan ikke lægges om: stoppene kan nås med færre lister, og en ville stå tom.")
    found = {one.pk: [stops[key].pk for key in keys] for one, keys in zip(lists, routes, strict=True)}
    home = {stop.pk: stop.route_list_id for stop in stops.values()}
    moved = sum(home[pk] != list_id for list_id, pks in found.items() for pk in pks)
    return Proposal(found, moved, len(stops))


def _changeable(route_plan: RoutePlan, area_id: int):
    """Neither printed nor taken into use: of a paper already in the bag nobody can be moved."""
    rows = RouteList.objects.published().filter(plan=route_plan, area=area_id, printed_copies=0)
    return rows.exclude(stops__in=Stop.objects.noted()).order_by("pk")


def _to_visit(lists: list[RouteList]) -> list[Stop]:
    stops = Stop.objects.with_doors().filter(route_list__in=lists).order_by("route_list", "position")
    return [stop for stop in stops if stop.is_to_be_visited]


def _least_moves(routes: list[Route], lists: list[RouteList], stops: dict[int, Stop]) -> list[list[int]]:
    """A route for each list: as planned, but lists with the same shift swap routes when fewer stops then move."""
    planned = {route.shift: route.doors for route in routes}
    left = [(place, planned.get(place, [])) for place in range(len(lists))]
    chosen = []
    for one in lists:
        own = _likeness(one)
        alike = [pair for pair in left if _likeness(lists[pair[0]]) == own]
        best = max(alike, key=lambda pair: sum(stops[key].route_list_id == one.pk for key in pair[1]))
        left.remove(best)
        chosen.append(best[1])
    return chosen


def _likeness(route_list: RouteList) -> Shift:
    return shift_of(route_list.crew)


@transaction.atomic
def replan(route_plan: RoutePlan, area_id: int, proposal: Proposal, *, by: User) -> None:
    """Carry out just what was shown. Raises CannotReplan when the lists are no longer those it was made from."""
    lists = list(_changeable(route_plan, area_id).filter(pk__in=proposal.lists).locked())
    stops = {stop.pk: stop for stop in Stop.objects.locked().filter(route_list__in=lists)}
    to_visit = {stop.pk for stop in _to_visit(lists)}
    if len(lists) != len(proposal.lists) or to_visit != {pk for pks in proposal.lists.values() for pk in pks}:
        raise CannotReplan("Listerne er ændret imens. Se forslaget igen.")
    rest = {one.pk: [s for s in stops.values() if s.route_list_id == one.pk and s.pk not in to_visit] for one in lists}
    for list_id, pks in proposal.lists.items():
        for pk in pks:
            stops[pk].route_list_id = list_id
        for position, stop in enumerate([*(stops[pk] for pk in pks), *rest[list_id]], start=1):
            stop.position = position
    Stop.objects.bulk_update(stops.values(), ["route_list", "position"])

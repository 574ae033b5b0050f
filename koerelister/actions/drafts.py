"""What a planner does to drafts: publish them, give them up, or move a stop from one to another."""

from collections import Counter
from collections.abc import Iterable

from django.db import transaction

from koerelister.actions.doors import door_of_stop, shift_of, travel
from koerelister.models import Area, RouteList, RoutePlan, Stop, VisitOrder
from koerelister.planning.solving import insert
from sanktion.models import User


class CannotMove(Exception):
    """The list has no room for the stop, or is no draft any more. Nothing was changed. The message is for the user."""


@transaction.atomic
def publish(lists: Iterable[RouteList], *, by: User) -> Counter:
    """From now on they can be printed and driven. Counts, by reason, the stops that were taken off because there is
    no longer any need to go there; a draft that has none left is given up."""
    taken_off = Counter()
    for route_list in _locked_drafts(lists):
        stops = list(route_list.stops.with_doors().locked())
        moot = [stop for stop in stops if stop.moot_reason]
        taken_off.update(stop.moot_reason for stop in moot)
        send_back(moot)
        if len(moot) == len(stops):
            _give_up(route_list)
            continue
        if moot:
            renumber(stop for stop in stops if stop not in moot)
        route_list.publish(by=by)
    return taken_off


def _locked_drafts(lists: Iterable[RouteList]) -> list[RouteList]:
    return list(RouteList.objects.drafts().filter(pk__in=[one.pk for one in lists]).locked())


@transaction.atomic
def discard(lists: Iterable[RouteList]) -> int:
    """Give up those of them that are drafts; returns how many visits wait again."""
    waiting = 0
    for route_list in _locked_drafts(lists):
        stops = list(route_list.stops.with_doors().locked())
        send_back(stops)
        _give_up(route_list)
        waiting += len(stops)
    return waiting


def _give_up(route_list: RouteList) -> None:
    plan_id = route_list.plan_id
    route_list.delete()
    RoutePlan.objects.spent().filter(pk=plan_id).delete()


def send_back(stops: list[Stop]) -> None:
    """The stops of a draft become waiting orders again, as old as they were, where the citizen lives today. One who
    isn't to be sought any more is dropped when the orders are next gone through."""
    areas = Area.objects.all()
    VisitOrder.objects.bulk_create(
        [
            VisitOrder(
                case=stop.case,
                area=stop.case.citizen.address and areas.for_address(stop.case.citizen.address),
                created_at=stop.ordered_at,
                deferred_on=stop.deferred_on,
            )
            for stop in stops
        ],
        # One that is sought again has an order already.
        ignore_conflicts=True,
    )
    Stop.objects.filter(pk__in=[stop.pk for stop in stops]).delete()


def renumber(stops: Iterable[Stop]) -> None:
    moved = []
    for position, stop in enumerate(stops, start=1):
        if stop.position != position:
            stop.position = position
            moved.append(stop)
    Stop.objects.bulk_update(moved, ["position"])


@transaction.atomic
def transfer(stop: Stop, target: RouteList, *, before: Stop | None = None) -> None:
    """To another draft of the team's day, or to another place on the same one: before a stop, or else where it adds
    the least driving. Raises CannotMove."""
    locked = {one.pk: one for one in RouteList.objects.filter(pk__in=[stop.route_list_id, target.pk]).locked()}
    stop = Stop.objects.with_doors().locked().get(pk=stop.pk)
    source, target = locked.get(stop.route_list_id), locked.get(target.pk)
    if not (source and target and source.is_draft and target.is_draft):
        raise CannotMove("Listen er ikke længere en kladde. Intet er ændret.")
    if (source.team_id, source.date) != (target.team_id, target.date):
        raise CannotMove("Stop kan kun flyttes mellem samme teams lister samme dag.")
    rest = [one for one in target.stops.with_doors().locked() if one != stop]
    place = _place(stop, rest, target, before)
    left = [one for one in source.stops.locked() if one != stop]
    stop.route_list = target
    stop.save(update_fields=["route_list"])
    renumber([*rest[:place], stop, *rest[place:]])
    if source != target:
        renumber(left)
        if not left:
            _give_up(source)


def _place(stop: Stop, rest: list[Stop], target: RouteList, before: Stop | None) -> int:
    crew, door = target.crew, door_of_stop(stop)
    limit = {"max_stops": target.plan.max_stops, "matrix": travel()}
    order = insert([door_of_stop(one) for one in rest], door, shift_of(crew), **limit)
    if order is None and stop.route_list_id != target.pk:
        raise CannotMove(f"Stoppet kan ikke nås på liste {target.number}: den er fuld, eller vagten er for kort.")
    if before in rest:
        return rest.index(before)
    return order.index(door.id) if order else len(rest)

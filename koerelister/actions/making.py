"""One area's draft lists of one plan, made by a task."""

from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from koerelister.actions.doors import door_of, first_of_each_citizen, shift_of, travel
from koerelister.models import Area, Crew, PlanArea, RouteList, RoutePlan, Stop, VisitOrder
from koerelister.planning.doors import Shift
from koerelister.planning.solving import Plan, solve


@transaction.atomic
def make_lists(plan_id: int, area_id: int) -> list[RouteList]:
    """The area's drafts. None when they are made already, are being made, or nobody is to be visited."""
    part = (
        PlanArea.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("plan__team")
        .filter(plan=plan_id, area=area_id, done_at__isnull=True)
        .first()
    )
    if part is None:
        return []
    # Two plans for the same area take turns: nobody comes on two lists, and no number is used twice.
    area = Area.objects.select_for_update().get(pk=area_id)
    orders = _choose_orders(area, part.plan)
    made = _plan(part, area, orders) if orders else []
    part.done_at, part.error = timezone.now(), ""
    part.save()
    RoutePlan.objects.select_for_update().get(pk=plan_id).advance(by=None)
    return made


def _choose_orders(area: Area, route_plan: RoutePlan) -> dict[int, VisitOrder]:
    """By the case's id, the oldest first."""
    waiting = (
        VisitOrder.objects.placeable()
        .filter(area=area, case__team=route_plan.team)
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("case__citizen__address", "case__event")
        .order_by("created_at", "case")
    )
    return {order.case_id: order for order in first_of_each_citizen(waiting)}


def _plan(part: PlanArea, area: Area, orders: dict[int, VisitOrder]) -> list[RouteList]:
    found = {crew.pk: crew for crew in part.plan.crews.select_related("start", "end")}
    crews = [found[pk] for pk in part.crew_ids]
    solved = solve(
        [door_of(order, part.plan.date) for order in orders.values()],
        [shift_of(crew, place) for place, crew in enumerate(crews)],
        max_stops=part.plan.max_stops,
        seconds=settings.SANKTION_PLAN_SECONDS,
        matrix=travel(),
    )
    _keep_figures(part, solved)
    needing_two = {key for key, order in orders.items() if order.case.citizen.needs_two_persons_on(part.plan.date)}
    lists = [
        _store(part.plan, area, crew, [orders[key] for key in doors])
        for crew, doors in _by_crew(solved, crews, needing_two)
    ]
    # Nobody is dropped: whom there was no room for waits, and must be on the next list.
    VisitOrder.objects.filter(case__in=solved.unserved).update(deferred_on=part.plan.date)
    return lists


def _keep_figures(part: PlanArea, solved: Plan) -> None:
    part.fewest, part.travel, part.clerk_travel = solved.fewest, solved.travel, solved.clerk_travel
    part.seed, part.solver_version, part.iterations = solved.seed, solved.version, solved.iterations


def _by_crew(solved: Plan, crews: list[Crew], needing_two: set[int]) -> list[tuple[Crew, list[int]]]:
    """Which crew drives which route: as planned, but among crews with the same shift and places, those of two take
    the routes where nobody may go alone."""
    driven = {route.shift: route.doors for route in solved.routes if route.doors}
    pairs = set(Crew.objects.of_two().filter(pk__in=[crew.pk for crew in crews]).values_list("pk", flat=True))
    chosen = []
    for _, alike in groupby(sorted(driven, key=lambda place: _likeness(crews[place])), lambda p: _likeness(crews[p])):
        places = list(alike)
        routes = sorted((driven[place] for place in places), key=lambda doors: needing_two.isdisjoint(doors))
        able = sorted((crews[place] for place in places), key=lambda crew: crew.pk not in pairs)
        chosen += zip(able, routes, strict=True)
    return sorted(chosen, key=lambda pair: crews.index(pair[0]))


def _likeness(crew: Crew) -> Shift:
    shift = shift_of(crew)
    return shift._replace(start=shift.start or (), end=shift.end or ())


def _store(route_plan: RoutePlan, area: Area, crew: Crew, orders: list[VisitOrder]) -> RouteList:
    route_list = RouteList.objects.create(
        number=RouteList.objects.next_number(area, route_plan.date),
        plan=route_plan,
        team=route_plan.team,
        area=area,
        date=route_plan.date,
        crew=crew,
    )
    Stop.objects.bulk_create(
        Stop.of(order, route_list=route_list, position=position) for position, order in enumerate(orders, start=1)
    )
    VisitOrder.objects.filter(pk__in=[order.pk for order in orders]).delete()
    return route_list

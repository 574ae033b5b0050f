from collections import Counter
from datetime import date
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from koerelister.actions.doors import fewest_by_area, waiting_orders
from koerelister.actions.drafts import discard
from koerelister.actions.orders import take_orders
from koerelister.models import Area, Crew, PlanArea, PlanStatus, RouteList, RoutePlan, VisitOrder
from sanktion.base.wake import wake
from sanktion.models import Team, User


@transaction.atomic
def request_plan(
    day: date,
    areas: list[Area],
    crews: list[Crew],
    *,
    team: Team,
    max_stops: int | None = None,
    lists: dict[int, int] | None = None,
    by: User,
    key: UUID | None = None,
) -> RoutePlan:
    """Ask for the lists of some areas; each area is planned by a task of its own, sent when this is stored.

    ``lists``: how many each area gets, by its id; as few as possible where nothing is said. The same ``key`` again
    (a double click) gives the plan already there.
    """
    take_orders()
    fields = {"date": day, "team": team, "max_stops": max_stops or settings.SANKTION_MAX_STOPS, "requested_by": by}
    route_plan, is_new = RoutePlan.objects.get_or_create(key=key or uuid4(), defaults=fields)
    if not is_new:
        return route_plan
    route_plan.crews.set(crews)
    orders = waiting_orders(team, areas)
    fewest = fewest_by_area(orders, crews, route_plan.max_stops, day)
    wanted = {area.pk: max(1, (lists or {}).get(area.pk) or fewest.get(area.pk, 1)) for area in areas}
    allotted = allot(wanted, route_plan, _needing_two(orders, day))
    PlanArea.objects.bulk_create(
        PlanArea(plan=route_plan, area=area, fewest=fewest.get(area.pk, 0), crew_ids=allotted[area.pk])
        for area in areas
    )
    wake_for(route_plan)
    return route_plan


def _needing_two(orders: list[VisitOrder], day: date) -> set[int]:
    return {order.area_id for order in orders if order.case.citizen.needs_two_persons_on(day)}


def allot(wanted: dict[int, int], route_plan: RoutePlan, needing_two: set[int]) -> dict[int, list[int]]:
    """The crew of each list of each area, in turn: decided here, so that it doesn't depend on which task runs first.

    An area where nobody may go alone gets one crew of two at least, when the plan has any.
    """
    crews = [crew.pk for crew in route_plan.crews.all()]
    pairs = [crew.pk for crew in route_plan.crews.of_two()] or crews
    driven = Counter()
    allotted: dict[int, list[int]] = {}
    for area_id in sorted(wanted, key=lambda one: one not in needing_two):
        chosen = allotted[area_id] = []
        for place in range(wanted[area_id]):
            able = pairs if area_id in needing_two and place == 0 else crews
            chosen.append(min(able, key=driven.__getitem__))
            driven[chosen[-1]] += 1
    return allotted


@transaction.atomic
def retry_plan(route_plan: RoutePlan, *, by: User) -> None:
    # The areas first, then the plan: everyone who makes or fails an area takes the locks in this order.
    route_plan.parts.filter(done_at__isnull=True).update(error="")
    route_plan.retry(by=by)
    wake_for(route_plan)


def wake_for(route_plan: RoutePlan) -> None:
    """Send a task for each area that is still to be made, on commit."""
    area_ids = list(route_plan.parts.waiting().values_list("area_id", flat=True))
    wake("koerelister.tasks.make_lists", [(route_plan.pk, area_id) for area_id in area_ids])


@transaction.atomic
def note_failure(plan_id: int, area_id: int) -> None:
    """The area's lists could not be made: say so on the plan's page, where it can be tried again."""
    unmade = PlanArea.objects.filter(plan=plan_id, area=area_id, done_at__isnull=True)
    if unmade.update(error="Listerne kunne ikke laves på grund af en teknisk fejl."):
        RoutePlan.objects.select_for_update().get(pk=plan_id).fail(by=None)


@transaction.atomic
def resume_plans() -> int:
    """Wake the plans whose task was lost, and clear what nobody drives any more: drafts of days gone by, whose visits
    wait again, and plans that have no list left. Returns how many it woke."""
    today = timezone.localdate()
    discard(RouteList.objects.filter(date__lt=today))
    RoutePlan.objects.spent().filter(date__lt=today).delete()
    stuck = RoutePlan.objects.filter(status__in=[PlanStatus.REQUESTED, PlanStatus.RUNNING])
    for route_plan in stuck:
        wake_for(route_plan)
    return len(stuck)

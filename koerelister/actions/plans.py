from datetime import date
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from koerelister.actions.orders import take_orders
from koerelister.models import Area, Crew, PlanArea, PlanStatus, RouteList, RoutePlan, Stop, VisitOrder
from koerelister.planning import Door, plan
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
    by: User,
    key: UUID | None = None,
) -> RoutePlan:
    """Ask for one list an area; each is made by a task of its own, sent when this is stored. The same ``key`` again
    (a double click) gives the plan already there."""
    take_orders()
    fields = {"date": day, "team": team, "max_stops": max_stops or settings.SANKTION_MAX_STOPS, "requested_by": by}
    route_plan, is_new = RoutePlan.objects.get_or_create(key=key or uuid4(), defaults=fields)
    if not is_new:
        return route_plan
    route_plan.crews.set(crews)
    PlanArea.objects.bulk_create(PlanArea(plan=route_plan, area=area) for area in areas)
    wake_for(route_plan)
    return route_plan


@transaction.atomic
def retry_plan(route_plan: RoutePlan, *, by: User) -> None:
    # The areas first, then the plan: everyone who makes or fails an area takes the locks in this order.
    route_plan.parts.filter(done_at__isnull=True).update(error="")
    route_plan.retry(by=by)
    wake_for(route_plan)


def wake_for(route_plan: RoutePlan) -> None:
    """Send a task for each area that is still to be made, on commit."""
    area_ids = list(route_plan.parts.waiting().values_list("area_id", flat=True))
    wake("koerelister.tasks.make_list", [(route_plan.pk, area_id) for area_id in area_ids])


@transaction.atomic
def make_list(plan_id: int, area_id: int) -> RouteList | None:
    """One area's list of one plan. None when it is made already, is being made, or has nobody to be visited."""
    part = (
        PlanArea.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("plan__team")
        .filter(plan=plan_id, area=area_id, done_at__isnull=True)
        .first()
    )
    if part is None:
        return None
    # Two plans for the same area take turns: nobody comes on two lists, and no number is used twice.
    area = Area.objects.select_for_update().get(pk=area_id)
    orders = _choose_orders(area, part.plan)
    made = _store(part.plan, area, orders) if orders else None
    part.done_at, part.error = timezone.now(), ""
    part.save()
    RoutePlan.objects.select_for_update().get(pk=plan_id).advance(by=None)
    return made


def _choose_orders(area: Area, route_plan: RoutePlan) -> list[VisitOrder]:
    """The orders for one list, in the order they are driven; the rest go on waiting."""
    waiting = (
        VisitOrder.objects.ready()
        .filter(area=area, case__team=route_plan.team)
        # A case that is sought again while it is still on a list waits until that list is settled.
        .exclude(case__in=Stop.objects.open().values("case"))
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("case__citizen__address")
    )
    orders = {order.pk: order for order in waiting}
    return [orders[pk] for pk in plan(map(_door, orders.values()), route_plan.max_stops)]


def _door(order: VisitOrder) -> Door:
    address = order.case.citizen.address
    return Door(order.pk, address.latitude, address.longitude, str(address.access_address_id), address.sort_key)


def _store(route_plan: RoutePlan, area: Area, orders: list[VisitOrder]) -> RouteList:
    route_list = RouteList.objects.create(
        number=RouteList.objects.next_number(area, route_plan.date),
        plan=route_plan,
        team=route_plan.team,
        area=area,
        date=route_plan.date,
        crew=_crew(route_plan, area, orders),
    )
    Stop.objects.bulk_create(
        Stop(route_list=route_list, case=order.case, address=order.case.citizen.address, position=position)
        for position, order in enumerate(orders, start=1)
    )
    VisitOrder.objects.filter(pk__in=[order.pk for order in orders]).delete()
    return route_list


def _crew(route_plan: RoutePlan, area: Area, orders: list[VisitOrder]) -> Crew:
    """In turn, by the area's place in the plan, so that it doesn't depend on which task runs first. Where nobody may
    go alone, among the crews of two, when the plan has any."""
    crews = list(route_plan.crews.all())
    if any(order.case.citizen.needs_two_persons_on(route_plan.date) for order in orders):
        crews = list(route_plan.crews.of_two()) or crews
    place = list(route_plan.parts.values_list("area_id", flat=True)).index(area.pk)
    return crews[place % len(crews)]


@transaction.atomic
def note_failure(plan_id: int, area_id: int) -> None:
    """The area's list could not be made: say so on the plan's page, where it can be tried again."""
    unmade = PlanArea.objects.filter(plan=plan_id, area=area_id, done_at__isnull=True)
    if unmade.update(error="Listen kunne ikke laves på grund af en teknisk fejl."):
        RoutePlan.objects.select_for_update().get(pk=plan_id).fail(by=None)


@transaction.atomic
def resume_plans() -> int:
    """Wake the plans whose task was lost, and clear those that have no list left. Returns how many it woke."""
    RoutePlan.objects.spent().filter(date__lt=timezone.localdate()).delete()
    stuck = RoutePlan.objects.filter(status__in=[PlanStatus.REQUESTED, PlanStatus.RUNNING])
    for route_plan in stuck:
        wake_for(route_plan)
    return len(stuck)

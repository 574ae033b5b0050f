"""Crews and areas. Each change leaves a line in the log with ids alone: membership opens a crew's lists."""

import logging

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from koerelister.models import Area, Crew, MeetingPlace, PlanStatus, RouteList, RoutePlan, VisitOrder
from sanktion.base.danish import listing, long_date
from sanktion.models import User

logger = logging.getLogger(__name__)


@transaction.atomic
def save_crew(crew: Crew, *, members: list[User], by: User) -> None:
    """Raises ValidationError on ``is_active`` when a crew that still has lists, or gets some, is taken out of use."""
    if crew.pk and not crew.is_active:
        _must_be_idle(crew)
    crew.save()
    crew.members.set(members)
    ids = ",".join(str(pk) for pk in sorted(user.pk for user in members))
    _note(f"crew.save by={by.pk} crew={crew.pk} active={crew.is_active} members={ids}")


def _must_be_idle(crew: Crew) -> None:
    # A list that is being made for the crew is waited for: it holds a key to the crew's row.
    Crew.objects.select_for_update().get(pk=crew.pk)
    if numbers := list(RouteList.objects.filter(crew=crew).values_list("number", flat=True)):
        lists, them = ("listen", "den") if len(numbers) == 1 else ("listerne", "dem")
        raise ValidationError(
            {
                "is_active": f"Holdet har {lists} {listing(numbers)}, som ikke er destrueret. "
                f"Få {them} registreret og destrueret først."
            }
        )
    coming = RoutePlan.objects.filter(crews=crew, date__gte=timezone.localdate()).exclude(status=PlanStatus.DONE)
    if plan := coming.order_by("date").first():
        raise ValidationError(
            {"is_active": f"Holdet er valgt i planen for {long_date(plan.date)}, hvis lister ikke er lavet endnu."}
        )


@transaction.atomic
def save_meeting_place(place: MeetingPlace, *, by: User) -> None:
    place.save()
    _note(f"meeting_place.save by={by.pk} place={place.pk}")


def lock_areas() -> None:
    """Whoever else checks and saves areas, or makes an area's list, waits until this transaction is over."""
    list(Area.objects.select_for_update().order_by("pk").values_list("pk"))


@transaction.atomic
def save_area(area: Area, *, by: User) -> None:
    """Save it, and place the waiting visits anew by the areas as they now are."""
    lock_areas()
    area.save()
    _place_orders()
    _note(f"area.save by={by.pk} area={area.pk} code={area.code} postcodes={','.join(area.postcodes)}")


def _place_orders() -> None:
    areas = Area.objects.all()
    # One that somebody else holds is on its way out: lists are not made while the areas are locked.
    waiting = VisitOrder.objects.select_for_update(of=("self",), skip_locked=True).select_related(
        "case__citizen__address"
    )
    moved = []
    for order in waiting:
        area = areas.for_address(order.case.citizen.address)
        if order.area_id != (area and area.pk):
            order.area = area
            moved.append(order)
    VisitOrder.objects.bulk_update(moved, ["area"], batch_size=500)


def _note(line: str) -> None:
    # On commit: a change that is rolled back has not happened.
    transaction.on_commit(lambda: logger.info(line))

"""Crews. Each change leaves a line in the log with ids alone: membership opens a crew's lists."""

import logging

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from koerelister.models import Crew, MeetingPlace, PlanStatus, RouteList, RoutePlan
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
    note_change(f"crew.save by={by.pk} crew={crew.pk} active={crew.is_active} members={ids}")


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
    note_change(f"meeting_place.save by={by.pk} place={place.pk}")


def note_change(line: str) -> None:
    # On commit: a change that is rolled back has not happened.
    transaction.on_commit(lambda: logger.info(line))

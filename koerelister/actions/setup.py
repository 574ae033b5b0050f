"""Crews. Each change is noted, for membership opens a crew's lists; the log has a line with ids alone."""

import logging

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from koerelister.models import Crew, MeetingPlace, PlanStatus, RouteList, RoutePlan
from sanktion.actions.administration import note_change
from sanktion.base.danish import listing, long_date
from sanktion.models import User

CREWS = "crews"
logger = logging.getLogger(__name__)


@transaction.atomic
def save_crew(crew: Crew, *, members: list[User], by: User) -> None:
    """Raises ValidationError on ``is_active`` when a crew that still has lists, or gets some, is taken out of use."""
    if crew.pk and not crew.is_active:
        _must_be_idle(crew)
    before = _in_words(Crew.objects.filter(pk=crew.pk).first())
    crew.save()
    crew.members.set(members)
    note_change(CREWS, f"Gemt: {crew}", before=before, after=_in_words(crew), by=by)
    ids = ",".join(str(pk) for pk in sorted(user.pk for user in members))
    log_change(f"crew.save by={by.pk} crew={crew.pk} active={crew.is_active} members={ids}")


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
    before = _placed(MeetingPlace.objects.filter(pk=place.pk).first())
    place.save()
    note_change(CREWS, f"Gemt: mødested {place}", before=before, after=_placed(place), by=by)
    log_change(f"meeting_place.save by={by.pk} place={place.pk}")


def _in_words(crew: Crew | None) -> str:
    if crew is None:
        return ""
    members = [str(user) for user in crew.members.order_by("first_name", "last_name", "pk")]
    use = "i brug" if crew.is_active else "ikke i brug"
    places = f"fra {crew.start or 'første dør'} til {crew.end or 'sidste dør'}"
    hours = f"kl. {crew.starts_at:%H.%M}-{crew.ends_at:%H.%M}"
    return f"{crew.name}, {use}, {hours}, {places}. Medlemmer: {listing(members) or 'ingen'}."


def _placed(place: MeetingPlace | None) -> str:
    return f"{place.name} ({place.latitude:.5f}, {place.longitude:.5f})" if place else ""


def log_change(line: str) -> None:
    # On commit: a change that is rolled back has not happened.
    transaction.on_commit(lambda: logger.info(line))

"""A made-up citizen to practise on, of the user's own team."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from sanktion.actions.event import register_event
from sanktion.base import encryption
from sanktion.base.cpr import normalise
from sanktion.demo.details import example_details
from sanktion.demo.gates import HELD_SINCE
from sanktion.demo.tour import PREFIX
from sanktion.models import (
    Address,
    Benefit,
    Citizen,
    EventKind,
    EventOrigin,
    JobSeekerPeriod,
    MatchCategory,
    NegativeEvent,
    TargetGroup,
    TargetGroupPeriod,
    Team,
    User,
)

NO_TEAM = "Rundvisningen laver en borger i dit team, og du er ikke i noget team. Log ind som en sagsbehandler."
FIRST_NAMES = ["Signe", "Malthe", "Freja", "Oskar", "Amina", "Jens", "Birgit", "Yusuf"]
LAST_NAME = "Øvelse"
KIND = EventKind.MISSED_JOB_INTERVIEW
EVENT_DAYS = timedelta(days=3)
POST_DISTRICT = "Øveby"


@transaction.atomic
def begin(user: User) -> NegativeEvent:
    """A new citizen with an event that nobody has taken up yet. Raises ValidationError for a user without a team."""
    return register_practice(timezone.localdate() - EVENT_DAYS, by=user)


def register_practice(occurred_on: date, *, by: User) -> NegativeEvent:
    team = Team.objects.filter(pk__in=by.team_ids).order_by("name").first()
    if team is None:
        raise ValidationError(NO_TEAM)
    return register_event(
        _citizen(team, occurred_on),
        kind=KIND,
        occurred_on=occurred_on,
        origin=EventOrigin.MUNICIPALITY,
        reference=f"{PREFIX}-{by.pk}-{secrets.token_hex(6)}",
        description="Udeblev fra samtale i det individuelle kontaktforløb",
        details=example_details(KIND, occurred_on),
        by=by,
    )


@contextmanager
def on_the_morning_of(day: date) -> Iterator[None]:
    """The clock of Python stands at nine that day, in the whole process: for the worker alone."""
    import time_machine  # the demo alone needs it

    with time_machine.travel(timezone.make_aware(datetime.combine(day, time(9))), tick=False):
        yield


def _citizen(team: Team, occurred_on: date) -> Citizen:
    """Jobparat and registered since long before, so that nothing but the steps stands between event and decision."""
    citizen = Citizen.objects.create(
        cpr=_free_number(),
        first_name=secrets.choice(FIRST_NAMES),
        last_name=LAST_NAME,
        address=_address(team),
        benefit=Benefit.objects.on(occurred_on).order_by("pk").first(),
        team=team,
    )
    since = DateRange(occurred_on - HELD_SINCE, None)
    TargetGroupPeriod.objects.create(citizen=citizen, group=TargetGroup.JOB_READY, period=since)
    JobSeekerPeriod.objects.create(citizen=citizen, period=since)
    MatchCategory.objects.create(citizen=citizen, category=2, period=since)
    return citizen


def _free_number() -> str:
    """With 60 added to the day, so that it is nobody's (domain, «CPR numbers»)."""
    while True:
        day, month, year = 61 + secrets.randbelow(28), 1 + secrets.randbelow(12), 60 + secrets.randbelow(40)
        number = normalise(f"{day}{month:02d}{year}{secrets.randbelow(4000):04d}")
        if not Citizen.objects.filter(cpr_lookup__in=encryption.lookups(number)).exists():
            return number


def _address(team: Team) -> Address:
    """In the team's own district, beside a public address there if there is one; no real door is practised on."""
    postcode = team.postcodes[0] if team.postcodes else "5000"
    near = Address.objects.located().filter(postcode=postcode).order_by("pk").first()
    return Address.objects.create(
        id=uuid4(),
        access_address_id=uuid4(),
        street="Øvelsesvej",
        house_number=str(1 + secrets.randbelow(199)),
        postcode=postcode,
        post_district=near.post_district if near else POST_DISTRICT,
        municipality_code=near.municipality_code if near else "0461",
        municipality=near.municipality if near else "Odense",
        latitude=near.latitude if near else 55.396,
        longitude=near.longitude if near else 10.388,
    )

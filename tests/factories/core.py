"""Plausible Danish rows. Every CPR number has day + 60, so that none is a person's (domain, «CPR numbers»)."""

import uuid
from datetime import timedelta

import factory
from django.contrib.auth.models import Group
from django.utils import timezone

from sanktion.actions.event import open_case
from sanktion.models import Address, Case, Citizen, EventKind, EventOrigin, NegativeEvent, Team, User

FIRST_NAMES = ["Ida", "Åse", "Søren", "Amira", "Peter", "Zeynep", "Bjørn", "Mette"]
LAST_NAMES = ["Nielsen", "Østergaard", "Aagaard", "Hussein", "Lund", "Yılmaz", "Ærø", "Møller"]
# Not the citizens': a colleague's name at the top of a page is no citizen's name on it.
STAFF_LAST_NAMES = ["Frandsen", "Kjær", "Dahl", "Winther", "Bøgh"]


class TeamFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Team

    name = factory.Sequence(lambda n: f"Team {n}")


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"bruger{n}")
    first_name = factory.Iterator(FIRST_NAMES)
    last_name = factory.Iterator(STAFF_LAST_NAMES)

    @factory.post_generation
    def role(self, create, extracted, **kwargs):
        if extracted:
            self.groups.add(Group.objects.get(name=extracted))

    @factory.post_generation
    def teams(self, create, extracted, **kwargs):
        self.teams.add(*(extracted or []))


class AddressFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Address

    id = factory.LazyFunction(uuid.uuid4)
    access_address_id = factory.LazyFunction(uuid.uuid4)
    street = "Østre Stationsvej"
    house_number = factory.Sequence(lambda n: str(1 + n % 900))
    floor = "2"
    door = "th"
    postcode = "5000"
    post_district = "Odense C"
    municipality_code = "0461"
    municipality = "Odense"
    easting = 588_000.0
    northing = 6_140_000.0
    latitude = factory.Sequence(lambda n: 55.40 + (n % 100) / 5000)
    longitude = factory.Sequence(lambda n: 10.38 + (n % 70) / 5000)


class CitizenFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Citizen

    cpr = factory.Sequence(lambda n: f"{61 + n % 28}{1 + n % 12:02d}{70 + n % 30:02d}{n % 10000:04d}")
    first_name = factory.Iterator(FIRST_NAMES)
    last_name = factory.Iterator(LAST_NAMES)
    address = factory.SubFactory(AddressFactory)
    team = factory.SubFactory(TeamFactory)

    class Params:
        protected = factory.Trait(
            protected_until=factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))
        )


class EventFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = NegativeEvent

    citizen = factory.SubFactory(CitizenFactory)
    kind = EventKind.MISSED_JOB_INTERVIEW
    occurred_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=5))
    origin = EventOrigin.MUNICIPALITY
    reference = factory.Sequence(lambda n: f"T-{n:05d}")
    description = "Udeblev fra jobsamtale"


class CaseFactory(factory.django.DjangoModelFactory):
    """A case opened the way the application opens it; ``by`` becomes its caseworker."""

    class Meta:
        model = Case

    event = factory.SubFactory(EventFactory)
    by = factory.SubFactory(UserFactory)

    @classmethod
    def _create(cls, model_class, *args, event, by, **kwargs):
        case = open_case(event, by=by)
        if kwargs:
            for name, value in kwargs.items():
                setattr(case, name, value)
            case.save()
        return case

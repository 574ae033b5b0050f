"""Cases that seek contact, and route lists made the way the application makes them."""

from datetime import time, timedelta

import factory
from django.db import transaction
from django.utils import timezone

from koerelister.actions.drafts import publish, renumber
from koerelister.actions.making import make_lists
from koerelister.actions.plans import request_plan
from koerelister.actions.separate import answer_separate, ask_separate, make_separate_list
from koerelister.models import (
    Area,
    Crew,
    PaperCopy,
    RouteList,
    SeparateAnswer,
    SeparateReason,
    SeparateVisit,
    VisitOrder,
)
from koerelister.visit import NameRead, Visit
from sanktion.models import Case

from .core import AddressFactory, CaseFactory, CitizenFactory, UserFactory


class AreaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Area

    name = factory.Sequence(lambda n: f"Område {n}")
    code = factory.Sequence(lambda n: f"OM{n}")
    postcodes = ["5000"]
    position = factory.Sequence(int)


class CrewFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Crew
        skip_postgeneration_save = True

    # Not «Hold 2» and the like, which tests give their own crews.
    name = factory.Sequence(lambda n: f"Kørehold {n}")
    # Long enough for any list of a test.
    starts_at, ends_at = time(8), time(20)

    @factory.post_generation
    def members(self, create, extracted, **kwargs):
        self.members.add(*(extracted or []))


def seeking_case(by, *, team, citizen=None, **citizen_fields) -> Case:
    """A case whose hearing has run out: contact is requested."""
    citizen = citizen or CitizenFactory(team=team, **citizen_fields)
    case = CaseFactory(event__citizen=citizen, by=by)
    case.send_hearing(deadline=timezone.localdate() - timedelta(days=1), by=by)
    case.seek_contact(by=None)
    return case


def ordered(case, area) -> VisitOrder:
    case.take_contact_request()
    return VisitOrder.objects.create(case=case, area=area)


def drafts_of(by, *, team, areas, crews=None, day=None, **options) -> list[RouteList]:
    """What a plan of the areas' waiting orders gives."""
    with transaction.atomic():
        crews = crews or [CrewFactory()]
        plan = request_plan(day or timezone.localdate(), areas, crews, team=team, by=by, **options)
    for area in areas:
        make_lists(plan.pk, area.pk)
    return list(RouteList.objects.filter(plan=plan))


def route_list_of(by, *, team, count: int = 3, area=None, crew=None, day=None) -> RouteList:
    """A published list with ``count`` stops, each at a stairway of its own, from north to south."""
    area = area or AreaFactory()
    for number in range(count):
        address = AddressFactory(latitude=55.45 - number / 1000, longitude=10.38)
        ordered(seeking_case(by, team=team, address=address), area)
    options = {"lists": {area.pk: 1}, "max_stops": max(40, count)}
    made = drafts_of(by, team=team, areas=[area], crews=[crew or CrewFactory()], day=day, **options)
    renumber(made[0].stops.order_by("-address__latitude", "address__sort_key"))
    publish(made, by=by)
    return RouteList.objects.get(pk=made[0].pk)


def separate_asked(by, *, team) -> SeparateVisit:
    """A protected citizen whose visit alone is asked for."""
    case = seeking_case(by, team=team, protected=True)
    case.take_contact_request()
    return ask_separate(case, reason=SeparateReason.NO_ANSWER, by=by)


def separate_approved(by, *, team, approver=None) -> SeparateVisit:
    separate = separate_asked(by, team=team)
    approver = approver or UserFactory(role="leder", teams=[team])
    answer_separate(separate, answer=SeparateAnswer.NEEDED, by=approver)
    separate.refresh_from_db()
    return separate


def separate_list_of(by, *, team, crew=None, day=None, approver=None) -> RouteList:
    separate = separate_approved(by, team=team, approver=approver)
    Area.objects.filter(postcodes__contains=["5000"]).exists() or AreaFactory()
    return make_separate_list(separate, day=day or timezone.localdate(), crew=crew or CrewFactory(), by=by)


def visit(**changes) -> Visit:
    facts = {
        "happened_at": timezone.now(),
        "door_phone": NameRead.CITIZEN,
        "mailbox": NameRead.NOT_READ,
        "front_door": NameRead.NOT_READ,
        "other_name": "",
        "contact": False,
        "other_opened": False,
        "told": "",
        "remarks": "",
    }
    return Visit(**(facts | changes))


def shredded(count: int, *, by) -> list[PaperCopy]:
    """Copies 1 to ``count``, all shredded by the same colleague."""
    return [PaperCopy(number, by) for number in range(1, count + 1)]

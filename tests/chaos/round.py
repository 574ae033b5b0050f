"""What a round has to do, made ready while nothing is killed: people, cases and a pile of work of each kind."""

import itertools
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.test import Client
from django.utils import timezone

from koerelister.models import Area, Crew
from sanktion.base.acting import acting, system
from sanktion.models import Case, Citizen, NegativeEvent, Team, User
from tests.factories import CaseFactory, CitizenFactory, EventFactory, TeamFactory, UserFactory
from tests.factories.certificates import identity
from tests.factories.dispatch import recipient_known
from tests.factories.koerelister import AddressFactory, AreaFactory, CrewFactory, ordered, seeking_case
from tests.factories.tilsyn import eligible, selected_of
from tilsyn.models import Directorate, SelectedCase, Supervision

from .stack import Stack

EVENTS, LETTERS, STOPS, LISTS, CASES = 30, 6, 4, 2, 2
HEADER = "cpr;haendelse;dato;indberetter;reference;beskrivelse"
_numbers = itertools.count(1)


@dataclass
class Staff:
    team: Team
    kirsten: User
    anders: User
    tove: User
    sessions: dict[int, str]


@dataclass
class Drive:
    """An area of its own, with those who are to be visited there."""

    area: Area
    crew: Crew
    cases: list[Case]


@dataclass
class Round:
    number: int
    citizens: list[Citizen]
    events: list[NegativeEvent]
    drives: list[Drive]
    supervision: Supervision
    selected: list[SelectedCase]

    @property
    def references(self) -> list[str]:
        return [f"K-{self.number}-{place}" for place in range(len(self.citizens))]

    @property
    def file(self) -> str:
        day = f"{timezone.localdate() - timedelta(days=3):%d-%m-%Y}"
        pairs = zip(self.citizens, self.references, strict=True)
        return "\n".join([HEADER, *(f"{one.cpr};9;{day};kommune;{reference};Udeblev" for one, reference in pairs)])


def people(stack: Stack) -> Staff:
    with system("tests"):
        team = TeamFactory()
        kirsten = UserFactory(role="sagsbehandler", teams=[team])
        anders = UserFactory(role="udkørende", teams=[team])
        tove = UserFactory(role="tilsynsansvarlig", teams=[team])
        identity("Kommunen").write(stack.var, "kommunen")
        recipient_known(Directorate.objects.latest("valid_from"))
    return Staff(team, kirsten, anders, tove, {user.pk: _session(user) for user in (kirsten, anders, tove)})


def _session(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def make_round(staff: Staff) -> Round:
    team = staff.team
    with acting(staff.kirsten):
        citizens = [CitizenFactory(team=team) for _ in range(EVENTS)]
        events = [EventFactory(citizen=CitizenFactory(team=team)) for _ in range(LETTERS)]
        for event in events[::2]:
            CaseFactory(event=event, by=staff.kirsten)
        drives = [_drive(staff) for _ in range(LISTS)]
    with acting(staff.tove):
        first = selected_of(staff.tove)
        rest = [selected_of(staff.tove, supervision=first.supervision, case=_eligible(staff)) for _ in range(CASES - 1)]
    return Round(next(_numbers), citizens, events, drives, first.supervision, [first, *rest])


def _eligible(staff: Staff) -> Case:
    return eligible(CaseFactory(event__citizen=CitizenFactory(team=staff.team), by=staff.tove))


def _drive(staff: Staff) -> Drive:
    area, crew = AreaFactory(), CrewFactory(members=[staff.anders])
    cases = []
    for place in range(STOPS):
        address = AddressFactory(latitude=55.45 - place / 1000, longitude=10.38)
        cases.append(seeking_case(staff.kirsten, team=staff.team, address=address))
        ordered(cases[-1], area)
    return Drive(area, crew, cases)

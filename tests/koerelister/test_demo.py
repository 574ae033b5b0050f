"""The demo has something on every screen, and can be loaded twice."""

import pytest
from django.apps import apps

from koerelister.models import (
    Area,
    Crew,
    DestructionRecord,
    RouteList,
    RouteListStatus,
    SeparateVisit,
    Stop,
    VisitCount,
    VisitOrder,
)
from tests.factories import TeamFactory, UserFactory
from tests.factories.koerelister import seeking_case

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture
def drivers(team):
    return UserFactory.create_batch(3, role="udkørende", teams=[team])


@pytest.fixture
def people(caseworker, team, drivers):
    for _ in range(20):
        seeking_case(caseworker, team=team)
    for address in ({}, {"address": None}):
        seeking_case(caseworker, team=team, protected=True, **address)


def load(**options):
    apps.get_app_config("koerelister").load_demo(**({"bare": False, "tell": print} | options))


def everything():
    models = (Area, Crew, DestructionRecord, RouteList, SeparateVisit, Stop, VisitCount, VisitOrder)
    return {model.__name__: model.objects.count() for model in models}


def test_each_screen_has_something(people):
    load()
    assert {made.status for made in RouteList.objects.all()} == {RouteListStatus.OPEN, RouteListStatus.SETTLED}
    counts = everything()
    assert counts["Area"] == 14
    assert counts["VisitOrder"] == 4
    assert counts["SeparateVisit"] == 1
    assert counts["VisitCount"] == 14 * 13 * 2
    assert set(Stop.objects.values_list("status", flat=True)) == {"open", "logged", "struck"}


def test_again_adds_nothing(people):
    load()
    before = everything()
    load()
    assert everything() == before


def test_bare_is_areas_and_crews_alone(people):
    load(bare=True)
    assert {name for name, count in everything().items() if count} == {"Area", "Crew"}


def test_a_teams_lists_are_driven_by_two_of_that_team(people, team, drivers):
    other = TeamFactory()
    colleagues = UserFactory.create_batch(2, role="udkørende", teams=[other])
    planner = UserFactory(role="sagsbehandler", teams=[other])
    for _ in range(3):
        seeking_case(planner, team=other)
    load()
    driven_by = {made.team: list(made.crew.members.order_by("pk")) for made in RouteList.objects.all()}
    assert driven_by == {team: drivers[:2], other: colleagues}


def test_a_team_without_drivers_has_a_crew_that_drives_with_paper(caseworker, team):
    seeking_case(caseworker, team=team)
    load()
    assert [made.crew.members.count() for made in RouteList.objects.all()] == [0]

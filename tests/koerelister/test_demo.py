"""The demo has something on every screen, and can be loaded twice."""

import pytest
from django.core.management import CommandError, call_command

from koerelister.models import Area, Crew, DestructionRecord, RouteList, RouteListStatus, Stop, VisitCount, VisitOrder
from tests.factories import UserFactory
from tests.factories.koerelister import seeking_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(caseworker, team, settings):
    settings.SANKTION_DEMO = True
    UserFactory(role="udkørende")
    for _ in range(20):
        seeking_case(caseworker, team=team)


def everything():
    models = (Area, Crew, DestructionRecord, RouteList, Stop, VisitCount, VisitOrder)
    return {model.__name__: model.objects.count() for model in models}


def test_each_screen_has_something(people, capsys):
    call_command("demo_routes", "--wet-run")
    assert {made.status for made in RouteList.objects.all()} == set(RouteListStatus)
    counts = everything()
    assert counts["Area"] == 14
    assert counts["VisitOrder"] == 4
    assert counts["VisitCount"] == 14 * 13 * 2
    assert set(Stop.objects.values_list("status", flat=True)) == {"open", "logged", "struck"}


def test_again_adds_nothing(people, capsys):
    call_command("demo_routes", "--wet-run")
    before = everything()
    call_command("demo_routes", "--wet-run")
    assert everything() == before


def test_nothing_is_kept_without_wet_run(people, capsys):
    call_command("demo_routes")
    assert set(everything().values()) == {0}
    assert "intet er gemt" in capsys.readouterr().out


def test_refused_outside_the_demo(settings):
    settings.SANKTION_DEMO = False
    with pytest.raises(CommandError, match="SANKTION_DEMO"):
        call_command("demo_routes", "--wet-run")

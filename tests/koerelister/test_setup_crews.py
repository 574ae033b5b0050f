"""Crews: who can be in one, and when one can't be taken out of use."""

import logging
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from koerelister.actions.lists import destroy
from koerelister.actions.plans import request_plan
from koerelister.actions.visits import log_visit
from koerelister.models import Crew, PlanStatus, RoutePlan
from sanktion.models import Role
from tests.factories import UserFactory
from tests.factories.koerelister import AreaFactory, CrewFactory, route_list_of, visit

pytestmark = pytest.mark.django_db

SHIFT = {"starts_at": "09.00", "ends_at": "13.30"}


@pytest.fixture
def manager(client):
    manager = UserFactory(role=Role.MANAGER)
    client.force_login(manager)
    return manager


@pytest.fixture
def driver(team):
    return UserFactory(role=Role.FIELD, teams=[team], first_name="Bo", last_name="Winther")


def edit(client, crew, **changes):
    sent = {"name": crew.name, "members": [], "is_active": "on", **SHIFT} | changes
    return client.post(reverse("crew_edit", args=[crew.pk]), {name: text for name, text in sent.items() if text})


def test_a_new_crew_can_be_planned_with_and_sees_its_lists(client, manager, driver, caseworker, team):
    answer = client.post(reverse("crew_new"), {"name": "Hold Nord", "members": [driver.pk], "is_active": "on", **SHIFT})
    assert answer.url == reverse("crews")
    crew = Crew.objects.active().get(name="Hold Nord")
    route_list = route_list_of(caseworker, team=team, count=1, crew=crew)
    client.force_login(driver)
    assert client.get(reverse("route_list", args=[route_list.pk])).status_code == 200


def test_the_page_offers_drivers_in_service_with_their_teams_and_nobody_else(client, manager, driver, caseworker, crew):
    UserFactory(role=Role.FIELD, is_active=False)
    UserFactory(is_superuser=True)
    offered = client.get(reverse("crew_edit", args=[crew.pk])).context["form"].fields["members"]
    assert [label for _, label in offered.choices] == [f"Bo Winther – {driver.teams.get().name}"]


@pytest.mark.parametrize("fields", [{"role": Role.CASEWORKER}, {"role": Role.FIELD, "is_active": False}, {}])
def test_nobody_else_can_be_sent_into_a_crew(client, manager, crew, driver, fields):
    """The form is tampered with: membership opens the crew's lists."""
    outsider = UserFactory(**fields)
    assert edit(client, crew, members=[driver.pk, outsider.pk]).status_code == 422
    assert not crew.members.exists()


def test_who_may_no_longer_drive_is_not_shown_and_leaves_at_the_next_change(client, manager, crew, driver):
    former = UserFactory(role=Role.FIELD, is_active=False, first_name="Forhenværende")
    crew.members.add(driver, former)
    assert "Forhenværende" not in client.get(reverse("crews")).content.decode()
    edit(client, crew, members=[driver.pk])
    assert list(crew.members.all()) == [driver]


def test_a_name_is_used_once(client, manager, crew):
    answer = client.post(reverse("crew_new"), {"name": crew.name, "is_active": "on", **SHIFT})
    assert answer.status_code == 422
    assert "Et andet hold har allerede det navn." in answer.content.decode()
    assert Crew.objects.count() == 1


def test_a_crew_with_a_list_stays_in_use_and_the_list_is_named(client, manager, route_list, crew):
    answer = edit(client, crew, is_active="")
    assert answer.status_code == 422
    said = f"Holdet har listen {route_list.number}, som ikke er destrueret. Få den registreret og destrueret først."
    assert said in answer.content.decode()
    crew.refresh_from_db()
    assert crew.is_active


def test_every_list_is_named(client, manager, caseworker, team, crew):
    lists = [route_list_of(caseworker, team=team, count=1, crew=crew) for _ in range(2)]
    body = edit(client, crew, is_active="").content.decode()
    assert "Holdet har listerne" in body
    assert all(made.number in body for made in lists)


def test_a_list_that_is_settled_but_not_destroyed_still_holds_the_crew(client, manager, caseworker, team, crew):
    route_list = route_list_of(caseworker, team=team, count=1, crew=crew)
    log_visit(route_list.stops.get(), visit=visit(), by=caseworker)
    assert edit(client, crew, is_active="").status_code == 422
    destroy(route_list, by=caseworker)
    assert edit(client, crew, is_active="").status_code == 302
    crew.refresh_from_db()
    assert not crew.is_active


def test_a_plan_whose_lists_are_still_to_be_made_holds_the_crew(client, manager, caseworker, team, crew):
    with transaction.atomic():
        request_plan(timezone.localdate() + timedelta(days=2), [AreaFactory()], [crew], team=team, by=caseworker)
    answer = edit(client, crew, is_active="")
    assert answer.status_code == 422
    assert "hvis lister ikke er lavet endnu" in answer.content.decode()
    assert edit(client, CrewFactory(), is_active="").status_code == 302


def test_an_old_plan_that_failed_holds_no_crew(client, manager, caseworker, team, crew):
    plan = request_plan(timezone.localdate() - timedelta(days=1), [AreaFactory()], [crew], team=team, by=caseworker)
    RoutePlan.objects.filter(pk=plan.pk).update(status=PlanStatus.FAILED)
    assert edit(client, crew, is_active="").status_code == 302


def test_a_crew_with_a_list_can_be_changed_otherwise(client, manager, route_list, crew, driver):
    assert edit(client, crew, name="Hold Syd", members=[driver.pk]).status_code == 302
    crew.refresh_from_db()
    assert (crew.name, list(crew.members.all())) == ("Hold Syd", [driver])


def test_a_crew_out_of_use_can_come_back(client, manager):
    crew = CrewFactory(is_active=False)
    assert edit(client, crew).status_code == 302
    assert Crew.objects.active().get() == crew


def test_those_out_of_use_stand_last(client, manager):
    for name, active in [("Hold Å", True), ("Hold A", False), ("Hold B", True)]:
        CrewFactory(name=name, is_active=active)
    assert [crew.name for crew in client.get(reverse("crews")).context["crews"]] == ["Hold B", "Hold Å", "Hold A"]


def test_the_list_costs_the_same_for_more_crews(client, manager, driver, django_assert_max_num_queries):
    for _ in range(12):
        CrewFactory(members=[driver])
    with django_assert_max_num_queries(8):
        client.get(reverse("crews"))


def test_a_change_leaves_a_line_of_ids(client, manager, crew, driver, caplog, django_capture_on_commit_callbacks):
    with caplog.at_level(logging.INFO, "koerelister"), django_capture_on_commit_callbacks(execute=True):
        edit(client, crew, members=[driver.pk])
    assert f"crew.save by={manager.pk} crew={crew.pk} active=True members={driver.pk}" in caplog.messages
    assert "Winther" not in caplog.text

"""Who may set up crews and areas, what the pages show, and what others are told who may not."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from koerelister.models import Area, Crew
from sanktion.models import Role
from tests.factories import UserFactory
from tests.factories.koerelister import AreaFactory, CrewFactory, ordered, seeking_case

pytestmark = pytest.mark.django_db

MAY = [Role.MANAGER, Role.ADMINISTRATOR]
MAY_NOT = [role for role in Role if role not in MAY]


def pages(crew, area):
    lists = [reverse(name) for name in ("crews", "crew_new", "areas", "area_new")]
    return [*lists, reverse("crew_edit", args=[crew.pk]), reverse("area_edit", args=[area.pk])]


def menu(answer) -> dict[str, bool]:
    nav = answer.context["nav"]
    return {entry["label"]: entry["current"] for entry in nav["shown"] + nav["more"]}


@pytest.mark.parametrize("role", MAY)
def test_manager_and_administrator_open_every_page(client, crew, area, role):
    client.force_login(UserFactory(role=role))
    answers = [client.get(url) for url in pages(crew, area)]
    assert {answer.status_code for answer in answers} == {200}
    entry = "Administration" if role == Role.ADMINISTRATOR else "Hold og områder"
    assert all(menu(answer)[entry] for answer in answers)


@pytest.mark.parametrize("role", MAY_NOT)
def test_every_other_role_is_refused_and_changes_nothing(client, crew, area, team, role):
    client.force_login(UserFactory(role=role, teams=[team]))
    sent = {"name": "Nyt", "is_active": "on", "code": "NY", "postcodes": "9999", "position": "1"}
    answers = [client.get(url) for url in pages(crew, area)] + [client.post(url, sent) for url in pages(crew, area)]
    assert {answer.status_code for answer in answers} == {403}
    assert list(Crew.objects.values_list("name", flat=True)) == ["Hold 2"]
    assert list(Area.objects.values_list("name", flat=True)) == ["Odense C"]


def test_being_a_superuser_opens_no_page(client, crew, area):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    assert {client.get(url).status_code for url in pages(crew, area)} == {403}


def test_the_manager_still_sees_no_case_and_no_list(client, case, route_list, team):
    client.force_login(UserFactory(role=Role.MANAGER, teams=[team]))
    urls = [reverse("case", args=[case.number]), reverse("routes"), reverse("route_list", args=[route_list.pk])]
    assert {client.get(url).status_code for url in urls} == {403}


def test_nothing_of_a_citizen_or_a_case_is_shown(client, caseworker, team, crew, area):
    case = seeking_case(caseworker, team=team)
    ordered(case, area)
    client.force_login(UserFactory(role=Role.MANAGER, teams=[team]))
    body = "".join(client.get(url).content.decode() for url in pages(crew, area))
    shown = [case.number, case.citizen.masked_cpr, case.citizen.name, case.citizen.address.first_line]
    assert [text for text in shown if text in body] == []


def test_what_does_not_exist_is_not_found(client):
    client.force_login(UserFactory(role=Role.MANAGER))
    assert {client.get(reverse(name, args=[987654])).status_code for name in ("crew_edit", "area_edit")} == {404}


def test_only_the_setup_entry_is_current_for_someone_who_also_plans(client, caseworker):
    caseworker.groups.add(Group.objects.get(name=Role.MANAGER))
    client.force_login(caseworker)
    assert [name for name, current in menu(client.get(reverse("areas"))).items() if current] == ["Hold og områder"]
    assert [name for name, current in menu(client.get(reverse("routes"))).items() if current] == ["Kørelister"]


def test_the_routes_page_links_to_the_setup_only_for_those_who_may(client, caseworker):
    client.force_login(caseworker)
    assert reverse("crews") not in client.get(reverse("routes")).content.decode()
    caseworker.groups.add(Group.objects.get(name=Role.MANAGER))
    assert reverse("crews") in client.get(reverse("routes")).content.decode().split("<main", 1)[1]


def test_a_planner_without_a_crew_is_told_whom_to_ask(client, caseworker, team):
    ordered(seeking_case(caseworker, team=team), AreaFactory())
    CrewFactory(is_active=False)
    client.force_login(caseworker)
    body = client.get(reverse("plan_new")).content.decode()
    assert "Der er ingen hold i brug" in body
    assert "Bed din leder eller en administrator" in body
    assert "Lav listerne" not in body


def test_a_planner_whose_visits_have_no_area_is_told_whom_to_ask(client, caseworker, team, crew):
    seeking_case(caseworker, team=team)
    client.force_login(caseworker)
    body = client.get(reverse("plan_new")).content.decode()
    assert "Besøgene venter uden område" in body
    assert "Bed din leder eller en administrator" in body


def test_a_planner_who_may_is_led_to_the_setup(client, caseworker, team):
    caseworker.groups.add(Group.objects.get(name=Role.MANAGER))
    seeking_case(caseworker, team=team)
    client.force_login(caseworker)
    assert f'href="{reverse("crew_new")}"' in client.get(reverse("plan_new")).content.decode()
    CrewFactory()
    main = client.get(reverse("plan_new")).content.decode().split("<main", 1)[1]
    assert f'href="{reverse("areas_outside")}"' in main

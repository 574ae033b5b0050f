"""V093: a user of the directorate's is made by the administrator, with the one role and in no team."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from sanktion.actions.staff import change_user
from sanktion.models import Role, User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "kaktus lampe himmel"


@pytest.fixture
def administrator():
    return UserFactory(role=Role.ADMINISTRATOR)


def new(client, administrator, **changes):
    client.force_login(administrator)
    person = {"first_name": "Åse", "last_name": "Kjær", "username": "aase", "email": "", "roles": [Role.DIRECTORATE]}
    return client.post(reverse("staff_new"), person | {"password": PASSWORD, "password_again": PASSWORD} | changes)


def test_the_administrator_makes_a_reader_without_a_team(client, administrator):
    assert new(client, administrator).status_code == 302
    made = User.objects.get(username="aase")
    assert (made.role_names, made.team_names) == (["Direktoratet"], [])


@pytest.mark.parametrize("more", [{"roles": [Role.DIRECTORATE, Role.CASEWORKER]}, {"teams": True}])
def test_the_role_is_held_alone_and_in_no_team(client, administrator, team, more):
    if "teams" in more:
        more = {"teams": [team.pk]}
    response = new(client, administrator, **more)
    assert response.status_code == 422
    assert "kun den ene rolle og intet team" in response.content.decode()


@pytest.mark.parametrize(("was", "becomes"), [("direktoratet", "sagsbehandler"), ("sagsbehandler", "direktoratet")])
def test_a_reader_never_becomes_a_colleague_nor_the_other_way_round(administrator, was, becomes):
    user = UserFactory(role=was)
    with pytest.raises(ValidationError, match="to brugere"):
        change_user(user, roles=[becomes], teams=[], by=administrator)


def test_a_reader_has_one_right(administrator):
    assert UserFactory(role=Role.DIRECTORATE).get_all_permissions() == {"tilsyn.read_in_room"}


def test_only_the_directorate_has_it():
    holders = [role for role in Role if UserFactory(role=role).has_perm("tilsyn.read_in_room")]
    assert holders == [Role.DIRECTORATE]

"""Teams and the postcodes whose citizens are theirs; a postcode belongs to one team."""

import pytest
from django.urls import reverse

from sanktion.models import Role, Team
from tests.factories import TeamFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin_client(client):
    client.force_login(UserFactory(role=Role.ADMINISTRATOR))
    return client


def test_a_team_is_made_with_its_postcodes_however_they_are_parted(admin_client):
    data = {"name": "Team Ø", "postcodes": " 5000,5200 5240;\n5000, "}
    assert admin_client.post(reverse("team_new"), data).url == reverse("teams")
    assert Team.objects.get(name="Team Ø").postcodes == ["5000", "5200", "5240"]


def test_a_team_may_have_no_postcodes(admin_client):
    admin_client.post(reverse("team_new"), {"name": "Team Ø", "postcodes": ""})
    assert Team.objects.get(name="Team Ø").postcodes == []


def test_a_teams_own_postcodes_are_shown_and_kept(admin_client):
    team = TeamFactory(postcodes=["5000", "5200"])
    url = reverse("team_edit", args=[team.pk])
    assert 'value="5000, 5200"' in admin_client.get(url).content.decode()
    admin_client.post(url, {"name": "Nyt navn", "postcodes": "5000, 5200, 5240"})
    team.refresh_from_db()
    assert (team.name, team.postcodes) == ("Nyt navn", ["5000", "5200", "5240"])


def test_another_teams_postcode_is_refused_by_name(admin_client):
    TeamFactory(name="Team Centrum", postcodes=["5000"])
    own = TeamFactory(postcodes=["5200"])
    for url in (reverse("team_new"), reverse("team_edit", args=[own.pk])):
        answer = admin_client.post(url, {"name": "Team Ø", "postcodes": "5240, 5000"})
        assert answer.status_code == 422
        assert "Et postnummer hører til ét team. Optaget: 5000 (Team Centrum)." in answer.content.decode()
    own.refresh_from_db()
    assert own.postcodes == ["5200"]
    assert Team.objects.count() == 2


@pytest.mark.parametrize("text", ["500", "50000", "Odense", "5000-5200", "५०००"])
def test_what_is_no_postcode_is_refused_and_stays_in_the_field(admin_client, text):
    answer = admin_client.post(reverse("team_new"), {"name": "Team Ø", "postcodes": text})
    assert answer.status_code == 422
    assert f"Et postnummer har fire cifre. Ret: {text}." in answer.content.decode()
    assert f'value="{text}"' in answer.content.decode()
    assert not Team.objects.filter(name="Team Ø").exists()


def test_two_teams_cannot_share_a_name(admin_client):
    TeamFactory(name="Team Ø")
    answer = admin_client.post(reverse("team_new"), {"name": "Team Ø", "postcodes": ""})
    assert answer.status_code == 422
    assert "Et andet team har allerede det navn." in answer.content.decode()


def test_the_list_shows_each_team_with_postcodes_and_people(admin_client, django_assert_max_num_queries):
    teams = [TeamFactory(name=name, postcodes=[code]) for name, code in [("Ø", "5001"), ("B", "5002"), ("Aa", "5003")]]
    for team in teams:
        UserFactory.create_batch(3, teams=[team], last_name=f"Fra{team.name}")
    with django_assert_max_num_queries(9):
        answer = admin_client.get(reverse("teams"))
    assert [team.name for team in answer.context["teams"]] == ["B", "Ø", "Aa"]
    body = answer.content.decode()
    assert all(text in body for text in ("5001", "5002", "5003", "FraØ"))

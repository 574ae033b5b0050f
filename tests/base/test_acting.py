"""Who acts is told to PostgreSQL for exactly one transaction, so that row-level security can rest on it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from sanktion.base.acting import NobodyActs, acting, current_actor, current_user, system
from tests.factories import TeamFactory, UserFactory

pytestmark = pytest.mark.django_db

SETTINGS = "current_setting('sanktion.user_id', true), current_setting('sanktion.team_ids', true)"


def told():
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {SETTINGS}, current_setting('sanktion.system', true)")
        return cursor.fetchone()


def test_a_person_acts_with_id_and_teams():
    teams = [TeamFactory(), TeamFactory()]
    user = UserFactory(teams=teams)
    with acting(user):
        ids = ",".join(str(pk) for pk in sorted(team.pk for team in teams))
        assert told() == (str(user.pk), f"{{{ids}}}", "")
        assert current_user() == user


def test_the_system_acts_for_a_reason_and_in_no_team():
    with system("fristudløb"):
        assert told() == ("", "{}", "fristudløb")
        assert current_user() is None


def test_an_anonymous_visitor_acts_as_nobody():
    with acting(AnonymousUser()):
        assert told() == ("", "{}", "")


def test_the_outer_actor_comes_back_after_an_inner_one():
    user = UserFactory()
    with acting(user):
        with system("inde i anmodningen"):
            pass
        assert told() == (str(user.pk), "{}", "")
        assert current_user() == user


def test_outside_nobody_acts():
    with pytest.raises(NobodyActs, match="acting"):
        current_actor()
    assert current_user() is None

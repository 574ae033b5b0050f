"""Who acts is told to PostgreSQL for exactly one transaction, so that row-level security can rest on it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DataError, connection, transaction

from sanktion.base.acting import Actor, NobodyActs, acting, current_actor, current_user, let_in, system, unit_wide
from sanktion.base.permissions import grant
from sanktion.models import Case
from tests.factories import CaseFactory, TeamFactory, UserFactory

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


def test_the_rest_of_a_longer_transaction_is_nobodys_again():
    with transaction.atomic():
        before = [setting or "" for setting in told()]
        with acting(UserFactory(teams=[TeamFactory()])):
            assert list(told()) != before
        assert [setting or "" for setting in told()] == before


def test_when_the_inner_block_is_rolled_back_the_outer_actor_stands():
    user = UserFactory()
    with acting(user):
        with system("inde i anmodningen"):
            with pytest.raises(DataError), transaction.atomic(savepoint=False), connection.cursor() as cursor:
                cursor.execute("SELECT 1/0")
        assert told() == (str(user.pk), "{}", "")


def test_whoever_acts_is_told_with_teams_cases_and_reason():
    team = TeamFactory()
    user = UserFactory(teams=[team])
    with acting(user):
        assert current_actor() == Actor(user=user, team_ids=(team.pk,))
        with unit_wide("Optælling") as whole:
            assert current_actor() == whole == Actor(user=user, team_ids=(team.pk,), reason="Optælling")
        assert current_actor() == Actor(user=user, team_ids=(team.pk,))
    with system("natligt"):
        assert current_actor() == Actor(reason="natligt")


def test_outside_nobody_acts():
    with pytest.raises(NobodyActs, match="acting"):
        current_actor()
    assert current_user() is None


def test_a_case_granted_just_now_may_be_met_in_the_same_block(case):
    user = UserFactory(teams=[])
    with acting(user):
        with system("prøve"):
            pass
        assert not Case.objects.exists()
        with unit_wide("prøve"):
            granted = Case.objects.get()
        grant(user, "sanktion.view_case", granted)
        assert list(Case.objects.all()) == [case]


def test_who_is_granted_a_case_goes_on_as_the_same_person_with_that_case(team):
    user = UserFactory(teams=[team])
    granted, other = CaseFactory(), CaseFactory()
    with acting(user):
        let_in(user, granted.pk)
        let_in(user, granted.pk)
        assert current_actor() == Actor(user=user, team_ids=(team.pk,), case_ids=(granted.pk,))
        assert told() == (str(user.pk), f"{{{team.pk}}}", "")
        assert list(Case.objects.filter(pk__in=[granted.pk, other.pk])) == [granted]
        let_in(user, other.pk)
        assert current_actor().case_ids == (granted.pk, other.pk)
        assert Case.objects.filter(pk__in=[granted.pk, other.pk]).count() == 2


def test_what_another_is_granted_lets_the_one_who_acts_see_nothing_more(case):
    user, other = UserFactory(teams=[]), UserFactory(teams=[])
    with acting(user):
        let_in(other, case.pk)
        assert current_actor() == Actor(user=user)
        assert not Case.objects.exists()
    let_in(user, case.pk)
    assert current_user() is None


def test_the_whole_unit_is_asked_by_the_same_person_and_the_bound_comes_back(case):
    user = UserFactory(teams=[TeamFactory()])
    with acting(user):
        with unit_wide("Optælling"):
            assert (Case.objects.count(), current_user()) == (1, user)
            with unit_wide("Optælling i optællingen"):
                assert told()[2] == "Optælling"
        assert (Case.objects.count(), told()[2]) == (0, "")


def test_the_bound_comes_back_after_a_refusal_and_after_an_error_of_the_database(case):
    user = UserFactory(teams=[TeamFactory()])
    with acting(user):
        with pytest.raises(ValueError, match="nej"), unit_wide("Optælling"):
            raise ValueError("nej")
        assert Case.objects.count() == 0
        with pytest.raises(DataError), transaction.atomic(), unit_wide("Optælling"), connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
        assert Case.objects.count() == 0


def test_where_nobody_acts_the_whole_unit_is_nobodys_either(case):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('sanktion.system', '', true)")
    with unit_wide("Optælling"):
        assert Case.objects.count() == 0

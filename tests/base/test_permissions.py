from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group, Permission

from sanktion.base.permissions import grant, revoke, sync_roles
from sanktion.models import Case, CaseDocument, Citizen, JournalEntry, User
from tests.factories import TeamFactory, UserFactory

pytestmark = pytest.mark.django_db


def reload(user):
    return User.objects.with_scope().get(pk=user.pk)


@pytest.fixture
def outsider():
    return UserFactory(role="sagsbehandler", teams=[TeamFactory()])


def test_the_team_sees_its_case_and_another_team_does_not(case, caseworker, outsider):
    assert Case.objects.visible_to(reload(caseworker)).get() == case
    assert not Case.objects.visible_to(reload(outsider)).exists()
    assert not JournalEntry.objects.visible_to(reload(outsider)).exists()


def test_a_grant_by_name_opens_one_case_and_its_children_until_it_is_taken_back(case, outsider):
    grant(outsider, "view_case", case)
    assert Case.objects.visible_to(reload(outsider)).get() == case
    assert Citizen.objects.visible_to(reload(outsider)).get() == case.citizen
    assert JournalEntry.objects.visible_to(reload(outsider)).count() == case.journal.count() > 0
    revoke(outsider, "view_case", case)
    assert not Case.objects.visible_to(reload(outsider)).exists()


def test_a_restricted_case_is_closed_to_its_own_team_too(case, caseworker):
    case.is_restricted = True
    case.save()
    assert not Case.objects.visible_to(reload(caseworker)).exists()
    grant(caseworker, "view_case", case)
    assert Case.objects.visible_to(reload(caseworker)).get() == case


@pytest.mark.parametrize("role", ["udkørende", "leder", "administrator"])
def test_roles_without_the_right_see_no_case_of_their_own_team(case, team, role):
    user = UserFactory(role=role, teams=[team])
    assert not Case.objects.visible_to(reload(user)).exists()
    assert not Citizen.objects.visible_to(reload(user)).exists()
    assert not CaseDocument.objects.visible_to(reload(user)).exists()


def test_a_superuser_sees_no_case_unless_granted(case, team):
    user = UserFactory(is_superuser=True, teams=[team])
    assert not user.has_perm("sanktion.view_case")
    assert not Case.objects.visible_to(reload(user)).exists()


def test_user_teams_and_grants_come_in_one_query(case, caseworker, outsider, django_assert_num_queries):
    grant(outsider, "view_case", case)
    with django_assert_num_queries(1):
        user = reload(outsider)
        assert user.granted_case_ids == (case.pk,)
        assert len(user.team_ids) == 1


def test_a_role_gets_exactly_the_rights_of_the_app_and_keeps_those_of_others():
    group = Group.objects.create(name="prøverolle")
    others = Permission.objects.get(content_type__app_label="koerelister", codename="plan_routes")
    too_many = Permission.objects.get(content_type__app_label="sanktion", codename="add_user")
    group.permissions.add(others, too_many)
    sync_roles(SimpleNamespace(label="sanktion", role_permissions={"prøverolle": {"view_case", "view_citizen"}}))
    held = {f"{right.content_type.app_label}.{right.codename}" for right in group.permissions.all()}
    assert held == {"sanktion.view_case", "sanktion.view_citizen", "koerelister.plan_routes"}


def test_a_new_role_is_made_and_an_app_without_roles_is_passed_by():
    sync_roles(SimpleNamespace(label="sanktion"))
    sync_roles(SimpleNamespace(label="sanktion", role_permissions={"ny rolle": {"view_case"}}))
    assert Group.objects.get(name="ny rolle").permissions.get().codename == "view_case"


def test_a_right_that_no_model_has_is_refused_by_name():
    asked = {"prøverolle": {"view_case", "fly_away", "plan_routes"}}
    with pytest.raises(LookupError, match=r"^sanktion gives prøverolle .*: \['fly_away', 'plan_routes'\]$"):
        sync_roles(SimpleNamespace(label="sanktion", role_permissions=asked))

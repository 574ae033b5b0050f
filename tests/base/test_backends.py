"""Who is let in, and what an account may: asked of the backend itself (safety: login; architecture: object rights)."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from sanktion.base.backends import RoleBackend, scoped_user
from sanktion.base.identity import Refused
from sanktion.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "en-lang-adgangskode"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
RIGHT = "sanktion.view_case"


@pytest.fixture
def backend():
    return RoleBackend()


@pytest.fixture
def worker(team):
    user = UserFactory(role="sagsbehandler", teams=[team])
    user.set_password(PASSWORD)
    user.save()
    return user


def test_the_right_password_lets_in_and_no_other(backend, worker):
    assert backend.authenticate(None, worker.username, PASSWORD) == worker
    assert backend.authenticate(None, username=worker.username, password=PASSWORD) == worker
    assert backend.authenticate(None, worker.username, "en-anden-adgangskode") is None
    assert backend.authenticate(None, "ukendt", PASSWORD) is None


@pytest.mark.parametrize(
    ("password", "changes", "why"),
    [
        ("en-anden-adgangskode", {}, Refused.PASSWORD),
        (PASSWORD, {"is_active": False}, Refused.CLOSED),
        (PASSWORD, {"must_change_password": True, "password_given_at": LONG_AGO}, Refused.LAPSED),
        (PASSWORD, {"is_active": False, "must_change_password": True, "password_given_at": LONG_AGO}, Refused.CLOSED),
        (PASSWORD, {"must_change_password": True}, None),
        (PASSWORD, {"password_given_at": LONG_AGO}, None),
    ],
)
def test_the_request_is_told_why_somebody_is_refused(backend, worker, rf, password, changes, why):
    User.objects.filter(pk=worker.pk).update(**changes)
    request = rf.post("/")
    found = backend.authenticate(request, worker.username, password)
    assert (found, request.login_refused) == (None if why else worker, why)
    backend.authenticate(request, worker.username, "en-anden-adgangskode")
    assert request.login_refused == Refused.PASSWORD


def test_half_of_what_is_asked_for_lets_nobody_in(backend, worker):
    assert backend.authenticate(None, worker.username, None) is None
    assert backend.authenticate(None, None, PASSWORD) is None


def test_without_local_accounts_nobody_is_let_in_or_kept(backend, worker, settings):
    assert backend.get_user(worker.pk) == worker
    settings.SANKTION_LOCAL_ACCOUNTS = False
    assert backend.authenticate(None, worker.username, PASSWORD) is None
    assert backend.get_user(worker.pk) is None


def test_a_user_comes_with_teams_and_rights_in_one_query(worker, team, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = scoped_user(str(worker.pk))
        assert found.team_ids == (team.pk,)
        assert RIGHT in found.rights


def test_each_user_is_found_as_that_user(worker):
    other = UserFactory()
    assert [scoped_user(worker.pk), scoped_user(other.pk), scoped_user(worker.pk)] == [worker, other, worker]
    assert scoped_user(0) is None


def test_an_account_that_was_closed_is_nobody_and_may_nothing(backend, worker):
    worker.is_active = False
    worker.save()
    assert scoped_user(worker.pk) is None
    assert backend.get_all_permissions(worker) == set()
    assert not backend.has_perm(worker, RIGHT)


def test_a_role_gives_its_rights_over_everything_or_nothing(backend, worker, case):
    assert backend.get_all_permissions(worker) == worker.rights != set()
    assert backend.has_perm(worker, RIGHT)
    assert not backend.has_perm(worker, "sanktion.no_such_right")
    # Of one row nothing is said here: that is what visible_to answers.
    assert backend.get_all_permissions(worker, case) == set()
    assert not backend.has_perm(worker, RIGHT, case)
    assert not worker.has_perm(RIGHT, case)


def test_a_visitor_may_nothing(backend):
    assert backend.get_all_permissions(AnonymousUser()) == set()
    assert not backend.has_perm(AnonymousUser(), RIGHT)

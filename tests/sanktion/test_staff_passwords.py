"""A password is typed, never shown: not in a page, not in the log, not in the session."""

import logging

import pytest
from django.urls import reverse

from sanktion.models import Role, SecurityEvent, SecurityKind, StaffSession, User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

OLD, NEW = "gammel kaktus lampe", "ny kaktus lampe himmel"


@pytest.fixture
def admin_client(client):
    client.force_login(UserFactory(role=Role.ADMINISTRATOR))
    return client


@pytest.fixture
def colleague(team):
    user = UserFactory(role=Role.CASEWORKER, teams=[team], username="mette")
    user.set_password(OLD)
    user.save()
    return user


def reset(client, colleague, password=NEW, again=None):
    url = reverse("staff_password", args=[colleague.pk])
    return client.post(url, {"password": password, "password_again": again or password}, follow=True)


def change(client, old, new, again=None):
    data = {"old_password": old, "new_password1": new, "new_password2": again or new}
    return client.post(reverse("password_change"), data)


def test_a_new_colleagues_password_is_in_no_page_log_or_session(
    admin_client, caplog, django_capture_on_commit_callbacks
):
    caplog.set_level(logging.DEBUG)
    person = {"first_name": "Ida", "last_name": "Bo", "username": "ida", "roles": [Role.FIELD]}
    both = {"password": NEW, "password_again": NEW}
    refused = admin_client.post(reverse("staff_new"), {**person, "roles": [], **both})
    with django_capture_on_commit_callbacks(execute=True):
        made = admin_client.post(reverse("staff_new"), person | both, follow=True)
    assert "Medarbejderen er oprettet." in made.content.decode()
    assert "staff.add" in caplog.text
    sessions = str([session.get_decoded() for session in StaffSession.objects.all()])
    assert "_auth_user_id" in sessions
    for place in (refused.content.decode(), made.content.decode(), caplog.text, sessions):
        assert NEW not in place
    assert User.objects.get(username="ida").password.partition("$")[0] != NEW


def test_a_reset_password_is_the_one_that_counts_and_is_in_no_page_or_log(
    admin_client, colleague, caplog, django_capture_on_commit_callbacks
):
    caplog.set_level(logging.DEBUG)
    with django_capture_on_commit_callbacks(execute=True):
        answer = reset(admin_client, colleague)
    assert f"user={colleague.pk}" in caplog.text
    assert NEW not in answer.content.decode() + caplog.text
    colleague.refresh_from_db()
    assert colleague.check_password(NEW)
    assert not colleague.check_password(OLD)


def test_a_reset_signs_the_colleague_out(client, admin_client, colleague):
    session = type(client)()
    assert session.post(reverse("login"), {"username": "mette", "password": OLD}).status_code == 302
    reset(admin_client, colleague)
    assert session.get(reverse("queue")).url.startswith(reverse("login"))


def test_a_weak_or_mistyped_password_resets_nothing(admin_client, colleague):
    assert reset(admin_client, colleague, "kort").status_code == 422
    assert reset(admin_client, colleague, again="noget andet 123").status_code == 422
    colleague.refresh_from_db()
    assert colleague.check_password(OLD)


def test_administrators_change_their_own_where_the_present_one_is_asked_for(client):
    administrator = UserFactory(role=Role.ADMINISTRATOR)
    administrator.set_password(OLD)
    administrator.save()
    client.force_login(administrator)
    for answer in (client.get(reverse("staff_password", args=[administrator.pk])), reset(client, administrator)):
        assert (answer.redirect_chain[0][0] if hasattr(answer, "redirect_chain") else answer.url) == "/adgangskode/"
    administrator.refresh_from_db()
    assert administrator.check_password(OLD)


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_everyone_changes_their_own_password_and_stays_signed_in(client, role):
    user = UserFactory(role=role)
    user.set_password(OLD)
    user.save()
    client.force_login(user)
    assert "Skift adgangskode" in client.get(reverse("accessibility")).content.decode()
    assert change(client, OLD, NEW).url == reverse("home")
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert client.get(reverse("password_change")).status_code == 200


@pytest.mark.parametrize(
    ("old", "new", "again", "message"),
    [
        ("forkert kode her", NEW, NEW, "Adgangskoden er ikke den, du har nu."),
        (OLD, NEW, "noget andet 123", "De to adgangskoder er ikke ens."),
        (OLD, "kort", "kort", "Denne adgangskode er for kort."),
    ],
)
def test_what_is_wrong_with_ones_own_new_password_is_said(client, colleague, old, new, again, message):
    client.force_login(colleague)
    answer = change(client, old, new, again)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert new not in answer.content.decode().replace("for kort", "")
    colleague.refresh_from_db()
    assert colleague.check_password(OLD)


def test_the_page_for_ones_own_password_wants_a_login(client):
    assert client.get(reverse("password_change")).url.startswith(reverse("login"))


def test_ones_present_password_is_not_guessed_without_end_by_whoever_found_the_machine_open(client, colleague):
    client.force_login(colleague)
    for _ in range(5):
        assert change(client, "forkert kode her", NEW).status_code == 422
    assert change(client, OLD, NEW).status_code == 422, "locked, as at the login"
    colleague.refresh_from_db()
    assert colleague.check_password(OLD)
    assert SecurityEvent.objects.filter(kind=SecurityKind.LOCKED, user=colleague).count() == 1


def test_whoever_comes_in_by_the_municipalitys_login_is_given_no_password_beside_it(admin_client, colleague):
    """It would open also when the municipality has closed the account."""
    colleague.subject = "hos-kommunen"
    colleague.set_unusable_password()
    colleague.save()
    answer = reset(admin_client, colleague)
    assert answer.status_code == 422
    assert "kommunens login" in answer.content.decode()
    colleague.refresh_from_db()
    assert not colleague.has_usable_password()

"""A right, a team, a grant or the whole account taken away while signed in: it holds at the very next request."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from sanktion.actions.access import give_access
from sanktion.base.permissions import revoke
from sanktion.models import NoteKind, Role, SupervisionRelevance, User

from ..factories import CaseFactory, TeamFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, case, caseworker):
    """Opens the case's page; the caseworker is signed in and gets in."""
    client.force_login(caseworker)

    def opened():
        return client.get(reverse("case", args=[case.number]))

    assert opened().status_code == 200
    return opened


def test_role_taken_away(page, caseworker):
    caseworker.groups.clear()
    assert page().status_code == 403


def test_role_changed_to_one_without_cases(page, caseworker):
    caseworker.groups.set([Group.objects.get(name=Role.ADMINISTRATOR)])
    assert page().status_code == 403


def test_right_taken_from_the_role(page, caseworker):
    caseworker.groups.get().permissions.clear()
    assert page().status_code == 403


def test_team_taken_away(page, caseworker):
    caseworker.teams.clear()
    assert page().status_code == 404


def test_moved_to_another_team(page, caseworker):
    caseworker.teams.set([TeamFactory()])
    assert page().status_code == 404


def test_case_moved_to_another_team(page, case):
    case.citizen.team = case.team = TeamFactory()
    case.citizen.save()
    case.save()
    assert page().status_code == 404


def test_account_closed(page, caseworker):
    caseworker.is_active = False
    caseworker.save()
    answer = page()
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("login"))


def test_password_changed_by_somebody_else(page, caseworker):
    caseworker.set_password("en-helt-anden-sætning")
    caseworker.save()
    assert page().status_code == 302


def test_session_ended_by_the_server(page, client):
    client.session.flush()
    assert page().status_code == 302


def test_grant_taken_away(client, caseworker):
    theirs = CaseFactory()
    colleague = UserFactory(role="sagsbehandler", teams=[caseworker.teams.get()])
    give_access(theirs, colleague, by=theirs.owner)
    client.force_login(colleague)
    address = reverse("case", args=[theirs.number])
    assert client.get(address).status_code == 200
    revoke(colleague, "sanktion.view_case", theirs)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("lost", ["role", "team", "account"])
def test_post_after_it_is_lost_writes_nothing(client, case, caseworker, lost):
    def note(text):
        data = {"kind": NoteKind.NOTE, "text": text, "concerns": SupervisionRelevance.YES, "key": uuid4()}
        return client.post(reverse("note_new", args=[case.number]), data)

    client.force_login(caseworker)
    note("Skrevet før")
    entries = case.journal.count()
    if lost == "role":
        caseworker.groups.clear()
    elif lost == "team":
        caseworker.teams.clear()
    else:
        User.objects.filter(pk=caseworker.pk).update(is_active=False)
    assert note("Skrevet bagefter").status_code == {"role": 403, "team": 404, "account": 302}[lost]
    texts = [entry.text for entry in case.journal.all()]
    assert "Skrevet før" in texts
    assert len(texts) == entries

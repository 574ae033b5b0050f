"""Whose event may be taken up, and what is told of a case one can't see."""

import pytest
from django.urls import reverse

from sanktion.base.permissions import grant
from sanktion.models import Case
from tests.factories import EventFactory, TeamFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def guest(case):
    """A caseworker of another team who was given this one case by name."""
    user = UserFactory(role="sagsbehandler", teams=[TeamFactory()])
    grant(user, "sanktion.view_case", case)
    return user


def test_a_grant_to_one_case_opens_no_other_case_of_the_citizen(client, case, guest):
    event = EventFactory(citizen=case.citizen)
    client.force_login(guest)
    assert client.post(reverse("open_case", args=[event.pk])).status_code == 404
    assert not Case.objects.filter(event=event).exists()
    page = client.get(reverse("citizen", args=[case.citizen_id])).content.decode()
    assert reverse("open_case", args=[event.pk]) not in page


def test_events_of_another_team_do_not_wait_in_the_list(client, case, guest):
    event = EventFactory(citizen=case.citizen)
    client.force_login(guest)
    assert reverse("open_case", args=[event.pk]) not in client.get(reverse("events")).content.decode()


def test_asking_again_tells_nothing_of_a_restricted_case(client, case, caseworker):
    Case.objects.filter(pk=case.pk).update(is_restricted=True)
    client.force_login(caseworker)
    response = client.post(reverse("open_case", args=[case.event_id]))
    assert response.status_code == 404
    assert case.number not in response.content.decode()
    assert case.number not in client.get(reverse("events")).content.decode()


def test_asking_again_gives_ones_own_case(client, case, caseworker):
    client.force_login(caseworker)
    response = client.post(reverse("open_case", args=[case.event_id]))
    assert response.headers["Location"] == reverse("case", args=[case.number])

"""Every address of the system: who gets in, and who doesn't. A test walks them all and tells where it fails.

Another team's objects, and one's own, are asked of every role, of a colleague without one and of whoever is not
signed in, in ``test_access_matrix``.
"""

import pytest
from django.apps import apps
from django.urls import reverse

from ..checks.guests import Guests, failing
from ..checks.holders import one_of_the_team
from ..checks.not_of_a_team import NO_RIGHT_NEEDED, NOT_OF_A_TEAM, PUBLIC
from ..checks.urls import MAKERS, addresses
from ..factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

ALL = addresses()
OWNED = [address for address in ALL if address.maker]
GUARDED = [address for address in ALL if address.name not in PUBLIC | NO_RIGHT_NEEDED]
# Of addresses of a case or a citizen.
NOT_THERE = {"number": "2099-9999999"} | dict.fromkeys(["pk", "access", "period", "person", "area"], 987654321)


def test_the_walk_finds_the_pages():
    assert len(ALL) > 40
    assert len(OWNED) > 25


def test_every_address_is_scoped_or_listed_with_a_reason():
    unlisted = [address.name for address in ALL if (address.name in NOT_OF_A_TEAM) == bool(address.maker)]
    assert unlisted == [], "Enter each in MAKERS or in NOT_OF_A_TEAM, see tests/checks"


def test_the_lists_hold_no_address_that_is_gone():
    assert (set(MAKERS) | set(NOT_OF_A_TEAM)) - {address.name for address in ALL} == set()


def test_every_page_names_the_right_it_needs():
    assert [address.name for address in GUARDED if not address.rights] == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_public_page_asks_for_no_login(client, world, method):
    login = reverse("login")

    def is_open(address):
        client.cookies.clear()
        response = getattr(client, method)(address.url(world.arguments_for(address)))
        return response.status_code != 302 or not response.headers["Location"].startswith(login)

    assert failing([address for address in ALL if address.name in PUBLIC.keys() - {"logout"}], is_open) == {}


def test_superuser_without_a_team_sees_no_case(world):
    superuser = UserFactory(is_superuser=True, is_staff=True)
    guests = Guests(lambda rights: superuser)

    def unseen(address):
        return guests.visit("get", address, world.arguments_for(address)) in (403, 404)

    assert failing(OWNED, unseen, guests) == {}


def test_object_that_does_not_exist_is_not_found(world):
    guests = Guests(lambda rights: one_of_the_team(rights, world))

    def not_found(address):
        return guests.visit("get", address, address.nobodys(**NOT_THERE)) in (404, 405)

    assert failing(OWNED, not_found, guests) == {}


def test_no_address_answers_in_json(client, world):
    """B048: there is no API beside the pages, and no admin. What a machine asks of the process tells of no case."""
    assert not apps.is_installed("django.contrib.admin")
    assert not apps.is_installed("rest_framework")
    client.force_login(world.caseworker)

    def is_no_data(address):
        answer = client.get(address.url(world.arguments_for(address)), headers={"Accept": "application/json"})
        return "json" not in answer.headers.get("Content-Type", "")

    assert failing([address for address in ALL if address.name not in {"alive", "ready"}], is_no_data) == {}
    assert client.get(reverse("queue")).status_code == 200

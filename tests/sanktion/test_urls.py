"""Every address of the system, one by one: who gets in, and who doesn't."""

import pytest
from django.urls import reverse
from django.utils.text import slugify

from ..checks.holders import holder_of, one_of_the_team
from ..checks.not_of_a_team import NO_RIGHT_NEEDED, NOT_OF_A_TEAM, PUBLIC
from ..checks.urls import MAKERS, addresses
from ..factories import TeamFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

ALL = addresses()
OWNED = [address for address in ALL if address.maker]
GUARDED = [address for address in ALL if address.name not in PUBLIC | NO_RIGHT_NEEDED]
METHODS = ["get", "post"]
# Of addresses of a case or a citizen.
NOT_THERE = {"number": "2099-9999999"} | dict.fromkeys(["pk", "access", "period", "person", "area"], 987654321)


def named(found) -> dict:
    return {"argvalues": found, "ids": [slugify(address.name) for address in found]}


def test_the_walk_finds_the_pages():
    assert len(ALL) > 40
    assert len(OWNED) > 25


@pytest.mark.parametrize("address", **named(ALL))
def test_every_address_is_scoped_or_listed_with_a_reason(address):
    listed = address.name in NOT_OF_A_TEAM
    assert listed != bool(address.maker), f"Enter {address.name!r} in MAKERS or in NOT_OF_A_TEAM, see tests/checks"


def test_the_lists_hold_no_address_that_is_gone():
    assert (set(MAKERS) | set(NOT_OF_A_TEAM)) - {address.name for address in ALL} == set()


@pytest.mark.parametrize("address", **named(GUARDED))
def test_every_page_names_the_right_it_needs(address):
    assert address.rights


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("address", **named(ALL))
def test_nobody_gets_in_without_a_login(client, world, address, method):
    url = address.url(world.arguments_for(address))
    response = getattr(client, method)(url)
    sent_to_login = response.status_code == 302 and response.headers["Location"].startswith(reverse("login"))
    assert sent_to_login != (address.name in PUBLIC) or address.name == "logout"


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("address", **named(GUARDED))
def test_colleague_of_the_team_without_the_right_is_refused(client, world, address, method):
    client.force_login(UserFactory(teams=[world.team]))
    assert getattr(client, method)(address.url(world.arguments_for(address))).status_code == 403


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("address", **named(OWNED))
def test_other_teams_object_is_not_found(client, world, address, method):
    stranger = holder_of(address.rights, teams=[TeamFactory()])
    client.force_login(stranger)
    status = getattr(client, method)(address.url(world.arguments_for(address))).status_code
    # 405 tells nothing of the object: the page has no such method for anybody.
    assert status == 404 or (status == 405 and not address.takes(method))


@pytest.mark.parametrize("address", **named(OWNED))
def test_superuser_without_a_team_sees_no_case(client, world, address):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    assert client.get(address.url(world.arguments_for(address))).status_code in (403, 404)


@pytest.mark.parametrize("address", **named(OWNED))
def test_the_teams_own_user_gets_in(client, world, address):
    client.force_login(one_of_the_team(address.rights, world))
    assert client.get(address.url(world.arguments_for(address))).status_code in (200, 302, 405)


@pytest.mark.parametrize("address", **named(OWNED))
def test_object_that_does_not_exist_is_not_found(client, world, address):
    client.force_login(one_of_the_team(address.rights, world))
    assert client.get(address.url(address.nobodys(**NOT_THERE))).status_code in (404, 405)

"""What nobody could mean is answered as what can't be read; each of these once brought its page down."""

import pytest
from django.core.exceptions import BadRequest
from django.urls import reverse

from koerelister.field import read_entry
from sanktion.base.numbers import plain_number

from ..checks.holders import holder_of
from ..checks.urls import addresses
from ..factories import UserFactory

pytestmark = pytest.mark.django_db

# Python refuses to read a number of more than 4,300 digits.
ENDLESS = "1" * 5_000


@pytest.mark.parametrize(
    ("page", "name", "role"),
    [("statistics", "aar", "leder"), ("plan_new", "team", "sagsbehandler"), ("supervision_trend", "aar", "leder")],
)
def test_endless_number_in_the_address(client, team, page, name, role):
    client.force_login(UserFactory(role=role, teams=[team]))
    plain, endless = client.get(reverse(page)), client.get(reverse(page, query={name: ENDLESS}))
    assert (plain.status_code, endless.status_code) == (200, 200)


@pytest.mark.parametrize("name", ["afgjort_til", "afgjort_fra", "haendelse_til"])
@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_first_and_last_day_there_is_in_the_queue(client, caseworker, name, day):
    client.force_login(caseworker)
    assert client.get(reverse("queue", query={name: day})).status_code == 200


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"list": Infinity, "copy": 1}', b'{"list": 1, "copy": 1e999}'])
def test_endless_json_from_the_phone(client, team, body):
    client.force_login(UserFactory(role="udkørende", teams=[team]))
    answer = client.post(reverse("field_wiped"), body, content_type="application/json")
    assert answer.status_code == 400


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"stop": Infinity, "key": "x", "kind": "", "fields": {}}'])
def test_endless_json_as_a_note(body):
    with pytest.raises(BadRequest):
        read_entry(body)


@pytest.mark.parametrize("page", ["countersign", "case", "reader_case", "selected_case"])
def test_nul_in_the_place_of_a_case_number(client, team, page):
    address = next(one for one in addresses() if one.name == page)
    client.force_login(holder_of(address.rights, teams=[team]))
    wanted = address.nobodys() | {"number": "2026-000000\0"}
    assert client.get(address.url(wanted)).status_code == 404


@pytest.mark.parametrize("text", ["", None, " 1", "-1", "1.0", "٣", "²", "1_0", ENDLESS, "1234567890", "1\n", "\0"])
def test_no_plain_number(text):
    assert plain_number(text) is None


def test_plain_number():
    assert [plain_number(text) for text in ("0", "7", "999999999")] == [0, 7, 999_999_999]

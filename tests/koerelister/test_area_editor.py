"""B021: the area's own page: its rules are added, counted and taken away, and the waiting visits follow at once."""

import json
import logging

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from koerelister.actions.areas import save_area, set_border
from koerelister.actions.orders import take_orders
from koerelister.models import Area, AreaOverride, AreaStreet, VisitOrder
from sanktion.models import Role
from tests.factories import AddressFactory, CitizenFactory, UserFactory
from tests.factories.koerelister import AreaFactory, seeking_case

pytestmark = pytest.mark.django_db
SQUARE = {"type": "Polygon", "coordinates": [[[10.0, 55.0], [11.0, 55.0], [11.0, 56.0], [10.0, 56.0], [10.0, 55.0]]]}


@pytest.fixture
def manager(client):
    manager = UserFactory(role=Role.MANAGER)
    client.force_login(manager)
    return manager


@pytest.fixture
def west(manager):
    return AreaFactory(name="Odense V", code="OV", postcodes=["5200"])


@pytest.fixture
def order(caseworker, team, area):
    home = AddressFactory(street="Nørregade", house_number="12A", latitude=55.5, longitude=10.5)
    seeking_case(caseworker, team=team, address=home)
    take_orders()
    return VisitOrder.objects.get()


def area_of(order) -> Area:
    return VisitOrder.objects.select_related("area").get(pk=order.pk).area


def send(client, name, area, /, *rule, **fields):
    return client.post(reverse(name, args=[area.pk, *rule]), fields)


def page(client, area) -> str:
    return client.get(reverse("area_edit", args=[area.pk])).content.decode()


STREET = {"road": "nørregade", "postcode": "5000", "first": "12", "last": "12", "parity": "even"}


def test_a_street_takes_the_waiting_visit_and_gives_it_back(client, west, area, order):
    assert area_of(order) == area
    assert send(client, "area_street_new", west, **STREET).url == reverse("area_edit", args=[west.pk])
    rule = AreaStreet.objects.get()
    # The register's own spelling, whatever was typed.
    assert (rule.road, rule.span, area_of(order)) == ("Nørregade", "12", west)
    confirm = client.get(reverse("area_street_remove", args=[west.pk, rule.pk])).content.decode()
    assert "Nørregade, 5000: 12, lige numre" in confirm
    assert AreaStreet.objects.exists()
    send(client, "area_street_remove", west, rule.pk)
    assert area_of(order) == area


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"road": ""}, "Udfyld feltet"),
        ({"postcode": "500"}, "Et postnummer har fire cifre."),
        ({"first": "12-14"}, "Et husnummer er et tal"),
        ({"first": "14"}, "Det sidste husnummer ligger før det første."),
        ({"parity": "begge"}, "Marker en gyldig"),
    ],
)
def test_a_street_that_makes_no_sense_is_refused(client, west, changes, said):
    answer = send(client, "area_street_new", west, **STREET | changes)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not AreaStreet.objects.exists()


def test_two_areas_cannot_have_the_same_number_and_are_told_who_has_it(client, west, area, order):
    send(client, "area_street_new", area, **STREET | {"first": "", "last": "20", "parity": "all"})
    answer = send(client, "area_street_new", west, **STREET)
    assert answer.status_code == 422
    assert "«Nørregade, 5000: til 20» (Odense C)" in answer.content.decode()
    assert send(client, "area_street_new", west, **STREET | {"first": "21", "last": ""}).status_code == 302


def test_a_house_is_found_by_its_text_and_taken_whatever_the_other_rules_say(client, west, area, order):
    send(client, "area_street_new", area, **STREET)
    found = send(client, "area_override_new", west, q="norregade 12")
    assert found.status_code == 200
    assert "Ingen kendt adresse" in found.content.decode()
    found = send(client, "area_override_new", west, q="Nørregade 12, 5000").content.decode()
    assert "Nørregade 12A, 5000 Odense C" in found
    assert 'Odense C <span class="sub">Gader</span>' in found
    house = order.case.citizen.address.access_address_id
    send(client, "area_override_new", west, house=house)
    assert area_of(order) == west
    send(client, "area_override_new", area, house=house)
    assert AreaOverride.objects.get().area == west
    send(client, "area_override_remove", west, AreaOverride.objects.get().pk)
    assert area_of(order) == area


@pytest.mark.parametrize("house", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_a_house_that_is_not_in_the_register_is_not_taken(client, west, house):
    assert send(client, "area_override_new", west, house=house).status_code == 422
    assert not AreaOverride.objects.exists()


def test_a_border_is_pasted_uploaded_and_removed(client, west, area, order):
    send(client, "area_border", west, pasted=json.dumps(SQUARE))
    assert area_of(order) == west
    send(client, "area_border_remove", west)
    assert area_of(order) == area
    west.refresh_from_db()
    assert west.polygon is None
    file = SimpleUploadedFile("v.geojson", b"\xef\xbb\xbf" + json.dumps(SQUARE).encode())
    send(client, "area_border", west, file=file)
    west.refresh_from_db()
    assert west.polygon == SQUARE


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"pasted": ""}, "Vælg en fil, eller indsæt grænsen."),
        ({"pasted": "{}"}, "Grænsen skal være et Polygon"),
        ({"file": b"\xff\xfe\x00"}, "ikke tekst i UTF-8"),
        ({"file": b" " * 2_000_001}, "Filen er for stor."),
    ],
)
def test_a_border_that_cannot_be_read_changes_nothing(client, west, sent, said):
    if "file" in sent:
        sent = {"file": SimpleUploadedFile("v.geojson", sent["file"])}
    answer = send(client, "area_border", west, **sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    west.refresh_from_db()
    assert west.polygon is None


def test_the_page_shows_what_each_rule_catches_and_which_catches_nothing(client, west, area, order):
    send(client, "area_street_new", west, **STREET)
    send(client, "area_street_new", west, **STREET | {"road": "Findes Ikke Vej"})
    answer = client.get(reverse("area_edit", args=[west.pk]))
    assert answer.context["kinds"] == [
        ("Enkelte adresser", False, 0, 0),
        ("Gader", True, 1, 1),
        ("Grænsen", False, 0, 0),
        ("Postnumre", True, 0, 0),
    ]
    text = answer.content.decode()
    assert text.count("Fanger intet") == 2
    assert '<circle class="outline-dot"' in text


def test_no_page_of_an_area_names_a_citizen(client, west, area, order):
    send(client, "area_street_new", west, **STREET)
    for url in (reverse("areas"), reverse("areas_outside"), reverse("area_edit", args=[west.pk])):
        text = client.get(url).content.decode()
        assert order.case.citizen.last_name not in text
        assert order.case.number not in text


def test_an_area_of_streets_alone_needs_no_postcode(client, west):
    kept = {"name": west.name, "code": "OV", "position": "1", "postcodes": ""}
    assert send(client, "area_edit", west, **kept).status_code == 422
    send(client, "area_street_new", west, **STREET)
    assert send(client, "area_edit", west, **kept).status_code == 302


def test_a_name_changed_from_an_old_page_leaves_the_new_border(west, manager):
    """The border was loaded by a colleague after this instance was read."""
    stale = Area.objects.get(pk=west.pk)
    set_border(west, SQUARE, by=manager)
    stale.name = "Vest"
    save_area(stale, by=manager)
    west.refresh_from_db()
    assert (west.name, west.polygon) == ("Vest", SQUARE)


def test_each_change_leaves_a_line_of_ids(client, west, manager, order, caplog, django_capture_on_commit_callbacks):
    house = order.case.citizen.address
    with caplog.at_level(logging.INFO, "koerelister"), django_capture_on_commit_callbacks(execute=True):
        send(client, "area_street_new", west, **STREET)
        send(client, "area_override_new", west, house=house.access_address_id)
        send(client, "area_border", west, pasted=json.dumps(SQUARE))
    lines = [message for message in caplog.messages if message.startswith("area.")]
    assert [line.split()[0] for line in lines] == ["area.street", "area.override", "area.border"]
    assert all(f"by={manager.pk} area={west.pk}" in line for line in lines)
    assert not any(told in line for told in (house.street, str(house.access_address_id)) for line in lines)


def test_a_rule_of_another_area_is_not_found(client, west, area):
    send(client, "area_street_new", area, **STREET)
    rule = AreaStreet.objects.get()
    assert send(client, "area_street_remove", west, rule.pk).status_code == 404
    assert AreaStreet.objects.exists()


@pytest.fixture
def elsewhere(west, team):
    home = AddressFactory(street="Fjernvej", postcode="8000")
    AddressFactory(street="Fjernvej", postcode="8000", latitude=None, longitude=None)
    return CitizenFactory(address=home, team=team)


def test_addresses_without_an_area_are_listed_by_road(client, west, elsewhere):
    answer = client.get(reverse("areas_outside"))
    assert answer.context["groups"] == [
        {"postcode": "8000", "roads": [("8000", "Fjernvej", 1, 1)], "addresses": 1, "citizens": 1}
    ]
    assert "1 kendte adresser hører ikke til noget område" in answer.content.decode()


def test_a_whole_road_is_given_to_an_area_at_once(client, west, elsewhere, caseworker, team):
    seeking_case(caseworker, team=team, citizen=elsewhere)
    take_orders()
    fields = {"road": "Fjernvej", "postcode": "8000", "area": west.pk}
    assert client.post(reverse("areas_outside"), fields).url == reverse("areas_outside")
    assert VisitOrder.objects.get().area == west
    assert Area.objects.all().roads_outside() == []
    again = client.post(reverse("areas_outside"), fields)
    assert again.status_code == 422
    assert "«Fjernvej, 8000: hele vejen» (Odense V)" in again.content.decode()


def test_visits_without_an_area_are_counted_where_lists_are_planned(client, caseworker, team, area, elsewhere):
    """B021: shown, never dropped; the planner who may mend it is led there, the other is told whom to ask."""
    seeking_case(caseworker, team=team, citizen=elsewhere)
    seeking_case(caseworker, team=team, address=AddressFactory())
    take_orders()
    client.force_login(caseworker)
    for name in ("routes", "plan_new"):
        text = client.get(reverse(name)).content.decode()
        assert "1 besøg venter uden område" in text, name
        assert "Bed din leder" in text, name
    caseworker.groups.add(UserFactory(role=Role.MANAGER).groups.get())
    assert reverse("areas_outside") in client.get(reverse("routes")).content.decode()

"""Areas: what a code and a postcode may be, where waiting visits go when they change, and who is outside them all."""

import logging

import pytest
from django.urls import reverse

from koerelister.actions.orders import take_orders
from koerelister.demo import make_areas
from koerelister.models import Area, RouteList, VisitOrder
from sanktion.models import Role
from tests.factories import AddressFactory, CitizenFactory, UserFactory
from tests.factories.koerelister import AreaFactory, route_list_of, seeking_case

pytestmark = pytest.mark.django_db

# A square with a square hole, and a square elsewhere.
BORDER = {
    "type": "MultiPolygon",
    "coordinates": [
        [
            [[10.0, 55.0], [11.0, 55.0], [11.0, 56.0], [10.0, 56.0], [10.0, 55.0]],
            [[10.4, 55.4], [10.6, 55.4], [10.6, 55.6], [10.4, 55.6], [10.4, 55.4]],
        ],
        [[[12.0, 55.0], [13.0, 55.0], [13.0, 56.0], [12.0, 56.0], [12.0, 55.0]]],
    ],
}
PLACES = [(55.2, 10.2), (55.5, 10.5), (55.5, 12.5), (55.5, 11.5), (57.0, 10.2)]


@pytest.fixture
def manager(client):
    manager = UserFactory(role=Role.MANAGER)
    client.force_login(manager)
    return manager


def fields(**changes):
    return {"name": "Bolbro", "code": "BO", "postcodes": "5200", "position": "3"} | changes


def edit(client, area, **changes):
    kept = {"name": area.name, "code": "OC", "postcodes": ", ".join(area.postcodes), "position": "1"}
    return client.post(reverse("area_edit", args=[area.pk]), kept | changes)


def waiting(caseworker, team, postcode):
    case = seeking_case(caseworker, team=team, address=AddressFactory(postcode=postcode))
    take_orders()
    return VisitOrder.objects.get(case=case)


def areas_of(*orders):
    return [VisitOrder.objects.select_related("area").get(pk=order.pk).area for order in orders]


def test_a_new_area_begins_the_numbers_of_its_lists(client, manager, caseworker, team):
    answer = client.post(reverse("area_new"), fields(code="bø", postcodes="5200, 5210 5200"))
    assert answer.url == reverse("areas")
    area = Area.objects.get()
    assert (area.name, area.code, area.postcodes, area.position) == ("Bolbro", "BØ", ["5200", "5210"], 3)
    assert route_list_of(caseworker, team=team, count=1, area=area).number.startswith("BØ-")


def test_a_new_area_is_offered_the_last_place(client, manager):
    AreaFactory(position=7)
    assert client.get(reverse("area_new")).context["form"]["position"].value() == 8


@pytest.mark.parametrize("code", ["", "FEMTE", "B1", "B-", "B O", "%", "БО"])
def test_a_code_is_one_to_four_letters(client, manager, code):
    assert client.post(reverse("area_new"), fields(code=code)).status_code == 422
    assert not Area.objects.exists()


@pytest.mark.parametrize("postcodes", ["500", "50000", "5000-5200", "5000, Odense", "", "  ,", "٥٠٠٠"])
def test_a_postcode_is_four_digits_and_one_is_needed(client, manager, postcodes):
    assert client.post(reverse("area_new"), fields(postcodes=postcodes)).status_code == 422
    assert not Area.objects.exists()


@pytest.mark.parametrize("position", ["", "0", "-1", "1000", "99999", "to"])
def test_a_place_is_a_small_number(client, manager, position):
    assert client.post(reverse("area_new"), fields(position=position)).status_code == 422


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": "Odense C"}, "Et andet område har allerede det navn."),
        ({"code": "oc"}, "Et andet område har allerede den kode."),
        ({"postcodes": "5200, 5000"}, "Et postnummer hører til ét område. Optaget: 5000 (Odense C)."),
    ],
)
def test_name_code_and_postcode_belong_to_one_area(client, manager, area, changes, message):
    answer = client.post(reverse("area_new"), fields(**changes))
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert list(Area.objects.all()) == [area]


def test_an_area_keeps_its_own_postcodes_when_it_is_changed(client, manager, area):
    assert edit(client, area, name="Odense Midt").status_code == 302
    area.refresh_from_db()
    assert (area.name, area.postcodes) == ("Odense Midt", ["5000"])


def test_the_border_is_shown_but_never_taken_from_the_form(client, manager):
    bordered = AreaFactory(code="OC", postcodes=[], polygon=BORDER)
    page = reverse("area_edit", args=[bordered.pk])
    assert "Grænse indlæst" in client.get(page).content.decode()
    assert edit(client, bordered, postcodes="", polygon="null", id="1").status_code == 302
    bordered.refresh_from_db()
    assert bordered.polygon == BORDER


def test_waiting_visits_follow_the_postcodes(client, manager, caseworker, team, area):
    west = AreaFactory(postcodes=["5200"])
    stays, moves, outside = (waiting(caseworker, team, postcode) for postcode in ("5000", "5200", "5210"))
    assert areas_of(stays, moves, outside) == [area, west, None]
    edit(client, west, code="OV", postcodes="5210")
    assert areas_of(stays, moves, outside) == [area, None, west]
    client.post(reverse("area_new"), fields(postcodes="5200"))
    assert areas_of(stays, moves, outside) == [area, Area.objects.get(code="BO"), west]


def test_a_refused_change_moves_nothing(client, manager, caseworker, team, area):
    order = waiting(caseworker, team, "5000")
    assert edit(client, area, postcodes="9").status_code == 422
    assert areas_of(order) == [area]


def test_what_is_already_on_a_list_stays_there(client, manager, route_list, area):
    assert edit(client, area, postcodes="9000").status_code == 302
    kept = RouteList.objects.get(pk=route_list.pk)
    assert (kept.area, kept.stops.count(), kept.number) == (area, 3, route_list.number)


def test_placing_costs_the_same_for_more_visits(client, manager, caseworker, team, area, django_assert_max_num_queries):
    for _ in range(8):
        waiting(caseworker, team, "5210")
    with django_assert_max_num_queries(30):
        edit(client, area, postcodes="5210")
    assert set(VisitOrder.objects.values_list("area", flat=True)) == {area.pk}


def test_a_change_leaves_a_line(client, manager, area, caplog, django_capture_on_commit_callbacks):
    with caplog.at_level(logging.INFO, "koerelister"), django_capture_on_commit_callbacks(execute=True):
        edit(client, area, postcodes="5000 5220")
    assert f"area.save by={manager.pk} area={area.pk} code=OC postcodes=5000,5220" in caplog.messages


def test_those_outside_every_area_are_a_number(client, manager):
    AreaFactory(postcodes=["5000"])
    citizens = [CitizenFactory(address__postcode=postcode) for postcode in ("5000", "5200", "5200")]
    CitizenFactory(address__postcode="5200", address__latitude=None, address__longitude=None)
    CitizenFactory(address=None)
    answer = client.get(reverse("areas"))
    assert answer.context["outside"] == 2
    assert "Borgere uden for alle områder: 2." in answer.content.decode()
    assert [one for one in citizens if one.name in answer.content.decode()] == []


def test_all_have_an_area(client, manager):
    AreaFactory(postcodes=["5000"])
    CitizenFactory(address__postcode="5000")
    assert (
        "Alle borgere med en adresse med kendt placering har et område."
        in client.get(reverse("areas")).content.decode()
    )


def test_the_database_counts_by_border_as_the_planner_places():
    AreaFactory(postcodes=["5000"], polygon=None)
    AreaFactory(postcodes=[], polygon=BORDER)
    AreaFactory(postcodes=[], polygon={"type": "Polygon", "coordinates": BORDER["coordinates"][1]})
    addresses = [AddressFactory(latitude=lat, longitude=lon, postcode="9000") for lat, lon in PLACES]
    for address in [*addresses, AddressFactory(latitude=57.0, longitude=9.0, postcode="5000")]:
        CitizenFactory(address=address)
    placed = [Area.objects.for_address(address) is not None for address in addresses]
    assert placed == [True, False, True, False, False]
    assert Area.objects.all().citizens_outside() == 3


def test_real_borders_are_read_to_the_metre():
    """Each lies level with a corner of a border, which the database takes for the same height unless told better."""
    make_areas()
    for latitude, longitude in [(55.6164, 12.575), (55.703, 12.5963), (55.6897, 12.6263), (55.687, 12.6338)]:
        citizen = CitizenFactory(address=AddressFactory(latitude=latitude, longitude=longitude, postcode="9000"))
        placed = Area.objects.for_address(citizen.address) is not None
        assert Area.objects.all().citizens_outside() == (0 if placed else 1), (latitude, longitude)
        citizen.address = None
        citizen.save()


def test_without_areas_everybody_located_is_outside():
    CitizenFactory()
    assert Area.objects.all().citizens_outside() == 1

"""B021: override → stretch of a road → border → postcode, the same whether one address is asked of or all of them."""

import csv
import json
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import NumericRange

from koerelister.models import Area, AreaOverride, AreaStreet, Parity, Rule
from koerelister.places import house_numbers
from sanktion.models import Address
from tests.factories import AddressFactory, CitizenFactory
from tests.factories.koerelister import AreaFactory

pytestmark = pytest.mark.django_db
DATA = Path(settings.ROOT) / "sanktion" / "demo" / "data"
BORDER = {"type": "Polygon", "coordinates": [[[10.0, 55.0], [11.0, 55.0], [11.0, 56.0], [10.0, 56.0], [10.0, 55.0]]]}


def street(area, first="1", last="99", *, parity=Parity.ALL, road="Nørregade", postcode="5000") -> AreaStreet:
    numbers = NumericRange(house_numbers.key(first), house_numbers.last_key(last) + 1)
    return AreaStreet.objects.create(area=area, road=road, postcode=postcode, numbers=numbers, parity=parity)


def home(number="12", **fields) -> Address:
    return AddressFactory(street="Nørregade", house_number=number, **fields)


def test_each_kind_of_rule_goes_before_the_next():
    by_postcode = AreaFactory(position=1)
    by_border, by_street, by_override = (AreaFactory(postcodes=[], position=place) for place in (2, 3, 4))
    address = home(latitude=55.5, longitude=10.5)
    placed = [Area.objects.place(address)]
    by_border.polygon = BORDER
    by_border.save()
    placed.append(Area.objects.place(address))
    street(by_street)
    placed.append(Area.objects.place(address))
    AreaOverride.objects.create(area=by_override, access_address_id=address.access_address_id)
    placed.append(Area.objects.place(address))
    assert placed == [
        (by_postcode, Rule.POSTCODE),
        (by_border, Rule.BORDER),
        (by_street, Rule.STREET),
        (by_override, Rule.OVERRIDE),
    ]


def test_within_a_kind_the_areas_place_decides():
    second, first = AreaFactory(position=2, polygon=BORDER), AreaFactory(position=1, polygon=BORDER)
    assert Area.objects.place(home(latitude=55.5, longitude=10.5)) == (first, Rule.BORDER)
    assert Area.objects.place(home(latitude=57, longitude=10.5)) == (first, Rule.POSTCODE)
    Area.objects.filter(pk=first.pk).update(position=3)
    assert Area.objects.place(home(latitude=57, longitude=10.5)) == (second, Rule.POSTCODE)


def test_nothing_catches_it():
    AreaFactory(postcodes=["9000"])
    assert Area.objects.place(home()) == (None, None)


@pytest.mark.parametrize(
    ("parity", "caught"),
    [
        (Parity.ALL, ["10", "11", "11A", "12", "12Z"]),
        (Parity.EVEN, ["10", "12", "12Z"]),
        (Parity.ODD, ["11", "11A"]),
    ],
)
def test_a_stretch_has_ends_and_sides(parity, caught):
    area = AreaFactory(postcodes=[])
    street(area, "10", "12", parity=parity)
    numbers = ["9", "9Z", "10", "11", "11A", "12", "12Z", "13", "101", ""]
    assert [number for number in numbers if Area.objects.for_address(home(number))] == caught


def test_a_road_of_the_same_name_in_another_town_is_another_road():
    street(AreaFactory(postcodes=[]))
    assert Area.objects.for_address(home(postcode="5200")) is None


@pytest.mark.parametrize(
    ("first", "last", "parity", "is_free"),
    [
        ("12", "12", Parity.ALL, False),
        ("12B", "12C", Parity.ALL, False),
        ("20", "30", Parity.EVEN, False),
        ("1", "99", Parity.ODD, True),
        ("21", "99", Parity.ALL, True),
        ("1", "9", Parity.EVEN, True),
    ],
)
@pytest.mark.parametrize("same_area", [True, False])
def test_the_database_gives_a_house_number_one_rule(first, last, parity, is_free, same_area):
    """Even against code that doesn't look first; neighbours, and the other side of the road, are free."""
    rule = street(AreaFactory(postcodes=[]), "10", "20", parity=Parity.EVEN)
    area = rule.area if same_area else AreaFactory(postcodes=[])
    if is_free:
        assert street(area, first, last, parity=parity).pk
        return
    with pytest.raises(IntegrityError, match="area_street_no_overlap"), transaction.atomic():
        street(area, first, last, parity=parity)
    assert street(area, first, last, parity=parity, postcode="5200").pk


@pytest.mark.each_case
@pytest.mark.parametrize(
    "wrong",
    [
        {"numbers": NumericRange(5, 5)},
        {"numbers": NumericRange(None, 5)},
        {"numbers": NumericRange(5, None)},
        {"numbers": NumericRange(-1, 5)},
        {"parity": "left"},
        {"postcode": "50"},
    ],
)
def test_the_database_refuses_a_rule_that_could_slip_by(wrong):
    rule = {"area": AreaFactory(), "road": "Nørregade", "postcode": "5000", "numbers": NumericRange(5, 9)} | wrong
    with pytest.raises(IntegrityError):
        AreaStreet.objects.create(**rule)


def test_a_house_has_one_override():
    address = home()
    AreaOverride.objects.create(area=AreaFactory(), access_address_id=address.access_address_id)
    with pytest.raises(IntegrityError):
        AreaOverride.objects.create(area=AreaFactory(), access_address_id=address.access_address_id)


def real_addresses(dice: Random, count: int) -> list[Address]:
    with (DATA / "adresser.csv").open(encoding="utf-8") as file:
        rows = dice.sample(list(csv.DictReader(file)), count)
    made = [
        Address(
            id=row["id"],
            access_address_id=row["adgangsadresseid"],
            street=row["vejnavn"],
            house_number=row["husnr"],
            floor=row["etage"],
            door=row["dør"],
            postcode=row["postnr"],
            post_district=row["postnrnavn"],
            municipality_code=row["kommunekode"],
            municipality=row["kommunenavn"],
            latitude=row["wgs84koordinat_bredde"] or None,
            longitude=row["wgs84koordinat_længde"] or None,
            sort_key=row["id"],
        )
        for row in rows
    ]
    Address.objects.bulk_create(made)
    return list(Address.objects.all())


def random_rules(dice: Random, areas: list[Area], addresses: list[Address]) -> None:
    for address in dice.sample(addresses, 8):
        AreaOverride.objects.get_or_create(
            access_address_id=address.access_address_id, defaults={"area": dice.choice(areas)}
        )
    for address in dice.sample(addresses, 30):
        ends = sorted([dice.randrange(1, 120), dice.randrange(1, 120)])
        numbers = NumericRange(house_numbers.key(str(ends[0])), house_numbers.last_key(str(ends[1])) + 1)
        rule = AreaStreet(
            area=dice.choice(areas),
            road=address.street,
            postcode=address.postcode,
            numbers=numbers,
            parity=dice.choice(Parity.values),
        )
        # Decided without asking the rules themselves what clashes.
        with suppress(IntegrityError), transaction.atomic():
            rule.save()


def test_the_database_and_the_planner_agree_on_real_addresses():
    dice = Random(20)
    addresses = real_addresses(dice, 200)
    for number, feature in enumerate(json.loads((DATA / "bydele.geojson").read_text(encoding="utf-8"))["features"][:4]):
        AreaFactory(postcodes=[], polygon=feature["geometry"], position=20 - number)
    AreaFactory(postcodes=["5000", "5200"], position=5)
    AreaFactory(postcodes=["5000", "2690", "4130"], position=1)
    for address in dice.sample([address for address in addresses if address.latitude], 4):
        AreaFactory(polygon={"type": "Polygon", "coordinates": [around(address)]}, postcodes=[], position=30)
    random_rules(dice, list(Area.objects.all()), addresses)
    areas = Area.objects.all()
    by_database = {row[0]: row[1:] for row in areas.ask_placed("SELECT access_address_id, area_id, rule FROM placed")}
    by_planner = {address.access_address_id: areas.place(address) for address in addresses}
    assert by_database == {
        house: (placing.area and placing.area.pk, placing.rule) for house, placing in by_planner.items()
    }
    assert {placing.rule for placing in by_planner.values()} == {*Rule, None}


def around(address: Address) -> list:
    x, y = address.longitude, address.latitude
    return [
        [x - 0.02, y - 0.01],
        [x + 0.02, y - 0.01],
        [x + 0.02, y + 0.01],
        [x - 0.02, y + 0.01],
        [x - 0.02, y - 0.01],
    ]


def test_what_each_rule_catches_is_counted_in_addresses_and_citizens():
    area = AreaFactory(postcodes=["5000"])
    rule = street(area, "12", "12")
    house = home("12")
    home("12", access_address_id=house.access_address_id, latitude=house.latitude, longitude=house.longitude)
    CitizenFactory(address=house)
    CitizenFactory(address=home("14", postcode="5000"))
    home("14", postcode="9000", latitude=None, longitude=None)
    CitizenFactory(address=home("16", postcode="9000"))
    found = {
        (row.area_id, row.rule, row.street_id): (row.addresses, row.citizens) for row in Area.objects.all().reach()
    }
    assert found == {
        (area.pk, "street", rule.pk): (2, 1),
        (area.pk, "postcode", None): (1, 1),
        (None, None, None): (1, 1),
    }
    assert [tuple(row) for row in Area.objects.all().roads_outside()] == [("9000", "Nørregade", 1, 1)]
    assert sorted((row.rule, row.addresses, row.citizens) for row in Area.objects.all().houses_of(area)) == [
        ("postcode", 1, 1),
        ("street", 2, 1),
    ]

"""B021: the area of an address: border first, then postcode."""

import pytest
from django.db import IntegrityError

from koerelister.models import Area
from tests.factories import AddressFactory
from tests.factories.koerelister import AreaFactory

pytestmark = pytest.mark.django_db
BORDER = {"type": "Polygon", "coordinates": [[[10.0, 55.0], [11.0, 55.0], [11.0, 56.0], [10.0, 56.0], [10.0, 55.0]]]}


def test_by_postcode():
    AreaFactory(postcodes=["5200"])
    found = AreaFactory(postcodes=["5000", "5210"])
    assert Area.objects.for_address(AddressFactory(postcode="5210")) == found


def test_the_border_goes_before_the_postcode():
    AreaFactory(postcodes=["5000"], position=1)
    bordered = AreaFactory(postcodes=[], polygon=BORDER, position=2)
    assert Area.objects.for_address(AddressFactory(latitude=55.5, longitude=10.5)) == bordered


def test_outside_every_area():
    AreaFactory(postcodes=["5200"], polygon=BORDER)
    assert Area.objects.for_address(AddressFactory(latitude=57.0, longitude=10.5)) is None


def test_an_address_without_coordinates_still_has_its_postcode():
    AreaFactory(postcodes=[], polygon=BORDER)
    by_postcode = AreaFactory(postcodes=["5000"])
    assert Area.objects.for_address(AddressFactory(latitude=None, longitude=None)) == by_postcode


def test_the_same_queryset_reads_the_areas_and_their_rules_once(django_assert_num_queries):
    AreaFactory()
    addresses = AddressFactory.create_batch(3)
    areas = Area.objects.all()
    with django_assert_num_queries(3):
        assert all(areas.for_address(address) for address in addresses)


def test_a_code_is_short_and_in_capitals():
    with pytest.raises(IntegrityError):
        AreaFactory(code="nb-1")

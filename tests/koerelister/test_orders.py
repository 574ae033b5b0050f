"""B020: who is ordered a visit. The case's own column says nothing of it (B048)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from koerelister.actions.orders import take_orders
from koerelister.models import VisitOrder
from sanktion.models import Case, CprStatus
from tests.factories import AddressFactory
from tests.factories.koerelister import AreaFactory, ordered, seeking_case

pytestmark = pytest.mark.django_db


def test_a_case_that_seeks_contact_is_ordered_a_visit_in_its_area(caseworker, team, area):
    case = seeking_case(caseworker, team=team)
    assert take_orders() == 1
    assert VisitOrder.objects.get(case=case).area == area


def test_an_address_outside_every_area_waits_unplaced(caseworker, team):
    AreaFactory(postcodes=["9000"])
    case = seeking_case(caseworker, team=team)
    take_orders()
    assert VisitOrder.objects.get(case=case).area is None


def not_to_be_visited():
    return [
        {"protected": True},
        {"cpr_status": CprStatus.DEAD},
        {"cpr_status": CprStatus.EMIGRATED},
        {"address": None},
    ]


@pytest.mark.parametrize("fields", not_to_be_visited())
def test_whoever_may_not_be_visited_is_not_ordered_one_but_is_taken_all_the_same(caseworker, team, area, fields):
    case = seeking_case(caseworker, team=team, **fields)
    assert take_orders() == 1
    case.refresh_from_db()
    assert not case.contact_requested
    assert not VisitOrder.objects.exists()


def test_an_address_without_coordinates_is_not_visited(caseworker, team, area):
    seeking_case(caseworker, team=team, address=AddressFactory(latitude=None, longitude=None))
    take_orders()
    assert not VisitOrder.objects.exists()


def test_a_case_for_named_people_only_is_not_put_on_a_shared_list(caseworker, team, area):
    case = seeking_case(caseworker, team=team)
    case.is_restricted = True
    case.save()
    take_orders()
    assert not VisitOrder.objects.exists()


def test_the_case_looks_the_same_whether_a_visit_was_ordered_or_not(caseworker, team, area):
    visited = seeking_case(caseworker, team=team)
    not_visited = seeking_case(caseworker, team=team, protected=True)
    before = {case.pk: case.history.count() for case in (visited, not_visited)}
    take_orders()
    columns = [
        field.attname for field in Case._meta.concrete_fields if field.attname not in ("id", "number", "citizen_id")
    ]
    rows = Case.objects.filter(pk__in=before).values(*columns)
    assert {row["contact_requested"] for row in rows} == {False}
    assert {row["status"] for row in rows} == {"seeking_contact"}
    assert {case.pk: case.history.count() for case in (visited, not_visited)} == before


def test_twice_gives_one_order(caseworker, team, area):
    seeking_case(caseworker, team=team)
    assert [take_orders(), take_orders()] == [1, 0]
    assert VisitOrder.objects.count() == 1


@pytest.mark.parametrize("change", ["answered", "protected", "no_coordinates"])
def test_an_order_that_is_no_longer_to_be_carried_out_is_dropped(caseworker, team, area, change):
    case = seeking_case(caseworker, team=team)
    ordered(case, area)
    citizen = case.citizen
    if change == "answered":
        Case.objects.get(pk=case.pk).receive_answer(by=caseworker)
    elif change == "protected":
        citizen.protected_until = timezone.localdate() + timedelta(days=1)
        citizen.save()
    else:
        citizen.address.latitude = None
        citizen.address.save()
    take_orders()
    assert not VisitOrder.objects.exists()

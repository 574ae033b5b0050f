"""B043, B045: a list is not destroyed while it may still lie on a phone."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone

from koerelister.actions.field import confirm_wiped, hand_out
from koerelister.actions.lists import CannotDestroy, destroy
from koerelister.actions.visits import log_visit
from koerelister.models import DestructionRecord, DeviceCopy, RouteList
from tests.factories import UserFactory
from tests.factories.koerelister import visit

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture
def driver(team, crew):
    driver = UserFactory(role="udkørende", teams=[team])
    crew.members.add(driver)
    return driver


@pytest.fixture
def settled(route_list, driver):
    """Handed out to a phone once, and every stop noted."""
    hand_out(route_list, by=driver)
    for stop in route_list.stops.all():
        log_visit(stop, visit=visit(), by=driver)
    return route_list


def test_a_copy_on_a_phone_holds_the_destruction_back(settled, caseworker):
    with pytest.raises(CannotDestroy, match="ligger stadig på 1 telefon"):
        destroy(settled, by=caseworker)
    assert RouteList.objects.filter(pk=settled.pk).exists()


def test_wiped_copies_go_with_the_list(settled, driver, caseworker):
    confirm_wiped(settled.pk, 1, by=driver)
    destroy(settled, by=caseworker)
    assert not DeviceCopy.objects.exists()
    assert DestructionRecord.objects.filter(number=settled.number).exists()


def test_past_midnight_the_phone_has_wiped_itself(settled, caseworker):
    RouteList.objects.filter(pk=settled.pk).update(date=timezone.localdate() - timedelta(days=1))
    destroy(settled, by=caseworker)
    assert not DeviceCopy.objects.exists()


def test_only_the_one_who_fetched_a_copy_says_that_it_is_wiped(client, settled, driver, team, crew):
    colleague = UserFactory(role="udkørende", teams=[team])
    crew.members.add(colleague)
    for user, wiped in ((colleague, False), (driver, True)):
        client.force_login(user)
        sent = {"list": settled.pk, "copy": 1}
        assert client.post(reverse("field_wiped"), sent, content_type="application/json").status_code == 204
        assert (DeviceCopy.objects.get().wiped_at is not None) == wiped


def test_said_twice_the_first_time_stands(settled, driver):
    confirm_wiped(settled.pk, 1, by=driver)
    first = DeviceCopy.objects.get().wiped_at
    confirm_wiped(settled.pk, 1, by=driver)
    assert DeviceCopy.objects.get().wiped_at == first


def test_the_database_keeps_a_copy_that_may_still_be_out(settled):
    with pytest.raises(DatabaseError, match="ligger stadig på en telefon"), transaction.atomic():
        DeviceCopy.objects.all().delete()
    with pytest.raises(ProtectedError):
        RouteList.objects.filter(pk=settled.pk).delete()


@pytest.mark.parametrize("change", [{"number": 7}, {"handed_out_at": timezone.now() - timedelta(days=1)}])
def test_the_database_lets_nothing_but_the_wiping_be_noted(settled, change):
    with pytest.raises(DatabaseError, match="kun noteres slettet"), transaction.atomic():
        DeviceCopy.objects.update(**change)


def test_the_database_lets_no_wiping_be_taken_back(settled, driver):
    confirm_wiped(settled.pk, 1, by=driver)
    with pytest.raises(DatabaseError, match="kun noteres slettet"), transaction.atomic():
        DeviceCopy.objects.update(wiped_at=None)


def test_a_copy_says_nothing_of_phone_or_citizen(settled):
    """B047."""
    columns = {field.column for field in DeviceCopy._meta.concrete_fields}
    assert columns == {"id", "route_list_id", "user_id", "number", "handed_out_at", "wiped_at"}

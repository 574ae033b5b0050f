"""The demo's staff: they may do their work while the demo is loaded, and can't sign in before it is whole."""

import pytest
from django.contrib.auth import authenticate
from django.test import RequestFactory

from sanktion.demo import citizens, staff
from sanktion.demo.logins import LOGINS, PASSWORD
from sanktion.models import Citizen, ImportBatch, ImportStatus, NegativeEvent, User

pytestmark = pytest.mark.django_db


def who_comes_in() -> set[str]:
    request = RequestFactory().post("/")
    names = [person["username"] for person in LOGINS]
    return {name for name in names if authenticate(request, username=name, password=PASSWORD)}


def test_nobody_comes_in_before_the_demo_is_whole():
    assert not staff.are_doors_open()
    staff.make_staff()
    assert not staff.are_doors_open()
    assert who_comes_in() == set()
    staff.open_doors()
    assert staff.are_doors_open()
    assert who_comes_in() == {person["username"] for person in LOGINS}


def test_again_changes_nobodys_password():
    staff.make_staff()
    staff.open_doors()
    before = set(User.objects.values_list("username", "password"))
    staff.make_staff()
    assert set(User.objects.values_list("username", "password")) == before


@pytest.mark.thorough
def test_the_files_are_loaded_by_one_who_may(django_capture_on_commit_callbacks):
    staff.make_staff()
    with django_capture_on_commit_callbacks(execute=True):
        citizens.import_files(lambda line: None)
    assert {batch.status for batch in ImportBatch.objects.all()} == {ImportStatus.DONE}
    assert (Citizen.objects.count(), NegativeEvent.objects.count()) == (900, 600)

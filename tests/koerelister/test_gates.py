"""B033, B043: what the database refuses to be done to stops and counters, tried by raw SQL as the app's role."""

import pytest
from django.db import IntegrityError, connection, transaction

from koerelister.actions.visits import log_visit
from koerelister.models import Stop, VisitCount
from tests.factories.koerelister import visit

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


def execute(sql, params=()):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


@pytest.fixture
def logged(stop, caseworker):
    log_visit(stop, visit=visit(), by=caseworker)
    return stop


def test_a_stop_that_is_noted_is_not_opened_again(logged):
    """It would be noted and counted once more."""
    with pytest.raises(IntegrityError, match="Stoppet er registreret"):
        execute("UPDATE koerelister_stop SET status = 'open' WHERE id = %s", [logged.pk])


def test_a_stop_stays_about_the_same_case_and_list(logged, stop):
    other = Stop.objects.exclude(pk=stop.pk).first()
    with pytest.raises(IntegrityError, match="Stoppet er registreret"):
        execute("UPDATE koerelister_stop SET case_id = %s WHERE id = %s", [other.case_id, logged.pk])


def test_a_noted_stop_does_not_vanish_from_a_list_that_is_not_destroyed(logged):
    with pytest.raises(IntegrityError, match="Listens destruktion er ikke noteret"):
        execute("DELETE FROM koerelister_stop WHERE id = %s", [logged.pk])


@pytest.mark.parametrize("count", ["count + 2", "count - 1", "count"])
def test_a_counter_grows_by_one_visit_at_a_time(logged, count):
    with pytest.raises(IntegrityError, match="Besøgstal"):
        execute(f"UPDATE koerelister_visitcount SET count = {count}")  # noqa: S608
    assert VisitCount.objects.get().count == 1

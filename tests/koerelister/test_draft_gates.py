"""B043: what the database itself refuses to be done to drafts, tried by raw SQL as the app's role."""

import pytest
from django.db import IntegrityError, connection, transaction

from koerelister.models import RouteList, Stop, VisitOrder
from tests.factories import CitizenFactory
from tests.factories.koerelister import drafts_of, ordered, seeking_case

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


def execute(sql, params=()):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


@pytest.fixture
def draft(caseworker, team, area, crew):
    ordered(seeking_case(caseworker, team=team), area)
    return drafts_of(caseworker, team=team, areas=[area], crews=[crew])[0]


@pytest.mark.parametrize("change", ["status = 'logged'", "status = 'struck', strike_reason = 'other'"])
def test_nothing_of_a_draft_is_noted(draft, change):
    with pytest.raises(IntegrityError, match="Listen er en kladde"):
        execute(f"UPDATE koerelister_stop SET {change} WHERE route_list_id = %s", [draft.pk])  # noqa: S608


def test_a_draft_has_no_printed_copy(draft):
    with pytest.raises(IntegrityError, match="list_draft_is_unprinted"):
        execute("UPDATE koerelister_routelist SET printed_copies = 1 WHERE id = %s", [draft.pk])


def test_a_published_list_is_never_a_draft_again(route_list):
    with pytest.raises(IntegrityError, match="kan ikke blive kladde igen"):
        execute("UPDATE koerelister_routelist SET status = 'draft' WHERE id = %s", [route_list.pk])


def test_a_stop_does_not_leave_a_draft_unless_its_case_waits_again(draft, area):
    stop = draft.stops.get()
    with pytest.raises(IntegrityError, match="hverken registreret eller sat til at vente"):
        execute("DELETE FROM koerelister_stop WHERE id = %s", [stop.pk])
    VisitOrder.objects.create(case=stop.case, area=area)
    execute("DELETE FROM koerelister_stop WHERE id = %s", [stop.pk])
    assert not Stop.objects.exists()


def test_a_draft_with_stops_is_not_deleted(draft):
    with pytest.raises(IntegrityError, match="Kladden har stop"):
        execute("DELETE FROM koerelister_routelist WHERE id = %s", [draft.pk])


def test_an_open_stop_of_a_published_list_is_not_deleted_even_if_its_case_waits(stop, area):
    VisitOrder.objects.create(case=stop.case, area=area)
    with pytest.raises(IntegrityError, match="Stoppet er ikke registreret"):
        execute("DELETE FROM koerelister_stop WHERE id = %s", [stop.pk])


def test_a_stop_is_about_the_citizen_of_its_case(draft):
    with pytest.raises(IntegrityError, match="Stoppets borger er ikke sagens"):
        execute("UPDATE koerelister_stop SET citizen_id = %s", [CitizenFactory().pk])


def test_a_stop_made_without_its_citizen_is_given_it(draft, stop):
    assert draft.stops.get().citizen_id == draft.stops.get().case.citizen_id
    assert Stop.objects.get(pk=stop.pk).citizen_id == stop.case.citizen_id


def test_the_database_refuses_a_citizen_on_two_open_stops(draft, caseworker, team):
    stop = draft.stops.get()
    other = seeking_case(caseworker, team=team, citizen=stop.case.citizen)
    with pytest.raises(IntegrityError, match="citizen_on_one_open_stop"), transaction.atomic():
        Stop.objects.create(route_list=draft, case=other, address=stop.address, position=9)


@pytest.mark.parametrize("column", ["citizen_id", "case_id", "address_id", "ordered_at", "deferred_on"])
def test_no_statistics_are_kept_of_whom_a_stop_is_about(column):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attstattarget FROM pg_attribute WHERE attrelid = 'koerelister_stop'::regclass AND attname = %s",
            [column],
        )
        assert cursor.fetchone() == (0,)


def test_a_list_is_a_draft_unless_told_otherwise():
    assert RouteList().is_draft

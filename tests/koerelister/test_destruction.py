"""B043-B047: the list goes when everything is noted, counted and shredded; a record without citizens stays."""

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import DatabaseError, connection, transaction

from koerelister.actions.lists import CannotDestroy, destroy, print_copy
from koerelister.actions.visits import log_visit, strike
from koerelister.models import DestructionRecord, RouteList, RoutePlan, Stop, StrikeReason, VisitCount
from sanktion.models import Address, Case, Citizen, ContactAttempt, JournalEntry
from tests.factories.koerelister import AreaFactory, route_list_of, visit

pytestmark = pytest.mark.django_db
PERSONAL = (Case, Citizen, Address)


@pytest.fixture
def settled(route_list, caseworker):
    first, *rest = route_list.stops.all()
    strike(first, StrikeReason.UNSAFE, by=caseworker)
    for stop in rest:
        log_visit(stop, visit=visit(), by=caseworker)
    route_list.refresh_from_db()
    return route_list


def personal_fields():
    for model in apps.get_app_config("koerelister").get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if field.related_model in PERSONAL:
                yield model, field


def test_afterwards_no_table_of_the_app_refers_to_any_of_the_cases(settled, caseworker):
    stops = list(settled.stops.with_doors())
    fields = list(personal_fields())
    assert {model.__name__ for model, _ in fields} == {"Stop", "VisitOrder"}
    destroy(settled, copies_shredded=0, by=caseworker)
    for model, field in fields:
        assert not model.objects.filter(**{f"{field.name}__isnull": False}).exists()
    assert not RouteList.objects.exists()
    assert not RoutePlan.objects.exists()
    assert all(JournalEntry.objects.filter(case=stop.case).exists() for stop in stops)
    assert ContactAttempt.objects.count() == VisitCount.objects.get().count == 2


def test_the_record_tells_what_was_destroyed_why_and_by_whom(settled, caseworker, area):
    RouteList.objects.filter(pk=settled.pk).update(printed_copies=1)
    record = destroy(settled, copies_shredded=1, by=caseworker)
    assert (record.number, record.area, record.date) == (settled.number, area, settled.date)
    assert (record.stops, record.visited, record.copies_printed, record.copies_shredded) == (3, 2, 1, 1)
    assert record.legal_ground == "Databeskyttelsesforordningen art. 5, stk. 1, litra c og e"
    assert record.by == caseworker
    assert str(record.by) not in str(record)


def test_the_record_has_no_field_about_a_citizen():
    related = {field.related_model.__name__ for field in DestructionRecord._meta.fields if field.related_model}
    assert related == {"Area", "User"}
    for name in ("citizen", "case", "address", "name", "stop"):
        with pytest.raises(FieldDoesNotExist):
            DestructionRecord._meta.get_field(name)


def test_refused_while_a_stop_is_open_and_says_which(route_list, caseworker):
    log_visit(route_list.stops.get(position=2), visit=visit(), by=caseworker)
    with pytest.raises(CannotDestroy, match="stop 1 og 3 mangler"):
        destroy(route_list, copies_shredded=0, by=caseworker)
    assert route_list.stops.count() == 3


@pytest.mark.parametrize("shredded", [0, 2])
def test_refused_until_every_printed_copy_is_shredded(settled, caseworker, shredded):
    RouteList.objects.filter(pk=settled.pk).update(printed_copies=1)
    with pytest.raises(CannotDestroy, match=f"udskrevet 1 eksemplarer, og {shredded} er makuleret"):
        destroy(settled, copies_shredded=shredded, by=caseworker)
    assert RouteList.objects.exists()
    assert not DestructionRecord.objects.exists()


def test_the_plan_stays_as_long_as_another_of_its_lists_does(caseworker, team, settled):
    other = route_list_of(caseworker, team=team, count=1, area=AreaFactory())
    other.plan, plan = settled.plan, other.plan
    other.save()
    plan.delete()
    destroy(settled, copies_shredded=0, by=caseworker)
    assert RoutePlan.objects.get() == other.plan


def test_a_number_is_not_used_again(settled, caseworker, team, area, crew):
    number = settled.number
    destroy(settled, copies_shredded=0, by=caseworker)
    again = route_list_of(caseworker, team=team, area=area, crew=crew, count=1)
    assert (number[-2:], again.number[-2:]) == ("-1", "-2")


def refused(sql, *params):
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)
    return str(caught.value)


def test_the_database_refuses_to_delete_an_open_stop(stop):
    assert "ikke registreret" in refused("DELETE FROM koerelister_stop WHERE id = %s", stop.pk)
    assert Stop.objects.filter(pk=stop.pk).exists()


def test_the_database_refuses_to_delete_a_list_without_a_record(settled):
    bare = RouteList.objects.create(
        number="X-2026-1123-1",
        plan=settled.plan,
        team=settled.team,
        area=AreaFactory(),
        date=settled.date,
        crew=settled.crew,
        status="open",
    )
    assert "ikke noteret" in refused("DELETE FROM koerelister_routelist WHERE id = %s", bare.pk)


@pytest.mark.parametrize(
    "change", ["UPDATE koerelister_destructionrecord SET stops = 9", "DELETE FROM koerelister_destructionrecord"]
)
def test_the_record_can_be_neither_changed_nor_deleted(settled, caseworker, change):
    destroy(settled, copies_shredded=0, by=caseworker)
    refused(change)
    assert DestructionRecord.objects.get().stops == 3


def test_printing_is_counted_before_destruction(route_list, caseworker):
    print_copy(route_list, by=caseworker)
    for stop in route_list.stops.all():
        log_visit(stop, visit=visit(), by=caseworker)
    with pytest.raises(CannotDestroy):
        destroy(route_list, copies_shredded=0, by=caseworker)
    assert destroy(route_list, copies_shredded=1, by=caseworker).copies_printed == 1

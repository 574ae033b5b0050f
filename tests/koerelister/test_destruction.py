"""B043-B047: the list goes when everything is noted, counted and shredded; a record without citizens stays."""

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import DatabaseError, connection, transaction

from koerelister.actions.destruction import assess_loss
from koerelister.actions.lists import CannotDestroy, destroy, print_copy
from koerelister.actions.visits import log_visit, strike
from koerelister.models import (
    DestructionRecord,
    LossAssessment,
    PaperCopy,
    PaperFate,
    RouteList,
    RouteListStatus,
    RoutePlan,
    SeparateVisit,
    Stop,
    StrikeReason,
    VisitCount,
)
from sanktion.models import Address, Case, Citizen, ContactAttempt, JournalEntry
from tests.factories import UserFactory
from tests.factories.koerelister import AreaFactory, route_list_of, separate_list_of, shredded, visit

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
    assert {model.__name__ for model, _ in fields} == {"SeparateVisit", "Stop", "VisitOrder"}
    destroy(settled, by=caseworker)
    for model, field in fields:
        assert not model.objects.filter(**{f"{field.name}__isnull": False}).exists()
    assert not RouteList.objects.exists()
    assert not RoutePlan.objects.exists()
    assert all(JournalEntry.objects.filter(case=stop.case).exists() for stop in stops)
    assert ContactAttempt.objects.count() == VisitCount.objects.get().count == 2


def test_a_separate_visit_goes_with_its_list(caseworker, team):
    listed = separate_list_of(caseworker, team=team)
    for stop in listed.stops.all():
        log_visit(stop, visit=visit(), by=caseworker)
    assert destroy(listed, by=caseworker).number == listed.number
    assert not SeparateVisit.objects.exists()
    with pytest.raises(CannotDestroy, match=r"^Listen er allerede destrueret\.$"):
        destroy(listed, by=caseworker)


def test_the_record_tells_what_was_destroyed_why_and_by_whom(settled, caseworker, area):
    RouteList.objects.filter(pk=settled.pk).update(printed_copies=1)
    record = destroy(settled, paper=shredded(1, by=caseworker), by=caseworker)
    assert (record.number, record.area, record.date) == (settled.number, area, settled.date)
    assert (record.stops, record.visited, record.copies_printed, record.copies_shredded) == (3, 2, 1, 1)
    assert record.legal_ground == "Databeskyttelsesforordningen art. 5, stk. 1, litra c og e"
    assert record.by == caseworker
    assert str(record.by) not in str(record)


def test_each_copy_has_its_own_fate_and_its_own_witness(settled, caseworker):
    """B045: attested by number by a named employee; a lost one is written down as lost."""
    colleague = UserFactory()
    RouteList.objects.filter(pk=settled.pk).update(printed_copies=2)
    paper = [PaperCopy(2, colleague, PaperFate.LOST), PaperCopy(1, caseworker)]
    record = destroy(settled, paper=paper, by=caseworker)
    assert record.copies == [PaperCopy(1, caseworker), PaperCopy(2, colleague, PaperFate.LOST)]
    assert (record.copies_shredded, record.copies_lost) == (1, 1)
    assert list(DestructionRecord.objects.awaiting_assessment()) == [record]


def test_what_was_decided_of_a_lost_copy_stays(settled, caseworker):
    RouteList.objects.filter(pk=settled.pk).update(printed_copies=1)
    record = destroy(settled, paper=[PaperCopy(1, caseworker, PaperFate.LOST)], by=caseworker)
    manager = UserFactory(role="leder")
    decided = [assess_loss(record, is_reported=yes, by=by) for yes, by in ((True, manager), (False, caseworker))]
    assert decided == [LossAssessment.objects.get()] * 2
    assert [(one.record, one.is_reported, one.by) for one in decided] == [(record, True, manager)] * 2
    assert not DestructionRecord.objects.awaiting_assessment().exists()


def test_the_record_has_no_field_about_a_citizen():
    related = {field.related_model.__name__ for field in DestructionRecord._meta.fields if field.related_model}
    assert related == {"Area", "User"}
    for name in ("citizen", "case", "address", "name", "stop"):
        with pytest.raises(FieldDoesNotExist):
            DestructionRecord._meta.get_field(name)


def test_refused_while_a_stop_is_open_and_says_which(route_list, caseworker):
    log_visit(route_list.stops.get(position=2), visit=visit(), by=caseworker)
    with pytest.raises(CannotDestroy, match="stop 1 og 3 mangler"):
        destroy(route_list, by=caseworker)
    assert route_list.stops.count() == 3


@pytest.mark.parametrize("numbers", [[], [1, 2], [2], [1, 1]])
def test_refused_until_every_printed_copy_is_accounted_for_by_its_number(settled, caseworker, numbers):
    """B045."""
    RouteList.objects.filter(pk=settled.pk).update(printed_copies=1)
    paper = [PaperCopy(number, caseworker) for number in numbers]
    with pytest.raises(CannotDestroy, match=f"udskrevet 1 eksemplarer, og der er gjort rede for {len(numbers)}"):
        destroy(settled, paper=paper, by=caseworker)
    assert RouteList.objects.exists()
    assert not DestructionRecord.objects.exists()


def test_the_plan_stays_as_long_as_another_of_its_lists_does(caseworker, team, settled):
    other = route_list_of(caseworker, team=team, count=1, area=AreaFactory())
    other.plan, plan = settled.plan, other.plan
    other.save()
    plan.delete()
    destroy(settled, by=caseworker)
    assert RoutePlan.objects.get() == other.plan


def test_a_number_is_not_used_again(settled, caseworker, team, area, crew):
    number = settled.number
    destroy(settled, by=caseworker)
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
        status=RouteListStatus.OPEN,
    )
    assert "ikke noteret" in refused("DELETE FROM koerelister_routelist WHERE id = %s", bare.pk)


def forged(route_list, **changes):
    """A record put in past the application."""
    stops = list(route_list.stops.order_by("pk"))
    fields = {
        "number": route_list.number,
        "list_key": route_list.pk,
        "stop_keys": [stop.pk for stop in stops],
        "area": route_list.area,
        "date": route_list.date,
        "stops": len(stops),
        "visited": sum(stop.status == "logged" for stop in stops),
        "copies_printed": 0,
        "copies_shredded": 0,
        "by": UserFactory(),
    }
    with transaction.atomic():
        return DestructionRecord.objects.create(**(fields | changes))


def test_the_database_refuses_a_record_of_a_list_with_open_stops(route_list):
    """B043: with a record its stops could be deleted."""
    with pytest.raises(DatabaseError, match="ikke er registreret"):
        forged(route_list)


@pytest.mark.parametrize("changes", [{"stops": 1, "visited": 1}, {"visited": 3}, {"list_key": 4}, {"stop_keys": [7]}])
def test_the_database_refuses_a_record_that_is_untrue(settled, changes):
    with pytest.raises(DatabaseError, match="passer ikke med listen"):
        forged(settled, **changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"copies_printed": 1},
        {"copies_printed": 1, "copies_shredded": 1, "paper": [{"copy": 1, "fate": "lost", "by": 1}]},
    ],
)
def test_the_database_refuses_a_record_that_hides_paper(settled, changes):
    with pytest.raises(DatabaseError, match="gjort rede for"):
        forged(settled, **changes)


@pytest.mark.parametrize(
    "change", ["UPDATE koerelister_destructionrecord SET stops = 9", "DELETE FROM koerelister_destructionrecord"]
)
def test_the_record_can_be_neither_changed_nor_deleted(settled, caseworker, change):
    destroy(settled, by=caseworker)
    refused(change)
    assert DestructionRecord.objects.get().stops == 3


def test_printing_is_counted_before_destruction(route_list, caseworker):
    print_copy(route_list, by=caseworker)
    for stop in route_list.stops.all():
        log_visit(stop, visit=visit(), by=caseworker)
    with pytest.raises(CannotDestroy):
        destroy(route_list, by=caseworker)
    assert destroy(route_list, paper=shredded(1, by=caseworker), by=caseworker).copies_printed == 1

"""B034: one citizen, one visit, however many cases seek them: noted in each, counted once, never on two lists."""

from datetime import timedelta

import pytest
from django.utils import timezone

from koerelister.actions.orders import take_orders
from koerelister.actions.visits import log_visit, strike
from koerelister.models import Stop, StrikeReason, VisitCount, VisitOrder
from sanktion.models import CaseMaterial, JournalEntry
from tests.factories import TeamFactory
from tests.factories.koerelister import drafts_of, ordered, route_list_of, seeking_case, visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(stop, caseworker, team, area):
    """Another case in which the citizen of the stop is sought."""
    return ordered(seeking_case(caseworker, team=team, citizen=stop.case.citizen), area).case


def test_of_two_cases_one_comes_on_the_list(caseworker, team, area, crew):
    first = ordered(seeking_case(caseworker, team=team), area).case
    ordered(seeking_case(caseworker, team=team, citizen=first.citizen), area)
    (draft,) = drafts_of(caseworker, team=team, areas=[area], crews=[crew])
    assert [stop.case for stop in draft.stops.all()] == [first]
    assert VisitOrder.objects.count() == 1
    assert not VisitOrder.objects.placeable().exists()


def test_the_visit_is_noted_in_both_cases_and_counted_once(stop, other, caseworker):
    log_visit(stop, visit=visit(contact=True), by=caseworker)
    entries = [JournalEntry.objects.filter(case=case).first() for case in (stop.case, other)]
    assert [entry.heading for entry in entries] == ["Hjemmebesøg – kontakt opnået"] * 2
    assert ("Samme besøg", "Noteret i alle de sager, hvor borgeren søges. Besøget tæller én gang.") in entries[1].facts
    assert VisitCount.objects.get().count == 1
    assert not VisitOrder.objects.exists()


def test_the_cases_are_left_with_the_same_material(stop, other, caseworker):
    log_visit(stop, visit=visit(), by=caseworker)
    kinds = [
        sorted(CaseMaterial.objects.filter(case=case).values_list("kind", flat=True)) for case in (stop.case, other)
    ]
    assert kinds[0] == kinds[1]


def test_another_teams_case_goes_on_waiting(stop, caseworker, area):
    elsewhere = seeking_case(caseworker, team=TeamFactory(), citizen=stop.case.citizen)
    type(elsewhere).objects.filter(pk=elsewhere.pk).update(team=TeamFactory())
    ordered(elsewhere, area)
    before = JournalEntry.objects.filter(case=elsewhere).count()
    log_visit(stop, visit=visit(), by=caseworker)
    assert JournalEntry.objects.filter(case=elsewhere).count() == before
    assert VisitOrder.objects.count() == 1


def test_a_stop_that_is_struck_leaves_the_other_case_waiting(stop, other, caseworker):
    strike(stop, StrikeReason.UNSAFE, by=caseworker)
    assert VisitOrder.objects.placeable().get().case == other


def test_one_there_was_no_time_for_is_as_old_as_it_was_and_urgent_the_next_day(stop, caseworker):
    strike(stop, StrikeReason.NOT_REACHED, by=caseworker)
    order = VisitOrder.objects.get(case=stop.case)
    assert (order.created_at, order.deferred_on) == (stop.ordered_at, stop.route_list.date)
    assert not order.is_urgent_on(stop.route_list.date)
    assert order.is_urgent_on(stop.route_list.date + timedelta(days=1))


def test_one_sought_again_while_on_a_list_waits_until_the_list_is_settled(caseworker, team, area):
    stop = route_list_of(caseworker, team=team, count=1, area=area).stops.get()
    ordered(stop.case, area)
    take_orders()
    assert not VisitOrder.objects.placeable().exists()
    log_visit(stop, visit=visit(), by=caseworker)
    assert VisitOrder.objects.placeable().get().case == stop.case
    assert Stop.objects.get().status == "logged"


@pytest.mark.parametrize(("days", "urgent"), [(4, False), (5, True)])
def test_one_that_has_waited_long_is_urgent(caseworker, team, area, settings, days, urgent):
    settings.SANKTION_VISIT_URGENT_DAYS = 5
    order = ordered(seeking_case(caseworker, team=team), area)
    assert order.is_urgent_on(timezone.localdate() + timedelta(days=days)) is urgent


@pytest.mark.parametrize(("occurred", "urgent"), [((2026, 7, 31), True), ((2026, 8, 3), False)])
def test_one_whose_sanction_soon_could_take_no_effect_is_urgent(caseworker, team, area, occurred, urgent):
    """LAS § 35, stk. 3: three whole months. July's end with October; August's with November."""
    order = ordered(seeking_case(caseworker, team=team), area)
    day = timezone.localdate()
    order.created_at = timezone.now()
    order.case.event.occurred_on = day.replace(year=2026, month=10, day=5).replace(month=occurred[1], day=occurred[2])
    assert order.is_urgent_on(day.replace(year=2026, month=10, day=5)) is urgent

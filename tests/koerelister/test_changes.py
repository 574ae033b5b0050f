"""After publication: one more visit without anybody else moving, or an area planned anew when asked for."""

import pytest

from koerelister.actions.changes import CannotReplan, Proposal, add_waiting, propose, replan
from koerelister.actions.drafts import publish, transfer
from koerelister.actions.lists import move, print_copy
from koerelister.actions.visits import log_visit
from koerelister.models import RouteList, RoutePlan, Stop, VisitOrder
from tests.factories import AddressFactory
from tests.factories.koerelister import CrewFactory, drafts_of, ordered, route_list_of, seeking_case, visit

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


def order_at(by, team, area, latitude) -> VisitOrder:
    return ordered(seeking_case(by, team=team, address=AddressFactory(latitude=latitude, longitude=10.38)), area)


def cases(route_list) -> list[int]:
    return list(route_list.stops.values_list("case_id", flat=True))


def test_a_waiting_visit_is_put_where_it_costs_least_and_nobody_else_moves(route_list, caseworker, team, area):
    before = cases(route_list)
    order = order_at(caseworker, team, area, 55.4495)
    assert add_waiting(route_list, [order], by=caseworker) == []
    assert cases(route_list) == [before[0], order.case_id, *before[1:]]
    assert not VisitOrder.objects.exists()


def test_who_there_is_no_room_for_is_told_and_goes_on_waiting(route_list, caseworker, team, area):
    orders = [order_at(caseworker, team, area, 55.40 + number / 100) for number in range(2)]
    RoutePlan.objects.update(max_stops=4)
    assert add_waiting(route_list, orders, by=caseworker) == orders[1:]
    assert VisitOrder.objects.get() == orders[1]
    assert route_list.stops.count() == 4


def test_a_shift_that_is_used_up_takes_no_more(route_list, caseworker, team, area, crew):
    crew.ends_at = crew.starts_at.replace(minute=20)
    crew.save()
    order = order_at(caseworker, team, area, 55.45)
    assert add_waiting(RouteList.objects.get(), [order], by=caseworker) == [order]


def test_a_list_somebody_is_on_their_way_with_is_left_alone(route_list, stop, caseworker, team, area):
    log_visit(stop, visit=visit(), by=caseworker)
    order = order_at(caseworker, team, area, 55.45)
    assert add_waiting(route_list, [order], by=caseworker) == [order]


def test_the_paper_must_be_printed_anew_after_a_change(route_list, caseworker, team, area):
    add_waiting(route_list, [order_at(caseworker, team, area, 55.45)], by=caseworker)
    route_list.refresh_from_db()
    assert not route_list.is_changed_since_print
    RouteList.objects.update(printed_copies=1)
    move(route_list.stops.first(), up=False)
    route_list.refresh_from_db()
    assert route_list.is_changed_since_print
    print_copy(route_list, by=caseworker)
    route_list.refresh_from_db()
    assert not route_list.is_changed_since_print


@pytest.fixture
def crossed(caseworker, team, area, crew):
    """Two published lists, one in the north and one in the south, with one stop each where the other drives."""
    for number in range(6):
        latitude = 55.40 + number / 1000 if number < 3 else 55.50 + number / 1000
        order_at(caseworker, team, area, latitude)
    lists = drafts_of(caseworker, team=team, areas=[area], crews=[crew, CrewFactory()], lists={area.pk: 2}, max_stops=4)
    first, second = lists
    transfer(first.stops.first(), second)
    transfer(second.stops.exclude(case__in=cases(first)).order_by("address__latitude").first(), first)
    publish(lists, by=caseworker)
    return list(RouteList.objects.all())


def test_a_new_plan_says_first_how_many_change_list_and_then_does_just_that(crossed, caseworker, area):
    before = {stop.pk: stop.route_list_id for stop in Stop.objects.all()}
    proposal = propose(crossed[0].plan, area.pk)
    assert {stop.pk: stop.route_list_id for stop in Stop.objects.all()} == before
    assert proposal.total == 6
    replan(crossed[0].plan, area.pk, proposal, by=caseworker)
    after = {stop.pk: stop.route_list_id for stop in Stop.objects.all()}
    assert sum(before[pk] != after[pk] for pk in before) == proposal.moved <= 3
    assert {pk: list(RouteList.objects.get(pk=pk).stops.values_list("pk", flat=True)) for pk in proposal.lists} == (
        proposal.lists
    )


@pytest.mark.parametrize("change", ["printed", "logged"])
def test_a_list_that_is_printed_or_in_use_is_not_planned_anew(crossed, caseworker, area, change):
    proposal = propose(crossed[0].plan, area.pk)
    if change == "printed":
        RouteList.objects.filter(pk=crossed[0].pk).update(printed_copies=1)
    else:
        log_visit(crossed[0].stops.first(), visit=visit(), by=caseworker)
    with pytest.raises(CannotReplan, match="kan ikke lægges om"):
        propose(crossed[0].plan, area.pk)
    with pytest.raises(CannotReplan, match="ændret imens"):
        replan(crossed[0].plan, area.pk, proposal, by=caseworker)


def test_a_proposal_that_leaves_somebody_out_is_refused(crossed, caseworker, area):
    lists = {one.pk: [stop.pk for stop in one.stops.all()] for one in crossed}
    lists[crossed[0].pk].pop()
    with pytest.raises(CannotReplan, match="ændret imens"):
        replan(crossed[0].plan, area.pk, Proposal(lists, 0, 5), by=caseworker)


def test_one_list_alone_is_not_planned_anew(caseworker, team, area):
    made = route_list_of(caseworker, team=team, area=area)
    with pytest.raises(CannotReplan, match="to udgivne lister"):
        propose(made.plan, area.pk)

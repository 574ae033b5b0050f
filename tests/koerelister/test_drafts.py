"""B021, B022: a plan's lists are drafts until they are published; what a planner does to them, and who sees them."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from koerelister.actions.drafts import CannotMove, discard, publish, transfer
from koerelister.actions.lists import print_copy
from koerelister.actions.plans import resume_plans
from koerelister.actions.visits import log_visit
from koerelister.models import RouteList, RouteListStatus, RoutePlan, Stop, StrikeReason, VisitOrder
from sanktion.base.transitions import TransitionNotAllowed
from tests.factories import AddressFactory, UserFactory
from tests.factories.koerelister import AreaFactory, CrewFactory, drafts_of, ordered, seeking_case, visit

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)


def waiting(by, team, area, count):
    for number in range(count):
        address = AddressFactory(latitude=55.40 + number / 500, longitude=10.38)
        ordered(seeking_case(by, team=team, address=address), area)


@pytest.fixture
def drafts(caseworker, team, area, crew):
    """Two lists of one area, with four stops together."""
    waiting(caseworker, team, area, 4)
    return drafts_of(caseworker, team=team, areas=[area], crews=[crew, CrewFactory()], lists={area.pk: 2}, max_stops=3)


def everybody(lists) -> list[int]:
    return sorted(Stop.objects.filter(route_list__in=lists).values_list("case_id", flat=True))


def shape(lists) -> list[list[int]]:
    return [list(one.stops.values_list("case_id", flat=True)) for one in lists]


def test_an_area_gets_as_many_lists_as_asked_each_with_its_crew(drafts, crew):
    assert {one.status for one in drafts} == {RouteListStatus.DRAFT}
    assert sorted(one.stops.count() for one in drafts) in ([1, 3], [2, 2])
    assert len({one.crew for one in drafts}) == 2
    part = drafts[0].plan.parts.get()
    assert part.solver_version
    assert part.iterations > 0
    assert part.travel <= part.clerk_travel


def test_the_same_day_planned_twice_gives_the_same_lists(drafts, caseworker, team, area):
    crews = [one.crew for one in drafts]
    before = shape(drafts)
    assert discard(drafts) == 4
    again = drafts_of(caseworker, team=team, areas=[area], crews=crews, lists={area.pk: 2}, max_stops=3)
    assert shape(again) == before


def test_a_draft_is_seen_by_planners_alone(drafts, crew):
    driver = UserFactory(role="udkørende")
    crew.members.add(driver)
    own = RouteList.objects.filter(crew=crew)
    assert not RouteList.objects.visible_to(driver).exists()
    publish(own, by=driver)
    assert list(RouteList.objects.visible_to(driver)) == list(own)


def test_nothing_of_a_draft_is_printed_or_noted(drafts, caseworker):
    with pytest.raises(RouteList.DoesNotExist):
        print_copy(drafts[0], by=caseworker)
    with pytest.raises(RouteList.DoesNotExist):
        log_visit(drafts[0].stops.first(), visit=visit(), by=caseworker)


def test_published_twice_is_published_once(drafts, caseworker):
    publish(drafts, by=caseworker)
    assert publish(drafts, by=caseworker).total() == 0
    assert {one.status for one in RouteList.objects.all()} == {RouteListStatus.OPEN}


def test_who_moved_since_the_draft_waits_again_where_they_now_live(drafts, caseworker):
    elsewhere = AreaFactory(postcodes=["5210"])
    stop = drafts[0].stops.first()
    citizen = stop.case.citizen
    citizen.address = AddressFactory(postcode="5210")
    citizen.save()
    assert publish(drafts, by=caseworker) == {StrikeReason.MOVED: 1}
    order = VisitOrder.objects.get()
    assert (order.case, order.area, order.created_at) == (stop.case, elsewhere, stop.ordered_at)
    assert [one.position for one in drafts[0].stops.all()] == list(range(1, drafts[0].stops.count() + 1))


@pytest.mark.parametrize("change", ["answered", "protected"])
def test_who_is_not_to_be_sought_any_more_is_taken_off(drafts, caseworker, change):
    stop = drafts[0].stops.first()
    if change == "answered":
        stop.case.receive_answer(by=caseworker)
    else:
        citizen = stop.case.citizen
        citizen.protected_until = timezone.localdate()
        citizen.save()
    gone = publish(drafts, by=caseworker)
    assert gone == {StrikeReason.ANSWERED if change == "answered" else StrikeReason.SHIELDED: 1}
    assert not VisitOrder.objects.ready().exists()
    assert Stop.objects.count() == 3


def test_a_draft_with_nobody_left_is_given_up(caseworker, team, area, crew):
    waiting(caseworker, team, area, 1)
    made = drafts_of(caseworker, team=team, areas=[area], crews=[crew])
    made[0].stops.get().case.receive_answer(by=caseworker)
    publish(made, by=caseworker)
    assert not RouteList.objects.exists()
    assert not RoutePlan.objects.exists()


def test_a_plan_given_up_leaves_everybody_waiting_as_before(drafts, caseworker, area):
    Stop.objects.filter(pk=drafts[0].stops.first().pk).update(deferred_on=DAY)
    before = {stop.case_id: (stop.ordered_at, stop.deferred_on) for stop in Stop.objects.all()}
    assert discard(drafts) == 4
    orders = {order.case_id: (order.created_at, order.deferred_on) for order in VisitOrder.objects.filter(area=area)}
    assert orders == before
    assert not RouteList.objects.exists()
    assert not RoutePlan.objects.exists()


def test_what_is_published_is_not_given_up(drafts, caseworker):
    publish(drafts[:1], by=caseworker)
    discard(drafts)
    assert [one.pk for one in RouteList.objects.all()] == [drafts[0].pk]


def test_drafts_of_a_day_gone_by_are_given_up(caseworker, team, area, crew):
    waiting(caseworker, team, area, 2)
    yesterday = timezone.localdate() - timedelta(days=1)
    drafts_of(caseworker, team=team, areas=[area], crews=[crew], day=yesterday)
    resume_plans()
    assert not RouteList.objects.exists()
    assert VisitOrder.objects.placeable().count() == 2


def test_a_stop_is_moved_to_another_list_and_nobody_else(drafts):
    first, second = drafts
    stop, people = first.stops.first(), everybody(drafts)
    others = shape([second])[0]
    transfer(stop, second)
    stop.refresh_from_db()
    assert stop.route_list == second
    assert [pk for pk in shape([second])[0] if pk != stop.case_id] == others
    assert everybody(drafts) == people
    for one in drafts:
        assert list(one.stops.values_list("position", flat=True)) == list(range(1, one.stops.count() + 1))


def test_a_stop_is_put_before_another(drafts):
    first, second = drafts
    stop, other = first.stops.first(), second.stops.last()
    transfer(stop, second, before=other)
    keys = shape([second])[0]
    assert keys.index(stop.case_id) == keys.index(other.case_id) - 1


def test_a_full_list_takes_no_more_and_says_so(drafts):
    first, second = drafts
    RoutePlan.objects.update(max_stops=second.stops.count())
    before = shape(drafts)
    with pytest.raises(CannotMove, match=f"Stoppet kan ikke nås på liste {second.number}"):
        transfer(first.stops.first(), second)
    assert shape(drafts) == before


def test_nothing_is_moved_to_or_from_a_published_list_or_another_day(drafts, caseworker, team):
    first, second = drafts
    publish([second], by=caseworker)
    with pytest.raises(CannotMove, match="ikke længere en kladde"):
        transfer(first.stops.first(), second)
    with pytest.raises(CannotMove, match="ikke længere en kladde"):
        transfer(second.stops.first(), first)
    area = AreaFactory()
    waiting(caseworker, team, area, 1)
    tomorrow = timezone.localdate() + timedelta(days=1)
    (later,) = drafts_of(caseworker, team=team, areas=[area], day=tomorrow)
    with pytest.raises(CannotMove, match="samme dag"):
        transfer(first.stops.first(), later)


def test_the_last_stop_of_a_draft_takes_the_draft_with_it(caseworker, team, area, crew):
    other = AreaFactory()
    waiting(caseworker, team, area, 1)
    waiting(caseworker, team, other, 1)
    source, target = drafts_of(caseworker, team=team, areas=[area, other], crews=[crew])
    transfer(source.stops.get(), target)
    assert [one.pk for one in RouteList.objects.all()] == [target.pk]
    assert target.stops.count() == 2


@pytest.mark.parametrize("current", RouteListStatus.values)
def test_every_move_of_a_list(caseworker, team, area, crew, current):
    waiting(caseworker, team, area, 1)
    (made,) = drafts_of(caseworker, team=team, areas=[area], crews=[crew])
    for status in RouteListStatus.values[1 : 1 + RouteListStatus.values.index(current)]:
        RouteList.objects.filter(pk=made.pk).update(status=status)
    for wanted, move in (("open", made.publish), ("settled", made.settle)):
        if (current, wanted) in {("draft", "open"), ("open", "settled")}:
            with transaction.atomic():
                move(by=caseworker)
                assert RouteList.objects.get(pk=made.pk).status == wanted
                transaction.set_rollback(True)
        else:
            with pytest.raises(TransitionNotAllowed), transaction.atomic():
                move(by=caseworker)

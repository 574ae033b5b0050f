"""Who sees which list, plan and separate visit: the querysets themselves (safety: access; B045)."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from koerelister.models import DeviceCopy, RouteList, RoutePlan, SeparateVisit, Stop
from sanktion.base.permissions import grant
from sanktion.models import Case, User
from tests.factories import TeamFactory, UserFactory
from tests.factories.core import AddressFactory
from tests.factories.koerelister import (
    CrewFactory,
    drafts_of,
    ordered,
    route_list_of,
    seeking_case,
    separate_approved,
    separate_asked,
    separate_list_of,
)

pytestmark = pytest.mark.django_db


def seen(model, user) -> set:
    return set(model.objects.visible_to(User.objects.with_scope().get(pk=user.pk)))


@pytest.fixture
def route_list(caseworker, team):
    return route_list_of(caseworker, team=team)


def driver(*, crew=None, teams=()):
    user = UserFactory(role="udkørende", teams=teams)
    if crew:
        crew.members.add(user)
    return user


def move(route_list, **days):
    RouteList.objects.filter(pk=route_list.pk).update(date=timezone.localdate() + timedelta(**days))


def test_a_planner_sees_the_own_teams_lists_stops_and_plans(route_list, caseworker):
    planner = caseworker
    assert planner.has_perm("koerelister.plan_routes")
    assert seen(RouteList, planner) == {route_list}
    assert seen(Stop, planner) == set(route_list.stops.all())
    assert seen(RoutePlan, planner) == {route_list.plan}
    stranger = UserFactory(role="sagsbehandler", teams=[TeamFactory()])
    assert [seen(model, stranger) for model in (RouteList, Stop, RoutePlan)] == [set(), set(), set()]


def test_who_drives_sees_the_crews_lists_from_their_day(route_list, team):
    of_crew, of_team = driver(crew=route_list.crew), driver(crew=CrewFactory(), teams=[team])
    move(route_list, days=0)
    assert seen(RouteList, of_crew) == {route_list}
    assert seen(Stop, of_crew) == set(route_list.stops.all())
    assert seen(RouteList, of_team) == set()
    assert seen(RoutePlan, of_crew) == seen(RoutePlan, of_team) == set()
    move(route_list, days=-1)
    assert seen(RouteList, of_crew) == {route_list}
    move(route_list, days=1)
    assert seen(RouteList, of_crew) == set()


def test_who_both_plans_and_drives_sees_the_teams_lists_and_the_crews(route_list, caseworker):
    elsewhere = TeamFactory()
    driven = route_list_of(UserFactory(role="sagsbehandler", teams=[elsewhere]), team=elsewhere)
    caseworker.groups.add(Group.objects.get(name="udkørende"))
    assert seen(RouteList, caseworker) == {route_list}
    driven.crew.members.add(caseworker)
    assert seen(RouteList, caseworker) == {route_list, driven}
    assert seen(Stop, caseworker) == {*route_list.stops.all(), *driven.stops.all()}


def test_a_draft_is_for_planners_alone(caseworker, team, area):
    crew = CrewFactory()
    ordered(seeking_case(caseworker, team=team, address=AddressFactory(latitude=55.4, longitude=10.38)), area)
    draft = drafts_of(caseworker, team=team, areas=[area], crews=[crew])[0]
    move(draft, days=0)
    assert seen(RouteList, caseworker) == {draft}
    assert seen(RouteList, driver(crew=crew)) == set()


def test_a_role_with_neither_right_sees_no_list(route_list, team):
    move(route_list, days=-1)
    idle = UserFactory(role="direktoratet", teams=[team])
    route_list.crew.members.add(idle)
    assert [seen(model, idle) for model in (RouteList, Stop, RoutePlan)] == [set(), set(), set()]


def test_a_separate_list_is_for_who_asked_and_who_approved_until_its_day_is_over(caseworker, team):
    listed = separate_list_of(caseworker, team=team)
    approver, colleague = listed.separate.answered_by, UserFactory(role="sagsbehandler", teams=[team])
    move(listed, days=0)
    assert seen(RouteList, caseworker) == {listed}
    assert seen(RouteList, colleague) == set()
    approver.groups.add(caseworker.groups.get())
    assert seen(RouteList, approver) == {listed}
    move(listed, days=-1)
    assert seen(RouteList, colleague) == {listed}


def test_a_separate_visit_is_seen_where_its_case_is_or_by_who_approves_in_the_team(caseworker, team):
    asked = separate_asked(caseworker, team=team)
    approver, elsewhere = UserFactory(role="leder", teams=[team]), UserFactory(role="leder", teams=[TeamFactory()])
    assert approver.has_perm("koerelister.approve_protected_visit")
    assert not approver.has_perm("sanktion.view_case")
    assert seen(SeparateVisit, caseworker) == seen(SeparateVisit, approver) == {asked}
    assert seen(SeparateVisit, elsewhere) == seen(SeparateVisit, driver(teams=[team])) == set()
    assert list(SeparateVisit.objects.waiting_for(approver)) == [asked]
    assert list(SeparateVisit.objects.waiting_for(caseworker)) == []
    Case.objects.filter(pk=asked.case_id).update(is_restricted=True)
    assert seen(SeparateVisit, caseworker) == seen(SeparateVisit, approver) == set()
    # Who plans too keeps what a grant by name opens.
    approver.groups.add(Group.objects.get(name="sagsbehandler"))
    assert seen(SeparateVisit, approver) == set()
    grant(approver, "view_case", asked.case)
    assert seen(SeparateVisit, approver) == {asked}


def test_what_is_answered_waits_for_nobody(caseworker, team):
    approver = UserFactory(role="leder", teams=[team])
    approved = separate_approved(caseworker, team=team, approver=approver)
    assert seen(SeparateVisit, approver) == {approved}
    assert list(SeparateVisit.objects.waiting_for(approver)) == []


def test_what_is_on_a_phone_is_seen_by_its_holder_alone(route_list, caseworker):
    mine = DeviceCopy.objects.create(route_list=route_list, user=caseworker, number=1)
    assert seen(DeviceCopy, caseworker) == {mine}
    assert seen(DeviceCopy, UserFactory(role="sagsbehandler", teams=[route_list.team])) == set()

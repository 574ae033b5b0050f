"""Who sees which case, citizen, event and request to sign: the rule itself, every way round (safety: access)."""

import pytest
from django.contrib.auth.models import Group, Permission

from sanktion.base.permissions import grant
from sanktion.models import Case, Citizen, CountersignRequest, JournalEntry, NegativeEvent, User
from sanktion.models.case import case_scope
from tests.factories import CaseFactory, CitizenFactory, TeamFactory, UserFactory
from tests.factories.countersign import countersign_asked
from tests.factories.gates import heard

pytestmark = pytest.mark.django_db


def seen(model, user) -> set:
    return set(model.objects.visible_to(User.objects.with_scope().get(pk=user.pk)))


@pytest.fixture
def other(caseworker):
    """A case of another team; its citizen has nothing to do with the caseworker."""
    team = TeamFactory()
    return CaseFactory(event__citizen=CitizenFactory(team=team), by=UserFactory(role="sagsbehandler", teams=[team]))


def test_a_worker_sees_the_own_teams_and_nothing_else(case, caseworker, other):
    assert seen(Case, caseworker) == {case}
    assert seen(Citizen, caseworker) == {case.citizen}
    assert seen(NegativeEvent, caseworker) == {case.event}
    assert {entry.case for entry in seen(JournalEntry, caseworker)} == {case}


def test_a_grant_adds_that_case_and_takes_nothing_away(case, caseworker, other):
    grant(caseworker, "view_case", other)
    assert seen(Case, caseworker) == {case, other}
    assert seen(Citizen, caseworker) == {case.citizen, other.citizen}
    assert {entry.case for entry in seen(JournalEntry, caseworker)} == {case, other}


def test_a_citizen_with_two_granted_cases_is_one_row(caseworker, other):
    second = CaseFactory(event__citizen=other.citizen, by=UserFactory(role="sagsbehandler", teams=[other.team]))
    for case in (other, second):
        grant(caseworker, "view_case", case)
    fresh = User.objects.with_scope().get(pk=caseworker.pk)
    assert list(Citizen.objects.visible_to(fresh)) == [other.citizen]


def test_a_grant_opens_to_one_without_the_right_too(case, team, other):
    manager = UserFactory(role="administrator", teams=[team])
    assert (seen(Case, manager), seen(Citizen, manager)) == (set(), set())
    second = CaseFactory(event__citizen=other.citizen, by=UserFactory(role="sagsbehandler", teams=[other.team]))
    for granted in (other, second):
        grant(manager, "view_case", granted)
    assert (seen(Case, manager), seen(Citizen, manager)) == ({other, second}, {other.citizen})
    fresh = User.objects.with_scope().get(pk=manager.pk)
    assert list(Citizen.objects.visible_to(fresh)) == [other.citizen]


@pytest.mark.parametrize(("role", "sees"), [("sagsbehandler", True), ("administrator", False)])
def test_who_has_no_grant_has_no_row_told_apart_from_others(case, team, role, sees):
    """All that a DISTINCT would do there is to sort every citizen of the teams."""
    citizens = Citizen.objects.visible_to(User.objects.with_scope().get(pk=UserFactory(role=role, teams=[team]).pk))
    assert not citizens.query.distinct
    assert set(citizens) == ({case.citizen} if sees else set())


def test_a_restricted_case_is_for_the_named_alone(case, caseworker):
    Case.objects.filter(pk=case.pk).update(is_restricted=True)
    assert seen(Case, caseworker) == set()
    assert seen(JournalEntry, caseworker) == set()
    grant(caseworker, "view_case", case)
    assert seen(Case, caseworker) == {case}


def test_the_rule_is_the_same_by_whatever_way_it_is_asked(case, caseworker):
    fresh = User.objects.with_scope().get(pk=caseworker.pk)
    assert list(JournalEntry.objects.filter(case_scope(fresh, "case__"))) == list(case.journal.all())
    assert Citizen.objects.filter(case_scope(fresh, "cases__")).get() == case.citizen


def test_a_grant_does_not_give_the_citizens_other_events(caseworker, other):
    grant(caseworker, "view_case", other)
    fresh = User.objects.with_scope().get(pk=caseworker.pk)
    assert other.event in NegativeEvent.objects.visible_to(fresh)
    assert other.event not in NegativeEvent.objects.for_teams_of(fresh)
    own = CaseFactory(event__citizen=CitizenFactory(team=caseworker.teams.get()), by=caseworker).event
    assert list(NegativeEvent.objects.for_teams_of(fresh)) == [own]


def test_who_signs_sees_the_own_teams_requests_but_no_restricted_one(case, caseworker, other):
    stranger = UserFactory(role="medunderskriver", teams=[TeamFactory()])
    # No role has the one right without the other; a municipality's own may.
    signer = UserFactory(teams=[case.team])
    signer.groups.add(Group.objects.create(name="kun underskrift"))
    signer.groups.get().permissions.add(Permission.objects.get(codename="countersign_decision"))
    asked = countersign_asked(heard(case, caseworker), caseworker)
    assert not signer.has_perm("sanktion.view_case")
    assert seen(CountersignRequest, signer) == {asked} == seen(CountersignRequest, caseworker)
    assert seen(CountersignRequest, stranger) == set()
    assert list(CountersignRequest.objects.to_sign(signer)) == [asked]
    assert list(CountersignRequest.objects.to_sign(caseworker)) == []
    owner = other.owner
    elsewhere = countersign_asked(heard(other, owner), owner)
    assert seen(CountersignRequest, signer) == {asked}
    grant(signer, "view_case", other)
    assert seen(CountersignRequest, signer) == {asked, elsewhere}
    Case.objects.filter(pk=case.pk).update(is_restricted=True)
    assert seen(CountersignRequest, signer) == {elsewhere}
    assert seen(CountersignRequest, caseworker) == set()

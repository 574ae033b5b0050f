"""What every page of a case or a citizen begins with: the right, the scope, the look in the log (safety: access)."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import ResolverMatch
from django.views import View

from sanktion.models import AccessKind, AccessLog, Benefit, Case, User
from sanktion.views.base import CaseMixin, CitizenMixin, refuse_other_than_case_number
from tests.factories import CaseFactory, TeamFactory, UserFactory

pytestmark = pytest.mark.django_db


class CasePage(CaseMixin, View):
    def get(self, request, number):
        return HttpResponse(f"{self.case.number} {number}")

    post = get


class PrintedCase(CasePage):
    access_kind = AccessKind.PRINT
    access_page = "printed"


class AskingCase(CasePage):
    def asked_first(self, *citizens):
        return HttpResponse(f"who? {[citizen.pk for citizen in citizens]}")


class CitizenPage(CitizenMixin, View):
    def get(self, request, pk):
        return HttpResponse(f"{self.citizen.pk} {pk}")


def ask(rf, view, user, method="get", **kwargs):
    request = getattr(rf, method)("/")
    request.user = User.objects.with_scope().get(pk=user.pk)
    request.resolver_match = ResolverMatch(view, (), kwargs, url_name="a_page")
    return view.as_view()(request, **kwargs)


def looks() -> list[tuple]:
    return list(AccessLog.objects.order_by("pk").values_list("user", "kind", "page", "citizen", "case"))


def test_the_team_is_let_in_and_the_look_is_noted(rf, case, caseworker):
    assert ask(rf, CasePage, caseworker, number=case.number).content.decode() == f"{case.number} {case.number}"
    assert looks() == [(caseworker.pk, AccessKind.READ, "a_page", case.citizen_id, case.pk)]


@pytest.mark.parametrize("number", [0, 1])
def test_of_all_that_the_team_may_see_it_is_the_one_in_the_address(rf, caseworker, team, number):
    cases = [CaseFactory(event__citizen__team=team, by=caseworker) for _ in range(2)]
    asked = cases[number]
    assert ask(rf, CasePage, caseworker, number=asked.number).content.decode().startswith(asked.number)
    shown = ask(rf, CitizenPage, caseworker, pk=asked.citizen_id).content.decode()
    assert shown == f"{asked.citizen_id} {asked.citizen_id}"


def test_what_is_asked_first_is_asked_of_the_cases_citizen_and_is_no_look(rf, case, caseworker):
    answer = ask(rf, AskingCase, caseworker, number=case.number)
    assert answer.content.decode() == f"who? [{case.citizen_id}]"
    assert looks() == []


def test_what_is_written_or_taken_out_is_noted_as_that(rf, case, caseworker):
    ask(rf, CasePage, caseworker, "post", number=case.number)
    ask(rf, PrintedCase, caseworker, number=case.number)
    noted = [(kind, page) for _, kind, page, _, _ in looks()]
    assert noted == [(AccessKind.WRITE, "a_page"), (AccessKind.PRINT, "printed")]


def test_a_citizens_page_is_let_in_and_noted_without_a_case(rf, citizen, caseworker):
    assert ask(rf, CitizenPage, caseworker, pk=citizen.pk).content.decode() == f"{citizen.pk} {citizen.pk}"
    assert looks() == [(caseworker.pk, AccessKind.READ, "a_page", citizen.pk, None)]


@pytest.mark.parametrize("of", ["case", "citizen"])
def test_another_team_and_what_is_not_there_are_the_same_answer(rf, case, of):
    outsider = UserFactory(role="sagsbehandler", teams=[TeamFactory()])
    there = {"case": (CasePage, {"number": case.number}), "citizen": (CitizenPage, {"pk": case.citizen_id})}
    gone = {"case": (CasePage, {"number": "2020-0000001"}), "citizen": (CitizenPage, {"pk": 0})}
    for view, kwargs in (there[of], gone[of]):
        with pytest.raises(Http404):
            ask(rf, view, outsider, **kwargs)
    assert looks() == []


@pytest.mark.parametrize("view", [CasePage, CitizenPage])
def test_without_the_right_the_page_is_refused_before_anything_is_looked_up(rf, case, team, view):
    idle = UserFactory(role="administrator", teams=[team])
    kwargs = {"number": "'"} if view is CasePage else {"pk": case.citizen_id}
    with pytest.raises(PermissionDenied):
        ask(rf, view, idle, **kwargs)
    assert looks() == []


def test_a_case_kept_to_the_named_is_not_there_for_its_team(rf, case, caseworker):
    Case.objects.filter(pk=case.pk).update(is_restricted=True)
    with pytest.raises(Http404):
        ask(rf, CasePage, caseworker, number=case.number)


@pytest.mark.parametrize("text", ["", "2026", "2026-1\x00", "x2026-0000001", "'"])
def test_what_is_no_case_number_is_not_asked_of_the_database(text, django_assert_num_queries):
    with django_assert_num_queries(0), pytest.raises(Http404):
        refuse_other_than_case_number(text)


def opened(rf, view, user, **kwargs):
    """The view itself when its page has been asked for, with what it holds at hand."""
    page = view()
    page.setup(rf.get("/"), **kwargs)
    page.request.user = User.objects.with_scope().get(pk=user.pk)
    page.request.resolver_match = ResolverMatch(view, (), {}, url_name="a_page")
    page.dispatch(page.request, **kwargs)
    return page


def test_a_page_brings_no_more_queries_than_the_row_and_the_look(rf, case, caseworker, django_assert_num_queries):
    citizen = case.citizen
    citizen.benefit = Benefit.objects.first()
    citizen.save()
    shown = opened(rf, CasePage, caseworker, number=case.number).case
    alone = opened(rf, CitizenPage, caseworker, pk=citizen.pk).citizen
    of_case = (citizen, case.event, caseworker, case.team)
    around = (citizen.team, citizen.address, citizen.benefit)
    with django_assert_num_queries(0):
        assert (shown.citizen, shown.event, shown.owner, shown.team) == of_case
        for one in (shown.citizen, alone):
            assert (one.team, one.address, one.benefit) == around
    assert None not in around

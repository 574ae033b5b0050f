"""The exceptions to the team rule: one case opened to a colleague, or closed to all but the named."""

import pytest
from django.test import Client

from sanktion.models import Case, JournalEntry, User
from tests.factories import TeamFactory, UserFactory

pytestmark = pytest.mark.django_db


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def status(user, case) -> int:
    return signed_in(user).get(f"/sager/{case.number}/").status_code


@pytest.fixture
def outsider():
    return UserFactory(role="sagsbehandler", teams=[TeamFactory()])


@pytest.fixture
def page(case, caseworker):
    client = signed_in(caseworker)
    return lambda path="", **data: client.post(f"/sager/{case.number}/adgang/{path}", data, follow=True)


def test_a_colleague_of_another_team_is_let_into_one_case_and_out_again(page, case, outsider):
    assert status(outsider, case) == 404
    page(person=outsider.pk)
    assert status(outsider, case) == 200
    page(f"{outsider.pk}/fjern/")
    assert status(outsider, case) == 404


def test_each_change_is_told_in_the_journal(page, case, outsider):
    page(person=outsider.pk)
    page(f"{outsider.pk}/fjern/")
    headings = [entry.heading for entry in JournalEntry.objects.filter(case=case)]
    assert headings[:2] == [f"{outsider} har ikke længere adgang til sagen", f"{outsider} har fået adgang til sagen"]


def test_a_case_closed_to_the_team_stays_open_to_the_one_who_closed_it(page, case, caseworker, team):
    colleague = UserFactory(role="sagsbehandler", teams=[team])
    page("luk/")
    assert (status(caseworker, case), status(colleague, case)) == (200, 404)
    page("aabn/")
    assert status(colleague, case) == 200


def test_the_last_named_person_of_a_closed_case_cannot_be_taken_away(page, case, caseworker):
    page("luk/")
    answer = page(f"{caseworker.pk}/fjern/")
    assert "den sidste" in answer.content.decode()
    assert status(caseworker, case) == 200


@pytest.mark.parametrize("role", ["udkørende", "leder", "administrator"])
def test_a_role_that_reads_no_cases_cannot_be_let_in(page, case, role):
    person = UserFactory(role=role)
    assert page(person=person.pk).status_code == 422
    assert not Case.objects.get(pk=case.pk).named_people().exists()


def test_the_supervisor_reads_but_gives_nobody_access(case, team, outsider):
    client = signed_in(UserFactory(role="tilsynsansvarlig", teams=[team]))
    assert client.post(f"/sager/{case.number}/adgang/", {"person": outsider.pk}).status_code == 403
    assert not User.objects.with_scope().get(pk=outsider.pk).granted_case_ids

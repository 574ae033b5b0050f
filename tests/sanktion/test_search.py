"""Searching: by CPR number, case number and name, always by POST."""

import pytest
from django.urls import reverse

from sanktion.models import AccessLog
from sanktion.views.search import MOST

from ..factories import CaseFactory, CitizenFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def search(client, caseworker):
    client.force_login(caseworker)
    return lambda text: client.post(reverse("search"), {"q": text})


def found(response) -> list[str]:
    return [citizen.name for citizen in response.context["citizens"]]


@pytest.mark.parametrize("form", ["{0}{1}", "{0}-{1}", " {0} {1} "])
def test_cpr_number_with_and_without_hyphen(search, citizen, form):
    assert found(search(form.format(citizen.cpr[:6], citizen.cpr[6:]))) == [citizen.name]


def test_cpr_number_that_cannot_be_one_is_explained(search):
    assert "ti cifre. Ret nummeret" in search("010190123").content.decode()
    assert "gyldig dato" in search("3213901234").content.decode()


def test_case_number_opens_the_case(search, case):
    assert search(case.number).headers["Location"] == reverse("case", args=[case.number])


def test_other_teams_case_number_and_cpr_number_find_nothing(search):
    other = CaseFactory()
    for text in (other.number, other.citizen.cpr, other.citizen.name):
        response = search(text)
        assert response.status_code == 200
        assert found(response) == []
        assert "Ingen borger eller sag passer" in response.content.decode()


def test_names_are_found_however_they_are_typed_in_danish_order(search, team):
    for first, last in [("Åse", "Ærø"), ("Zeynep", "Aagaard"), ("Zeynep", "Østergaard"), ("Zeynep", "Zøllner")]:
        CitizenFactory(team=team, first_name=first, last_name=last)
    assert found(search("zey")) == ["Zeynep Zøllner", "Zeynep Østergaard", "Zeynep Aagaard"]
    assert found(search("ærø aase")) == ["Åse Ærø"]


def test_no_more_than_one_screen_and_says_so(search, team):
    for _ in range(MOST + 1):
        CitizenFactory(team=team, first_name="Ida")
    response = search("ida")
    assert len(found(response)) == MOST
    assert f"de første {MOST}" in response.content.decode()
    assert AccessLog.objects.filter(kind="search").count() == MOST


def test_what_is_searched_for_is_in_no_address(search, client, citizen):
    assert "Søg efter borger" in client.get(reverse("search"), {"q": citizen.name}).content.decode()
    assert citizen.name not in client.get(reverse("search"), {"q": citizen.name}).content.decode()


def test_citizens_found_are_in_the_access_log_with_their_cases_shown(search, case, caseworker):
    text = search(case.citizen.name).content.decode()
    assert reverse("case", args=[case.number]) in text
    assert AccessLog.objects.get(user=caseworker, kind="search").citizen == case.citizen


def test_protected_address_is_not_in_the_result(search, team):
    protected = CitizenFactory(team=team, protected=True)
    text = search(protected.cpr).content.decode()
    assert protected.name in text
    assert protected.address.street not in text


@pytest.mark.parametrize("text", ["", "   ", "%", "'; --", "x" * 5000, "\x00", "2026-9999999"])
def test_odd_texts_give_a_page(search, text):
    assert search(text).status_code == 200


@pytest.mark.parametrize("count", [1, 20])
def test_query_count_does_not_follow_the_number_found(search, team, count, django_assert_max_num_queries):
    for _ in range(count):
        CitizenFactory(team=team, first_name="Ida")
    with django_assert_max_num_queries(9):
        assert len(found(search("ida"))) == count

"""V036, V037: the register of sanctions."""

from datetime import date

import pytest

from sanktion.models import AccessLog, Case, Decision, Outcome

from ..factories import CitizenFactory, TeamFactory, UserFactory
from ..factories.decisions import sanction_of, sanctions

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

URL = "/sanktionsregister/"


@pytest.fixture
def visitor(client, caseworker):
    client.force_login(caseworker)
    return client


def page(client, **query) -> str:
    return client.get(URL, query).content.decode()


def listed(client, **query) -> list[Decision]:
    return client.get(URL, query).context["decisions"]


def test_a_row_says_why_and_which(visitor, citizen, caseworker):
    """V037."""
    decision = sanction_of(citizen, caseworker, outcome=Outcome.REDUCTION)
    text = page(visitor)
    for part in (citizen.name, citizen.masked_cpr, "Udeblevet fra jobsamtale i kommunen", "Nedsættelse"):
        assert part in text
    assert str(decision.legal_basis) in text
    assert decision.case.number in text
    assert citizen.formatted_cpr not in text


def test_what_was_no_sanction_is_not_in_it(visitor, citizen, caseworker):
    decision = sanction_of(citizen, caseworker, outcome=Outcome.NO_SANCTION)
    assert decision.case.number not in page(visitor)


def test_other_teams_and_restricted_cases_are_not_in_it(visitor, team, caseworker):
    other = UserFactory(role="sagsbehandler", teams=[TeamFactory()])
    sanction_of(CitizenFactory(team=TeamFactory()), other)
    closed = sanction_of(CitizenFactory(team=team), caseworker)
    Case.objects.filter(pk=closed.case_id).update(is_restricted=True)
    own = sanction_of(CitizenFactory(team=team), caseworker)
    assert listed(visitor) == [own]


@pytest.mark.parametrize(("role", "status"), [("tilsynsansvarlig", 200), ("leder", 403), ("udkørende", 403)])
def test_who_may_see_it(client, team, role, status):
    client.force_login(UserFactory(role=role, teams=[team]))
    assert client.get(URL).status_code == status


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"fra": "10-03-2026"}, True),
        ({"fra": "11-03-2026"}, False),
        ({"til": "10-03-2026"}, True),
        ({"til": "09-03-2026"}, False),
        ({"fra": "10-03-2026", "til": "10-03-2026"}, True),
        ({"sanktion": "deduction"}, True),
        ({"sanktion": "strict"}, False),
        ({"haendelse": "3"}, True),
        ({"haendelse": "9"}, False),
    ],
)
def test_filters(visitor, citizen, caseworker, query, found):
    """The period is that of the decision, both days in it."""
    sanction_of(citizen, caseworker, event_on=date(2026, 3, 2), on=date(2026, 3, 10))
    assert len(listed(visitor, **query)) == found


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"fra": "i går"}, "dd-mm-åååå"),
        ({"fra": "02-03-2026", "til": "01-03-2026"}, "slutter, før den begynder"),
        ({"haendelse": "hjemmebesoeg"}, "gyldig valgmulighed"),
    ],
)
def test_question_that_makes_no_sense_lists_nothing_and_says_why(visitor, citizen, caseworker, query, message):
    sanction_of(citizen, caseworker)
    assert listed(visitor, **query) == []
    assert message in page(visitor, **query)


def test_no_filter_can_tell_of_a_visit(visitor):
    """B048."""
    assert set(visitor.get(URL).context["form"].fields) == {"fra", "til", "haendelse", "sanktion"}


def test_each_row_shown_is_logged(visitor, team, caseworker):
    made = sanctions(team, caseworker, 2)
    page(visitor)
    logged = AccessLog.objects.filter(page="register", kind="list").values_list("citizen", flat=True)
    assert set(logged) == {decision.case.citizen_id for decision in made}


def test_paging_by_key_newest_first_and_few_queries(
    visitor, team, caseworker, django_assert_max_num_queries, monkeypatch
):
    monkeypatch.setattr("sanktion.views.paging.PAGE_SIZE", 2)
    made = sanctions(team, caseworker, 5)[::-1]
    with django_assert_max_num_queries(15):
        first = visitor.get(URL)
    assert first.context["decisions"] == made[:2]
    second = visitor.get(URL + first.context["page"].next_url)
    assert second.context["decisions"] == made[2:4]
    assert visitor.get(URL + second.context["page"].previous_url).context["decisions"] == made[:2]
    last = visitor.get(URL + second.context["page"].next_url)
    assert last.context["decisions"] == made[4:]
    assert last.context["page"].next_url is None


def test_user_of_no_team_sees_an_empty_register(client, citizen, caseworker):
    sanction_of(citizen, caseworker)
    client.force_login(UserFactory(role="sagsbehandler"))
    assert "Ingen sanktioner" in page(client)

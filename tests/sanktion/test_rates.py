"""Kroner a day: dated rows with a source, none invented, shown where the decision is written."""

from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse

from sanktion.actions.assessment import assess
from sanktion.base.acting import acting
from sanktion.models import Role, SanctionRate
from sanktion.models.rates import rates_on

from ..factories import CaseFactory, UserFactory
from ..factories.parthoering import WEIGHED, case_ready

pytestmark = pytest.mark.django_db

NEW = {
    "valid_from": "01-01-2026",
    "valid_to": "31-12-2026",
    "benefit_from": "0",
    "benefit_to": "6.000,50",
    "per_day": "212",
    "source": "Bekendtgørelse af 1. december 2025",
}


@pytest.fixture
def administrator(client):
    user = UserFactory(role=Role.ADMINISTRATOR)
    client.force_login(user)
    return user


def decide_page(client, citizen, by, day: date) -> str:
    case = CaseFactory(event__citizen=citizen, event__occurred_on=day, by=by)
    case_ready(case, by)
    assess(case, **WEIGHED, by=by)
    client.force_login(by)
    return client.get(reverse("decide", args=[case.number])).content.decode()


def test_the_four_rates_of_2021_are_known_and_no_others():
    """Domain § 1: the only year whose four rates have a source."""
    found = [(rate.per_day, rate.benefit_from, rate.benefit_to) for rate in rates_on(date(2021, 7, 1))]
    assert [int(per_day) for per_day, *_ in found] == [200, 400, 600, 700]
    assert str(found[0][2]) == "5632.99"
    assert found[-1][2] is None
    assert SanctionRate.objects.count() == 4
    assert rates_on(date(2020, 12, 31)) == rates_on(date(2022, 1, 1)) == []


def test_every_benefit_has_one_rate_and_only_one():
    for benefit, expected in ((0, 200), (5632.99, 200), (5633, 400), (9935, 400), (9935.01, 600), (13519.01, 700)):
        rates = [
            rate.per_day
            for rate in rates_on(date(2021, 1, 1))
            if rate.benefit_from <= benefit and (rate.benefit_to is None or benefit <= float(rate.benefit_to))
        ]
        assert rates == [expected]


def test_the_decision_page_says_that_the_rate_is_not_known(client, citizen, caseworker):
    text = decide_page(client, citizen, caseworker, date(2026, 5, 4))
    assert "Satsen for 2026 er ikke registreret" in text
    assert "om dagen" not in text


def test_the_decision_page_shows_the_rates_of_the_events_day(client, citizen, caseworker):
    """V004."""
    text = decide_page(client, citizen, caseworker, date(2021, 5, 4))
    assert "400 kr. om dagen" in text
    assert "5.633 kr. – 9.935 kr. om måneden" in text
    assert "er ikke registreret" not in text


def test_an_administrator_adds_a_rate_and_its_history_says_who(client, administrator):
    assert client.post(reverse("rate_new"), NEW).url == reverse("rates")
    rate = SanctionRate.objects.get(valid_from=date(2026, 1, 1))
    assert (str(rate.benefit_to), int(rate.per_day)) == ("6000.50", 212)
    assert rate.history.get().history_user == administrator
    text = client.get(reverse("rates")).content.decode()
    assert "6.000,50 kr." in text
    assert "er ikke registreret" not in text


def test_a_wrong_rate_is_put_right(client, administrator):
    client.post(reverse("rate_new"), NEW)
    rate = SanctionRate.objects.get(valid_from=date(2026, 1, 1))
    url = reverse("rate_edit", args=[rate.pk])
    assert 'value="6.000,50"' in client.get(url).content.decode()
    assert client.post(url, NEW | {"per_day": "221"}).status_code == 302
    assert [int(row.per_day) for row in rate.history.order_by("history_id")] == [212, 221]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"valid_from": "01-06-2021", "valid_to": "01-06-2022"}, "allerede en sats"),
        ({"source": ""}, "Udfyld feltet."),
        ({"valid_to": ""}, "Udfyld feltet."),
        ({"per_day": "0"}, "større end 0"),
        ({"benefit_from": "7000"}, "højere end den nederste"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(client, administrator, changes, message):
    response = client.post(reverse("rate_new"), NEW | changes)
    assert response.status_code == 422
    assert message in response.content.decode()
    assert SanctionRate.objects.count() == 4


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.MANAGER, Role.SUPERVISION, Role.FIELD])
@pytest.mark.parametrize("name", ["rates", "rate_new"])
def test_only_administrators_have_the_pages(client, role, name):
    client.force_login(UserFactory(role=role))
    assert client.get(reverse(name)).status_code == 403


def test_until_this_years_rate_is_there_the_page_says_so(client, administrator):
    assert "er ikke registreret" in client.get(reverse("rates")).content.decode()


def execute(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ("'2021-03-01', '2021-04-01', 'x', 6000, 6001, 1", "rate_one_a_day"),
        ("'2030-03-01', '2030-04-01', '', 0, NULL, 1", "rate_has_a_source"),
        ("'2030-03-01', '2030-02-01', 'x', 0, NULL, 1", r"valid_period|range"),
    ],
)
def test_the_database_refuses_two_rates_for_one_day_and_one_without_source(values, rule):
    columns = "valid_from, valid_to, source, benefit_from, benefit_to, per_day"
    with pytest.raises(Exception, match=rule) as refused:
        execute(f"INSERT INTO sanktion_sanctionrate ({columns}) VALUES ({values})")  # noqa: S608
    assert isinstance(refused.value, IntegrityError) or "range" in str(refused.value)


def test_a_rate_is_never_deleted(caseworker):
    with acting(caseworker), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        SanctionRate.objects.first().delete()

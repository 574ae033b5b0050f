"""The safety flag «to personer»: from and to, by caseworkers, with history, and nowhere why."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from sanktion.models import AccessLog, Citizen
from tests.factories import TeamFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(client, citizen, caseworker):
    client.force_login(caseworker)
    return reverse("citizen_two_persons", args=[citizen.pk])


def text_of(client, name, *args) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def test_it_is_set_shown_on_citizen_and_case_and_told_of(client, url, case, citizen, caseworker):
    badge = '<span class="badge badge-warning">To personer</span>'
    assert badge not in text_of(client, "citizen", citizen.pk)
    today = timezone.localdate()
    client.post(url, {"since": f"{today:%d-%m-%Y}", "until": ""})
    assert badge in text_of(client, "citizen", citizen.pk)
    assert badge in text_of(client, "case", case.number)
    client.post(url, {"since": "", "until": ""})
    assert badge not in text_of(client, "case", case.number)
    page = client.get(url).content.decode()
    assert page.count(f'<span class="by">{caseworker}</span>') == 2
    assert page.index("Fjernet") < page.index("<h3>Fra")
    assert AccessLog.objects.filter(citizen=citizen, page="citizen_two_persons", kind="write").count() == 2


@pytest.mark.parametrize(("day", "needed"), [(-1, False), (0, True), (3, True), (4, False)])
def test_the_day_before_on_and_after(citizen, day, needed):
    start = date(2026, 5, 4)
    citizen.two_persons_from, citizen.two_persons_until = start, start + timedelta(days=3)
    citizen.save()
    assert citizen.needs_two_persons_on(start + timedelta(days=day)) is needed
    assert Citizen.objects.needing_two_persons(start + timedelta(days=day)).exists() is needed


@pytest.mark.parametrize(
    ("since", "until", "error"),
    [("", "04-05-2026", "fra hvilken dag"), ("05-05-2026", "04-05-2026", "før startdatoen"), ("x", "", "dd-mm-åååå")],
)
def test_what_is_no_period_is_told(client, url, citizen, since, until, error):
    response = client.post(url, {"since": since, "until": until})
    assert response.status_code == 422
    assert error in response.content.decode()


@pytest.mark.parametrize(("since", "until"), [("NULL", "'2026-05-04'"), ("'2026-05-05'", "'2026-05-04'")])
def test_the_database_keeps_the_period_whole(citizen, since, until):
    sql = f"UPDATE sanktion_citizen SET two_persons_from = {since}, two_persons_until = {until}"  # noqa: S608
    with pytest.raises(IntegrityError, match="two_persons"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_only_who_handles_cases_of_the_team_may_set_it(client, citizen, team):
    url = reverse("citizen_two_persons", args=[citizen.pk])
    for user, status in (
        (UserFactory(role="tilsynsansvarlig", teams=[team]), 403),
        (UserFactory(role="udkørende", teams=[team]), 403),
        (UserFactory(role="sagsbehandler", teams=[TeamFactory()]), 404),
    ):
        client.force_login(user)
        assert client.post(url, {"since": "01-05-2026", "until": ""}).status_code == status


def test_no_column_could_hold_a_reason():
    about = [field.name for field in Citizen._meta.get_fields() if "two_persons" in field.name]
    assert sorted(about) == ["two_persons_from", "two_persons_until"]

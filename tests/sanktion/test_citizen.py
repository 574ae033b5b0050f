"""The citizen's page: what is hidden until asked for, and registering an event."""

from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone

from sanktion.models import AccessLog, EventKind, JobSeekerPeriod, MatchCategory, NegativeEvent

from ..factories import CaseFactory, CitizenFactory, EventFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(client, caseworker):
    client.force_login(caseworker)
    return client


def page(client, citizen) -> str:
    return client.get(reverse("citizen", args=[citizen.pk])).content.decode()


def test_cpr_number_is_shown_only_when_asked_for_and_then_logged(visitor, citizen, caseworker):
    assert citizen.formatted_cpr not in page(visitor, citizen)
    shown = visitor.post(reverse("citizen_cpr", args=[citizen.pk])).content.decode()
    assert citizen.formatted_cpr in shown
    pages = AccessLog.objects.filter(user=caseworker, citizen=citizen).order_by("pk").values_list("page", flat=True)
    assert list(pages) == ["citizen", "citizen_cpr"]


def test_protected_address_is_one_more_click_away_and_logged(visitor, team):
    citizen = CitizenFactory(team=team, protected=True)
    hidden = page(visitor, citizen)
    assert "Adressen er beskyttet" in hidden
    assert citizen.address.street not in hidden
    assert citizen.address.first_line in visitor.post(reverse("citizen_address", args=[citizen.pk])).content.decode()
    assert AccessLog.objects.filter(citizen=citizen, page="citizen_address").count() == 1


def test_address_that_is_not_protected_is_shown(visitor, citizen):
    assert citizen.address.first_line in page(visitor, citizen)


@pytest.mark.parametrize("name", ["citizen_cpr", "citizen_address"])
def test_reloading_what_was_revealed_leads_back_to_the_page(visitor, citizen, name):
    assert visitor.get(reverse(name, args=[citizen.pk])).headers["Location"] == reverse("citizen", args=[citizen.pk])


def test_match_category_and_job_seeker_history(visitor, citizen):
    """V015, V017, V030."""
    MatchCategory.objects.create(citizen=citizen, category=2, period=DateRange(date(2024, 1, 1), date(2025, 3, 1)))
    MatchCategory.objects.create(citizen=citizen, category=3, period=DateRange(date(2025, 3, 1), None))
    JobSeekerPeriod.objects.create(citizen=citizen, period=DateRange(date(2025, 5, 1), None))
    text = visitor.get(reverse("standing", args=[citizen.pk])).content.decode()
    assert "1. januar 2024 – 28. februar 2025" in text
    assert "fra 1. marts 2025" in text
    assert "fra 1. maj 2025" in text


def test_events_with_and_without_case(visitor, case):
    waiting = EventFactory(citizen=case.citizen)
    text = page(visitor, case.citizen)
    assert case.number in text
    assert reverse("open_case", args=[waiting.pk]) in text


def test_case_of_another_team_is_told_of_but_not_shown(visitor, case):
    other = CaseFactory(event__citizen=case.citizen)
    other.is_restricted = True
    other.save()
    text = page(visitor, case.citizen)
    assert other.number not in text
    assert "du ikke har adgang til" in text


def registered(client, citizen, **changes):
    data = {
        "kind": EventKind.MISSED_OFFER.value,
        "occurred_on": "01-11-2026",
        "origin": "kommune",
        "description": "Udeblev uden afbud",
        "detail_missed": "offer",
        "detail_what": "Virksomhedspraktik",
        "detail_nature": "Andet",
    }
    return client.post(reverse("event_new", args=[citizen.pk]), data | changes)


def test_registering_an_event(visitor, citizen, caseworker, time_machine):
    time_machine.move_to("2026-11-22 09:00")
    response = registered(visitor, citizen)
    assert response.headers["Location"] == reverse("citizen", args=[citizen.pk])
    event = NegativeEvent.objects.get(citizen=citizen)
    assert (event.kind, event.occurred_on, event.description) == (9, date(2026, 11, 1), "Udeblev uden afbud")
    assert event.history.get().history_user == caseworker
    assert AccessLog.objects.filter(citizen=citizen, kind="write", page="event_new").count() == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"occurred_on": "23-11-2026"}, "kan ikke ligge i fremtiden"),
        ({"occurred_on": "31-02-2026"}, "dd-mm-åååå"),
        ({"occurred_on": ""}, "Udfyld feltet."),
        ({"kind": "99", "description": " "}, "Beskriv hændelsen"),
        ({"kind": "11"}, "Marker en gyldig valgmulighed"),
        ({"origin": "andre"}, "Marker en gyldig valgmulighed"),
        ({"description": "x" * 2001}, "højst have 2000 tegn"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(visitor, citizen, time_machine, changes, message):
    time_machine.move_to("2026-11-22 09:00")
    response = registered(visitor, citizen, **changes)
    assert response.status_code == 422
    assert message in response.content.decode()
    assert not NegativeEvent.objects.filter(citizen=citizen).exists()


def test_double_click_registers_once(visitor, citizen, time_machine):
    time_machine.move_to("2026-11-22 09:00")
    registered(visitor, citizen)
    assert "allerede registreret" in registered(visitor, citizen).content.decode()
    assert NegativeEvent.objects.filter(citizen=citizen).count() == 1


@pytest.mark.parametrize("text", ["1-11-2026", "01.11.2026", "01/11/2026", "01112026"])
def test_dates_as_people_write_them(visitor, citizen, time_machine, text):
    time_machine.move_to("2026-11-22 09:00")
    assert registered(visitor, citizen, occurred_on=text).status_code == 302
    assert NegativeEvent.objects.get(citizen=citizen).occurred_on == date(2026, 11, 1)


@pytest.mark.parametrize("count", [1, 15])
def test_query_count_does_not_follow_the_events(visitor, case, caseworker, count, django_assert_max_num_queries):
    for days in range(count):
        CaseFactory(
            event__citizen=case.citizen,
            event__occurred_on=timezone.localdate() - timedelta(days=days),
            by=caseworker,
        )
    with django_assert_max_num_queries(12):
        page(visitor, case.citizen)

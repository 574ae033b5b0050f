"""Events that nobody has taken up yet."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sanktion.actions.event import open_case
from sanktion.base.acting import acting
from sanktion.models import AccessLog, Case, NegativeEvent
from sanktion.views.paging import PAGE_SIZE

from ..factories import CitizenFactory, EventFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(client, caseworker):
    client.force_login(caseworker)
    return client


def days_ago(days: int):
    return timezone.localdate() - timedelta(days=days)


def test_oldest_first_and_only_without_a_case(visitor, team, case):
    """V024."""
    newer, older = (EventFactory(citizen__team=team, occurred_on=days_ago(days)) for days in (3, 30))
    EventFactory()
    response = visitor.get(reverse("events"))
    assert response.context["events"] == [older, newer]
    assert AccessLog.objects.filter(kind="list", page="events").count() == 2


def test_opening_a_case(visitor, team, caseworker):
    event = EventFactory(citizen__team=team)
    response = visitor.post(reverse("open_case", args=[event.pk]))
    case = Case.objects.get(event=event)
    assert response.headers["Location"] == reverse("case", args=[case.number])
    assert (case.owner, case.team) == (caseworker, team)
    assert AccessLog.objects.filter(citizen=event.citizen, case=case, kind="write").count() == 1


def test_double_click_opens_one_case(visitor, team):
    event = EventFactory(citizen__team=team)
    first, second = (visitor.post(reverse("open_case", args=[event.pk])) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Case.objects.filter(event=event).count() == 1


def test_opening_needs_a_post(visitor, team):
    event = EventFactory(citizen__team=team)
    assert visitor.get(reverse("open_case", args=[event.pk])).status_code == 405
    assert not Case.objects.filter(event=event).exists()


def test_empty_list(visitor):
    assert "Alle hændelser er taget op" in visitor.get(reverse("events")).content.decode()


@pytest.mark.parametrize("count", [2, 60])
def test_pages_and_query_count(visitor, team, count, django_assert_max_num_queries):
    citizen = CitizenFactory(team=team)
    for number in range(count):
        EventFactory(citizen=citizen, occurred_on=days_ago(number % 7), reference=None)
    with django_assert_max_num_queries(10):
        response = visitor.get(reverse("events"))
    assert len(response.context["events"]) == min(count, PAGE_SIZE)
    assert bool(response.context["page"].next_url) == (count > PAGE_SIZE)


def test_the_database_alone_says_whether_an_event_is_taken_up(citizen, caseworker):
    """V024: nobody makes a duty go away by saying that somebody has it, nor has a case hide as if there were none."""
    event = EventFactory(citizen=citizen)
    NegativeEvent.objects.filter(pk=event.pk).update(is_taken_up=True)
    assert NegativeEvent.objects.without_case().get() == event
    stale = NegativeEvent.objects.get(pk=event.pk)
    Case.objects.filter(pk=open_case(event, by=caseworker).pk).update(is_restricted=True)
    stale.save()
    NegativeEvent.objects.filter(pk=event.pk).update(is_taken_up=False)
    with acting(UserFactory(role="sagsbehandler", teams=[citizen.team])):
        assert not Case.objects.exists()
        assert not NegativeEvent.objects.without_case().exists()

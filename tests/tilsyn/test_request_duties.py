"""V052, V053, V095, V124: requests in the work queue and in the nightly check."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from tilsyn.models import Supervision, SupervisionStatus
from tilsyn.shown.request_checks import past_due, without_cases

from ..factories import TeamFactory, UserFactory
from ..factories.tilsyn import selected_of, supervision_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def tove():
    return UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()])


def rows(client, user):
    client.force_login(user)
    shown = client.get(reverse("queue")).context["rows"]
    return [row for row in shown if "tilsyn" in row.url and row.citizen is None]


def test_a_request_stands_in_the_queue_with_its_deadline_and_its_owner(client, tove):
    supervision = supervision_of(tove, announced_size=3)
    (row,) = rows(client, tove)
    assert (row.due, row.number, row.owner) == (supervision.due, supervision.number, tove)
    assert row.title == f"Central stikprøvekontrol {supervision.number}"
    assert row.why == "Ingen sager er registreret endnu"


def test_it_suggests_the_notice_of_delay_in_time(client, tove):
    supervision = supervision_of(tove)
    with time_machine.travel(supervision.due - timedelta(days=3), tick=False):
        (row,) = rows(client, tove)
    assert row.step_url == reverse("supervision_delay", args=[supervision.number])


def test_who_does_not_handle_supervisions_has_none(client, tove):
    supervision_of(tove)
    assert rows(client, UserFactory(role="sagsbehandler", teams=[tove.teams.get()])) == []


def test_a_result_that_has_not_come_is_a_duty(client, tove):
    """V124."""
    late, in_time, today = supervision_of(tove), supervision_of(tove), timezone.localdate()
    for supervision, days in ((late, 120), (in_time, 30)):
        facts = {"status": SupervisionStatus.ENDED, "ended_on": today - timedelta(days=days)}
        Supervision.objects.filter(pk=supervision.pk).update(**facts)
    (row,) = rows(client, tove)
    assert (row.step, row.title) == ("Ryk direktoratet", f"Resultat af tilsyn {late.number}")


def test_the_queue_costs_the_same_with_many(client, tove, django_assert_max_num_queries):
    for _ in range(3):
        supervision_of(tove)
    late = supervision_of(tove)
    facts = {"status": SupervisionStatus.ENDED, "ended_on": timezone.localdate() - timedelta(days=120)}
    Supervision.objects.filter(pk=late.pk).update(**facts)
    assert len(rows(client, tove)) == 4
    with django_assert_max_num_queries(15):
        client.get(reverse("queue"))


def test_the_nightly_check_finds_what_is_neither_sent_nor_told_of(tove):
    supervision = selected_of(tove).supervision
    assert past_due(supervision.due) == 0
    assert past_due(supervision.due + timedelta(days=1)) == 1
    Supervision.objects.get(pk=supervision.pk).mark_sent(by=tove)
    assert past_due(supervision.due + timedelta(days=1)) == 0


def test_the_nightly_check_finds_visits_whose_cases_nobody_was_told(tove):
    """V095."""
    received, visit_on = date(2026, 3, 3), date(2026, 3, 20)
    visit = supervision_of(tove, form="visit", received_on=received, visit_on=visit_on)
    supervision_of(tove, received_on=received)
    assert (without_cases(received), without_cases(received + timedelta(days=1))) == (0, 1)
    selected_of(tove, supervision=visit)
    assert without_cases(received + timedelta(days=1)) == 0

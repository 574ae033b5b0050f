"""The nightly check counts lists; nothing it keeps tells whose home was on one (B048)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from koerelister.checks import not_destroyed
from koerelister.models import RouteList
from sanktion.actions.contact import record_attempt
from sanktion.actions.nightly import run_checks
from sanktion.checks import registered_checks
from sanktion.models import ContactChannel, NightlyCheck
from tests.factories import CaseFactory
from tests.factories.koerelister import route_list_of
from tests.factories.parthoering import hearing_expired

pytestmark = pytest.mark.django_db


def test_a_list_is_counted_once_however_many_stops_it_has(team, caseworker):
    route_list = route_list_of(caseworker, team=team, count=3)
    assert not_destroyed(route_list.date) == 0
    assert not_destroyed(route_list.date + timedelta(days=1)) == 1
    RouteList.objects.update(date=timezone.localdate() - timedelta(days=5))
    assert NightlyCheck.objects.count() == 0
    assert run_checks().results["lists"] == 1


def test_a_visit_and_a_phone_call_count_the_same(caseworker):
    found = []
    for channel in (ContactChannel.VISIT, ContactChannel.PHONE):
        case = CaseFactory(by=caseworker)
        hearing_expired(case, caseworker)
        record_attempt(
            case, channel=channel, happened_at=timezone.now(), reached=False, heading="Forsøg", by=caseworker
        )
        later = timezone.localdate() + timedelta(days=40)
        found.append({check.name: check.late(later) for check in registered_checks()})
        case.make_ready(by=caseworker, reason="Klar")
        type(case).objects.update(next_due=later + timedelta(days=9))
    assert found[0] == found[1] | {"events": found[0]["events"]}


def test_no_line_speaks_of_visits():
    words = ("besøg", "bopæl", "opsøg", "hjemme", "visit")
    texts = [f"{check.label} {check.name} {check.query}".lower() for check in registered_checks()]
    assert [text for text in texts if any(word in text for word in words)] == []

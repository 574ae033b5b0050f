"""Which events wait for a case stands on their own row, and is set by the database alone."""

import pytest
from django.db import connection

from sanktion.models import Case, NegativeEvent

from ..factories import CaseFactory, EventFactory

pytestmark = pytest.mark.django_db


def test_an_event_waits_until_there_is_a_case_of_it():
    waiting, taken_up = EventFactory(), CaseFactory().event
    assert list(NegativeEvent.objects.without_case()) == [waiting]
    assert NegativeEvent.objects.get(pk=taken_up.pk).is_taken_up


def test_a_case_that_no_action_made_counts_too(case):
    event = EventFactory(citizen=case.citizen)
    facts = {"citizen": case.citizen, "team": case.team, "next_due": case.next_due}
    Case.objects.bulk_create([Case(number="2098-0000001", event=event, **facts)])
    assert not NegativeEvent.objects.without_case().exists()


def test_those_waiting_are_found_by_their_own_index(case):
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'event_waiting'")
        assert "WHERE (NOT is_taken_up)" in cursor.fetchone()[0]


def test_the_history_says_nothing_of_it():
    assert "is_taken_up" not in {field.name for field in NegativeEvent.history.model._meta.fields}

"""B012: a hearing is about one event of one citizen. Nothing may be put in their place afterwards."""

import pytest
from django.db import IntegrityError, connection, transaction

from sanktion.models import NegativeEvent
from tests.factories import CitizenFactory, EventFactory

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


def execute(sql, params=()):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


@pytest.mark.parametrize("column", ["event_id", "citizen_id", "number"])
def test_a_case_keeps_its_event_citizen_and_number(case, column):
    values = {
        "event_id": EventFactory(citizen=case.citizen).pk,
        "citizen_id": CitizenFactory().pk,
        "number": "2020-0000001",
    }
    with pytest.raises(IntegrityError, match="Sagens nummer, borger og hændelse kan ikke ændres"):
        execute(f"UPDATE sanktion_case SET {column} = %s WHERE id = %s", [values[column], case.pk])  # noqa: S608


@pytest.mark.parametrize("change", ["kind = 9", "occurred_on = occurred_on - 1", "citizen_id = %s"])
def test_an_event_under_a_case_keeps_what_the_citizen_was_heard_about(case, change):
    params = [CitizenFactory().pk] if "%s" in change else []
    with pytest.raises(IntegrityError, match="Hændelsen er taget op i en sag"):
        execute(f"UPDATE sanktion_negativeevent SET {change} WHERE id = {case.event_id}", params)  # noqa: S608


def test_an_event_that_no_case_rests_on_may_be_corrected(citizen):
    event = EventFactory(citizen=citizen)
    execute("UPDATE sanktion_negativeevent SET kind = 9 WHERE id = %s", [event.pk])
    assert NegativeEvent.objects.get(pk=event.pk).kind == 9

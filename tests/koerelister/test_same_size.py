"""B048: not even the length of a sealed row tells a visit from a phone call."""

import pytest
from django.db import connection
from django.utils import timezone

from koerelister.actions.visits import log_visit
from parthoering.actions import add_attempt
from sanktion.models import ContactChannel, ContactResult
from tests.factories.koerelister import visit

pytestmark = pytest.mark.django_db


def lengths(table, case) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT octet_length(content) FROM {table} WHERE case_id = %s", [case.pk])  # noqa: S608
        return {row[0] for row in cursor.fetchall()}


def test_a_visit_and_a_phone_call_are_sealed_in_the_same_number_of_bytes(route_list, caseworker):
    visited, rung_up = (stop for stop in route_list.stops.all()[:2])
    log_visit(
        visited, visit=visit(contact=True, other_opened=True, told="Flyttet.", remarks="Besked lagt."), by=caseworker
    )
    add_attempt(
        rung_up.case,
        channel=ContactChannel.PHONE,
        happened_at=timezone.now(),
        result=ContactResult.NOT_REACHED,
        text="Intet svar.",
        by=caseworker,
    )
    for table in ("sanktion_contactattempt", "sanktion_journalentry"):
        assert lengths(table, visited.case) == lengths(table, rung_up.case), table

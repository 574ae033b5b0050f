"""B048: what the supervision's ten rows are read from is the same for whoever was visited and whoever was rung up."""

import pytest
from django.db import connection
from django.utils import timezone

from koerelister.actions.visits import log_visit, strike
from koerelister.models import StrikeReason
from parthoering.actions import add_attempt
from sanktion.models import Case, ContactChannel, ContactResult, MaterialKind
from sanktion.models.readiness import readiness, unit_share
from tests.factories.koerelister import visit

pytestmark = pytest.mark.django_db


def rows(table, case, without=()) -> list[tuple]:
    """Every column in the open, as the database keeps it, but the row's own id and its case's."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE case_id = %s ORDER BY id", [case.pk])  # noqa: S608
        names = [column.name for column in cursor.description]
        kept = [place for place, name in enumerate(names) if name not in {"id", "case_id", *without}]
        return [tuple(row[place] for place in kept) for row in cursor.fetchall()]


@pytest.fixture
def three(route_list, caseworker):
    """Visited, struck off the list, and rung up."""
    visited, struck, rung_up = route_list.stops.all()
    log_visit(visited, visit=visit(contact=True), by=caseworker)
    strike(struck, StrikeReason.UNSAFE, by=caseworker)
    phone = {"channel": ContactChannel.PHONE, "happened_at": timezone.now(), "result": ContactResult.NOT_REACHED}
    add_attempt(rung_up.case, **phone, by=caseworker)
    return visited.case, struck.case, rung_up.case


def test_the_same_rows_of_material(three):
    visited, struck, rung_up = (rows("sanktion_casematerial", case) for case in three)
    assert visited == struck == rung_up == [(MaterialKind.EVENT,), (MaterialKind.EXPLANATION,)]


def test_the_same_marks_on_the_entries(three):
    hidden = ("content", "key", "written_at")
    visited, struck, rung_up = (rows("sanktion_journalentry", case, without=hidden) for case in three)
    assert visited == struck == rung_up == [(1, "yes"), (2, "yes")]
    sealed = [[entry.material for entry in case.journal.all()] for case in three]
    assert sealed == [[MaterialKind.EXPLANATION, MaterialKind.EVENT]] * 3


def test_the_same_ten_lines_and_one_number_for_all(three):
    lines = [readiness(Case.objects.select_related("citizen__benefit", "event").get(pk=case.pk)) for case in three]
    assert lines[0] == lines[1] == lines[2]
    lacking = unit_share().open.lacking
    assert set(lacking.values()) == {3}

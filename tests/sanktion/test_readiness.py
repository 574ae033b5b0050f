"""«Tilsynsklar»: the ten rows of a case, and what is not relevant in it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse

from sanktion.actions.assessment import assess
from sanktion.actions.document import file_document
from sanktion.actions.material import MaterialThere, waive_material, withdraw_waiver
from sanktion.base.acting import acting
from sanktion.base.deadlines import add_months
from sanktion.models import (
    Benefit,
    Case,
    CaseMaterial,
    CaseStatus,
    Decision,
    JournalEntry,
    MaterialKind,
    MaterialWaiver,
    NoteKind,
    Outcome,
    SupervisionRelevance,
)
from sanktion.models.readiness import DUE_FROM, RowState, readiness, state_of

from ..factories import CaseFactory, EventFactory
from ..factories.parthoering import WEIGHED, case_decided

pytestmark = pytest.mark.django_db
NEVER_FROM_THE_CASE = [MaterialKind.TIME_SHEETS, MaterialKind.PAYMENTS, MaterialKind.OTHER]


@pytest.fixture
def visitor(client, caseworker):
    client.force_login(caseworker)
    return client


def url(case, name="case_supervision") -> str:
    return reverse(name, args=[case.number])


def states(case) -> dict[MaterialKind, RowState]:
    return {row.kind: row.state for row in readiness(Case.objects.select_related("citizen__benefit").get(pk=case.pk))}


def filed(case, by, kind, concerns=SupervisionRelevance.YES):
    return file_document(case, title="Papir", kind=kind, render=lambda number: b"%PDF", concerns=concerns, by=by)


def waive(case, by, *kinds, reason="Borgeren er ikke i tilbud."):
    return waive_material(case, list(kinds), reason=reason, by=by)


def write(case, by, **entry):
    return JournalEntry.objects.write(case, **({"kind": NoteKind.NOTE, "heading": "Notat", "by": by} | entry))


# The ten rows


def test_a_new_case_has_ten_rows_in_the_order_of_the_law(case):
    """V058-V067: the event is there; what comes of later steps is not missing yet; the rest is."""
    assert list(states(case).values()) == [
        RowState.PRESENT,
        RowState.LATER,
        RowState.LATER,
        RowState.LATER,
        RowState.PRESENT,
        RowState.LATER,
        *[RowState.MISSING] * 4,
    ]


@pytest.mark.parametrize("kind", DUE_FROM)
@pytest.mark.parametrize("status", CaseStatus)
def test_what_comes_of_a_step_is_missing_from_that_step_on(kind, status):
    """V077: «today»."""
    order = list(CaseStatus)
    state = state_of(kind, status, held=[], waived=[], has_benefit=False)
    assert (state == RowState.MISSING) == (order.index(status) >= order.index(DUE_FROM[kind]))


@pytest.mark.parametrize("kind", [kind for kind in MaterialKind if kind != MaterialKind.EARLIER_SANCTIONS])
def test_a_filed_document_makes_its_row_present(case, caseworker, kind):
    filed(case, caseworker, kind)
    row = readiness(case)[kind - 1]
    assert (row.state, row.papers) == (RowState.PRESENT, 1)


def test_what_does_not_concern_the_supervision_does_not_count(case, caseworker):
    """V074."""
    filed(case, caseworker, MaterialKind.TIME_SHEETS, SupervisionRelevance.NO)
    write(case, caseworker, material=MaterialKind.PAYMENTS, concerns=SupervisionRelevance.NO)
    row = readiness(case)[MaterialKind.TIME_SHEETS - 1]
    assert (row.state, row.papers) == (RowState.MISSING, 0)
    assert states(case)[MaterialKind.PAYMENTS] == RowState.MISSING
    filed(case, caseworker, MaterialKind.TIME_SHEETS, SupervisionRelevance.PARTLY)
    assert states(case)[MaterialKind.TIME_SHEETS] == RowState.PRESENT


def test_the_benefit_is_read_from_the_citizen(case):
    """V064."""
    case.citizen.benefit = Benefit.objects.first()
    case.citizen.save()
    row = readiness(case)[MaterialKind.BENEFIT - 1]
    assert (row.state, row.note) == (RowState.PRESENT, str(case.citizen.benefit))


def test_actions_mark_what_they_write(case, caseworker):
    Case.objects.filter(pk=case.pk).update(status=CaseStatus.ANSWERED)
    assess(case, **WEIGHED, by=caseworker)
    assert [entry.material for entry in case.journal.order_by("number")] == [
        MaterialKind.EVENT,
        MaterialKind.AVAILABILITY,
        MaterialKind.CONSEQUENCE,
        MaterialKind.CONSEQUENCE,
    ]
    for kind in (MaterialKind.AVAILABILITY, MaterialKind.CONSEQUENCE):
        assert states(case)[kind] == RowState.PRESENT


def test_a_decided_case_lacks_only_what_no_step_brings(case, caseworker):
    case_decided(case, caseworker)
    missing = [kind for kind, state in states(case).items() if state == RowState.MISSING]
    assert missing == [MaterialKind.BENEFIT, *NEVER_FROM_THE_CASE]


@pytest.mark.each_case
@pytest.mark.parametrize(
    ("months", "days", "found"), [(-12, 0, 1), (-12, -1, 0), (0, 0, 1), (0, 1, 0), (-6, 0, 1)], ids=str
)
def test_earlier_sanctions_within_twelve_months_of_the_event(case, caseworker, months, days, found):
    """V062, V071: both ends are in, and the later event isn't earlier."""
    event_day = case.event.occurred_on
    day = add_months(event_day, months) + timedelta(days=days)
    event = EventFactory(citizen=case.citizen, occurred_on=day)
    case_decided(CaseFactory(event=event, by=caseworker), caseworker)
    assert Decision.objects.earlier_sanctions(case).count() == found
    row = readiness(case)[MaterialKind.EARLIER_SANCTIONS - 1]
    assert (row.state, len(row.details)) == (RowState.PRESENT, found)
    assert row.note == ("1 i registret" if found else "Ingen i registret")


def test_neither_the_case_itself_nor_one_without_a_sanction_is_an_earlier_sanction(case, caseworker):
    case_decided(case, caseworker)
    other = CaseFactory(event__citizen=case.citizen, by=caseworker)
    case_decided(other, caseworker, Outcome.NO_SANCTION)
    case_decided(CaseFactory(by=caseworker), caseworker)
    assert not Decision.objects.earlier_sanctions(case).exists()


# Not relevant, because


def test_a_waiver_says_why_and_can_be_withdrawn(case, caseworker):
    """V057: present, not relevant with a reason, or missing."""
    with acting(caseworker):
        (waiver,) = waive(case, caseworker, MaterialKind.TIME_SHEETS)
        assert states(case)[MaterialKind.TIME_SHEETS] == RowState.WAIVED
        withdraw_waiver(case, MaterialKind.TIME_SHEETS, by=caseworker)
        withdraw_waiver(case, MaterialKind.TIME_SHEETS, by=caseworker)
    assert states(case)[MaterialKind.TIME_SHEETS] == RowState.MISSING
    told = [(row.history_type, row.history_change_reason, row.history_user) for row in waiver.history.all()]
    assert told == [("~", "Trukket tilbage", caseworker), ("+", "Ikke relevant", caseworker)]
    waive(case, caseworker, MaterialKind.TIME_SHEETS, reason="Nu igen.")
    assert readiness(case)[MaterialKind.TIME_SHEETS - 1].waiver.reason == "Nu igen."


def test_waiving_twice_keeps_the_first_reason(case, caseworker):
    for reason in ("Den første.", "Den anden."):
        waive(case, caseworker, MaterialKind.PAYMENTS, reason=reason)
    assert [waiver.reason for waiver in MaterialWaiver.objects.all()] == ["Den første."]


def test_what_is_in_the_case_cannot_be_called_irrelevant(case, caseworker):
    with pytest.raises(MaterialThere, match="hændelsen"):
        waive(case, caseworker, MaterialKind.EVENT, MaterialKind.PAYMENTS)
    assert not MaterialWaiver.objects.exists()


def test_material_that_comes_later_wins_over_the_waiver(case, caseworker):
    waive(case, caseworker, MaterialKind.PAYMENTS)
    filed(case, caseworker, MaterialKind.PAYMENTS)
    assert states(case)[MaterialKind.PAYMENTS] == RowState.PRESENT


def execute(sql, params=()):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


INSERT_WAIVER = (
    "INSERT INTO sanktion_materialwaiver (case_id, kind, reason, by_id, at) VALUES (%s, %s, %s::bytea, %s, now())"
)
SEALED = b"x" * 40


@pytest.mark.parametrize(
    ("kind", "reason", "rule"),
    [
        (8, SEALED, "waiver_once_in_force"),
        (5, SEALED, "waiver_kind_known"),
        (11, SEALED, "waiver_kind_known"),
        (9, b"x" * 29, "waiver_has_reason"),
    ],
)
def test_the_database_refuses_a_waiver_that_breaks_a_rule(case, caseworker, kind, reason, rule):
    waive(case, caseworker, MaterialKind.TIME_SHEETS)
    with pytest.raises(IntegrityError, match=rule):
        execute(INSERT_WAIVER, [case.pk, kind, reason, caseworker.pk])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("kind = 9", "kan kun trækkes tilbage"),
        ("reason = reason || reason", "kan kun trækkes tilbage"),
        ("at = at - interval '1 year'", "kan kun trækkes tilbage"),
        ("withdrawn_at = now()", "waiver_withdrawn_by_someone"),
    ],
)
def test_the_database_lets_a_waiver_only_be_withdrawn(case, caseworker, change, told):
    waive(case, caseworker, MaterialKind.TIME_SHEETS)
    with pytest.raises(IntegrityError, match=told):
        execute(f"UPDATE sanktion_materialwaiver SET {change}")  # noqa: S608


def test_what_is_withdrawn_stays_withdrawn(case, caseworker):
    waive(case, caseworker, MaterialKind.TIME_SHEETS)
    withdraw_waiver(case, MaterialKind.TIME_SHEETS, by=caseworker)
    with pytest.raises(IntegrityError, match="trukket tilbage"):
        execute("UPDATE sanktion_materialwaiver SET withdrawn_at = NULL, withdrawn_by_id = NULL")


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM sanktion_materialwaiver",
        "DELETE FROM sanktion_casematerial",
        "UPDATE sanktion_casematerial SET kind = 8",
    ],
)
def test_the_application_may_not_take_away_what_is_noted(case, sql):
    with pytest.raises(ProgrammingError, match="permission denied"):
        execute(sql)


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("sanktion_casematerial", "(case_id, kind) VALUES (%s, 1)"),
        ("sanktion_casematerial", "(case_id, kind) VALUES (%s, 11)"),
    ],
)
def test_a_kind_stands_once_and_is_one_of_the_ten(case, table, columns):
    with pytest.raises(DatabaseError):
        execute(f"INSERT INTO {table} {columns}", [case.pk])
    assert CaseMaterial.objects.filter(case=case).count() == 1

"""What the database itself refuses of the register, tried with raw SQL."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from sanktion.actions.document import file_document
from sanktion.actions.register import deliver
from sanktion.models import Case, LegalBasis, MaterialKind

from ..factories import UserFactory
from ..factories.decisions import sanction_of
from ..factories.parthoering import hearing_answered
from ..parthoering.decisions import SEALED, records

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

INSERT = """
INSERT INTO sanktion_decision (case_id, assessment_id, ground_id, consequence_id, outcome, nothing_more,
    legal_basis_id, effect_from, reasons, answer_to_statement, letter_id, decided_at, decided_by_id)
VALUES (%s, %s, %s, %s, %s, '', %s, %s, %s::bytea, ''::bytea, %s, now(), %s)
"""


def execute(sql, params=()):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


@pytest.fixture
def decide_by_sql(case, caseworker):
    hearing_answered(case, caseworker)
    rests_on = records(case, caseworker)
    kind = MaterialKind.DECISION
    letter = file_document(case, title="Afgørelse", kind=kind, render=lambda number: b"%PDF", by=caseworker)
    case.make_ready(by=caseworker, reason="–")

    def insert(outcome, basis, effect):
        parts = [case.pk, *rests_on, outcome, basis and basis.pk, effect, SEALED, letter.pk, caseworker.pk]
        execute(INSERT, parts)

    return insert


def rule(case, *, begins: int = 0, ends: int | None = None) -> LegalBasis:
    """A rule whose days are counted from the event."""
    day = case.event.occurred_on
    valid_to = None if ends is None else day + timedelta(days=ends)
    return LegalBasis.objects.create(
        act="Prøvelov",
        section="§ 1",
        summary="–",
        position=99,
        valid_from=day + timedelta(days=begins),
        valid_to=valid_to,
    )


@pytest.mark.parametrize(("begins", "ends"), [(0, None), (0, 0), (-30, 0), (-30, 30)])
def test_rule_that_held_on_the_events_day_is_accepted(case, decide_by_sql, begins, ends):
    decide_by_sql("deduction", rule(case, begins=begins, ends=ends), timezone.localdate())
    assert Case.objects.filter(pk=case.pk, decision__isnull=False).exists()


@pytest.mark.parametrize(("begins", "ends"), [(1, None), (-30, -1)])
def test_rule_that_did_not_hold_on_the_events_day_is_refused(case, decide_by_sql, begins, ends):
    """V004, V037."""
    with pytest.raises(IntegrityError, match="gjaldt ikke på hændelsens dato"):
        decide_by_sql("deduction", rule(case, begins=begins, ends=ends), timezone.localdate())


@pytest.mark.parametrize("missing", ["basis", "effect"])
def test_sanction_without_rule_or_effect_is_refused(case, decide_by_sql, missing):
    """V037: reason and kind are mandatory."""
    basis = None if missing == "basis" else rule(case)
    with pytest.raises(IntegrityError, match="decision_sanction_has_basis"):
        decide_by_sql("deduction", basis, None if missing == "effect" else timezone.localdate())


@pytest.mark.parametrize("outcome", ["", "fine"])
def test_unknown_kind_of_sanction_is_refused(case, decide_by_sql, outcome):
    with pytest.raises(IntegrityError, match="decision_outcome_known"):
        decide_by_sql(outcome, rule(case), None)


def test_validity_of_a_rule_in_use_cannot_leave_its_decisions(case, decide_by_sql):
    basis = rule(case, begins=-30)
    decide_by_sql("deduction", basis, timezone.localdate())
    day = case.event.occurred_on
    update = "UPDATE sanktion_legalbasis SET {} = %s WHERE id = %s"
    execute(update.format("valid_to"), [day, basis.pk])
    for column, value in (("valid_to", day - timedelta(days=1)), ("valid_from", day + timedelta(1))):
        with pytest.raises(IntegrityError, match=r"uden for den nye gyldighed|valid_period"):
            execute(update.format(column), [value, basis.pk])


@pytest.mark.parametrize("table", ["sanktion_registerdelivery", "sanktion_registerdeliveryrow"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET number = 2", "DELETE FROM {}", "TRUNCATE {}"])
def test_delivery_cannot_be_rewritten(table, statement):
    """V039: the log of what was delivered."""
    with pytest.raises(ProgrammingError, match="permission denied"):
        execute(statement.format(table))


@pytest.mark.parametrize("table", ["sanktion_registerdelivery", "sanktion_registerdeliveryrow"])
def test_not_even_the_owner_rewrites_a_delivery(table):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname = 'append_only'",
            [table],
        )
        assert cursor.fetchone() == (1,)


ROW = """
INSERT INTO sanktion_registerdeliveryrow (delivery_id, number, decision_id, change, row_hash)
SELECT {} FROM sanktion_registerdeliveryrow
"""


@pytest.mark.parametrize(
    ("columns", "rule_broken"),
    [
        ("delivery_id, number, decision_id, change, row_hash", "register_row_(number|decision)_once"),
        ("delivery_id, 2, decision_id, change, row_hash", "register_row_decision_once"),
        ("delivery_id, 2, decision_id, 'lost', row_hash", "register_row_change_known"),
    ],
)
def test_rows_that_make_no_sense_are_refused(citizen, caseworker, team, columns, rule_broken):
    sanction_of(citizen, caseworker)
    today = timezone.localdate()
    by = UserFactory(role="tilsynsansvarlig", teams=[team])
    deliver(today, today, file_format="csv", purpose="Prøve af levering", by=by)
    with pytest.raises(IntegrityError, match=rule_broken):
        execute(ROW.format(columns))

"""A decision put straight into the table, past every form and action."""

from django.db import connection, transaction

from sanktion.actions.document import file_document
from sanktion.models import (
    Assessment,
    Case,
    CaseStatus,
    GroundAssessment,
    MaterialKind,
    PaymentConsequence,
    PaymentEffect,
    ReasonableGround,
)

SEALED = b"x" * 40
INSERT = """
INSERT INTO sanktion_decision (case_id, assessment_id, ground_id, consequence_id, outcome, nothing_more, reasons,
    answer_to_statement, letter_id, decided_at, decided_by_id)
VALUES (%s, %s, %s, %s, 'no_sanction', 'other', %s::bytea, ''::bytea, %s, now(), %s)
"""


def records(case, user, ground=ReasonableGround.NO) -> list[int]:
    """The three records a decision rests on, by id."""
    made = {"case": case, "made_by": user}
    return [
        Assessment.objects.create(is_available=False, text="–", **made).pk,
        GroundAssessment.objects.create(ground=ground, weighing="–", **made).pk,
        PaymentConsequence.objects.create(effect=PaymentEffect.NONE, **made).pk,
    ]


def insert_decision(case, user):
    """Everything else a decision needs is put in place; only the hearing is the test's."""
    rests_on = records(case, user)
    letter = file_document(case, title="Afgørelse", kind=MaterialKind.DECISION, render=lambda number: b"%PDF", by=user)
    Case.objects.filter(pk=case.pk).update(status=CaseStatus.READY)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(INSERT, [case.pk, *rests_on, SEALED, letter.pk, user.pk])

"""A decision put straight into the table, past every form and action."""

from django.db import connection, transaction

from sanktion.actions.document import file_document
from sanktion.models import Assessment, Case, CaseStatus, MaterialKind, ReasonableGround

INSERT = """
INSERT INTO sanktion_decision
    (case_id, assessment_id, outcome, reasons, answer_to_statement, letter_id, decided_at, decided_by_id)
VALUES (%s, %s, 'no_sanction', ''::bytea, ''::bytea, %s, now(), %s)
"""


def insert_decision(case, user):
    """Everything else a decision needs is put in place; only the hearing is the test's."""
    assessment = Assessment.objects.create(
        case=case, is_available=False, reasonable_ground=ReasonableGround.NO, text="–", made_by=user
    )
    letter = file_document(case, title="Afgørelse", kind=MaterialKind.DECISION, render=lambda number: b"%PDF", by=user)
    Case.objects.filter(pk=case.pk).update(status=CaseStatus.READY)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(INSERT, [case.pk, assessment.pk, letter.pk, user.pk])

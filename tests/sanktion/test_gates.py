"""What the database itself refuses, tried with raw SQL as the application's own role."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

APPEND_ONLY_TABLES = [
    "sanktion_journalentry",
    "sanktion_contactattempt",
    "sanktion_casedocument",
    "sanktion_casematerial",
    "sanktion_documentcontent",
    "sanktion_accesslog",
    "sanktion_assessment",
    "sanktion_decision",
    "sanktion_historicalcase",
    "sanktion_historicalcitizen",
]


def execute(sql, params=()):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_the_tests_run_as_the_application_role():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, (SELECT count(*) FROM pg_tables WHERE tableowner = current_user)")
        assert cursor.fetchone() == ("sanktion_app", 0)


@pytest.mark.parametrize("table", APPEND_ONLY_TABLES)
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
def test_application_role_cannot_rewrite_what_is_written(table, statement):
    """B031: the journal and what else is evidence is locked after entry."""
    statement = statement.replace("id = id", "document_id = document_id") if "content" in table else statement
    with pytest.raises(ProgrammingError, match="permission denied"):
        execute(statement.format(table))


def test_no_decision_on_a_case_that_is_not_ready(case, caseworker):
    """B012, B015: raw SQL gets no further than the form."""
    with pytest.raises(IntegrityError, match="ikke klar til afgørelse"):
        execute(
            "INSERT INTO sanktion_decision (case_id, assessment_id, outcome, reasons, answer_to_statement, letter_id,"
            " decided_at, decided_by_id) VALUES (%s, 1, 'no_sanction', ''::bytea, ''::bytea, 1, now(), %s)",
            [case.pk, caseworker.pk],
        )

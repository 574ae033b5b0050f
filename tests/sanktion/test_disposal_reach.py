"""What goes with a case: found by the database itself, and agreed here table by table.

A new model that hangs on a case, an event or a citizen must be put in ``GOES``, or in ``STAYS`` with a reason.
"""

import pytest
from django.apps import apps
from django.db import connection

from sanktion.models import Case, Citizen, NegativeEvent

ROOTS = {model._meta.db_table for model in (Case, NegativeEvent, Citizen)}
GOES = ROOTS | {
    f"sanktion_{name}"
    for name in (
        "adverseinformation appealruling archivedelivery assessment casedocument casematerial caseuserobjectpermission"
        " complaint contactattempt countersignature countersignrequest decision decisionchange decisiondraft"
        " disposalcase documentcontent documenttext eventnotice groundassessment jobseekerperiod journalentry"
        " matchcategory materialwaiver paymentconsequence registerdeliveryrow retentiondelay retentionhold"
        " subjectaccess subjectaccesspiece targetgroupperiod writtenguidance wrongpayment"
    ).split()
}
GOES |= {
    f"parthoering_{name}"
    for name in (
        "delivery deliveryprint deliveryreceipt exemptioncheck hearing hearingbatchrow hearingextension"
        " hearingreminder representative"
    ).split()
}
# With a supervision that is closed; see tilsyn/migrations/0002_gates.py. Of the letters only those about a case go: a
# trigger holds that results, told entries and follow-ups rest on none of those, so none of their rows is reached.
GOES |= {
    f"tilsyn_{name}"
    for name in (
        "assessmentreply assessmentversion bundle bundlecontent bundleentry caseassessment copyrequest dialoguenote"
        " directoratedelay dispatchbundle dispatchpaper dispatchreceipt followup holdback holdbackcheck holdbackmark"
        " holdbackresult holdbacksource materialask mockanswer mockreview namedrow orientationletter replydocument"
        " roomlook roompaper roompapercontent selectedcase supervisiondelay supervisionpaper supervisionpapercontent"
        " supervisionresult surveyanswerrow toldentry withdrawalnotice"
    ).split()
}
# A case with any of these is not destroyed at all; see koerelister/migrations/0010_case_stays.py.
GOES |= {"koerelister_separatevisit", "koerelister_stop", "koerelister_visitorder"}
STAYS = {"sanktion_accesslog": "who looked, by numbers that lead to nobody any more"}

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


def rows(statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def reached() -> set[str]:
    """The tables whose rows go, as the function finds them."""
    found = rows(
        """WITH RECURSIVE gone(of_table) AS (
               SELECT unnest(ARRAY['sanktion_case', 'sanktion_negativeevent', 'sanktion_citizen']::regclass[])
               UNION SELECT r.child FROM gone, sanktion_references(gone.of_table) r
           ) SELECT of_table::text FROM gone"""
    )
    return {row[0] for row in found}


def is_history(model) -> bool:
    return hasattr(model, "history_object")


def test_what_goes_is_what_was_agreed():
    assert reached() == GOES


def test_every_model_that_points_at_what_goes_goes_too_or_has_a_reason():
    left = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if not is_history(model) and model._meta.db_table not in GOES
        for field in model._meta.local_fields
        if field.remote_field and field.remote_field.model._meta.db_table in GOES
    }
    assert left == set(STAYS)


def test_every_history_of_what_goes_is_found():
    """History outlives deletion unless somebody deletes it."""
    wanted = {
        model.history.model._meta.db_table
        for model in apps.get_models()
        if hasattr(model, "history") and not is_history(model) and model._meta.db_table in GOES
    }
    found = {row[0] for row in rows("SELECT sanktion_history_of(c.oid)::text FROM pg_class c WHERE c.relkind = 'r'")}
    assert wanted <= found


def test_every_table_that_goes_has_one_key_that_is_a_number():
    with connection.cursor() as cursor:
        keys = {table: connection.introspection.get_primary_key_columns(cursor, table) for table in GOES}
    assert {table for table, columns in keys.items() if len(columns) != 1} == set()
    kinds = rows(
        "SELECT i.indrelid::regclass::text, format_type(a.atttypid, NULL) FROM pg_index i JOIN pg_attribute a"
        " ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0] WHERE i.indisprimary"
    )
    assert {kind for table, kind in kinds if table in GOES} <= {"bigint", "integer"}

"""V113, V114: what the directorate holds changes no decision, and no path leads from it to an appeal."""

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from sanktion.models import Case
from tilsyn.actions import assessment as acts
from tilsyn.actions.result import note_told, record_result
from tilsyn.figures.results import counted

from ..factories import CitizenFactory
from ..factories.after import assessed, ended, no_criticism, responsible, verdict_facts
from ..factories.complaints import upheld
from ..factories.decisions import sanction_of
from ..factories.letters import short_letters
from ..factories.tilsyn import eligible, selected_of

TABLES = (
    "sanktion_decision",
    "sanktion_historicaldecision",
    "sanktion_decisionchange",
    "sanktion_decisiondraft",
    "sanktion_complaint",
    "sanktion_historicalcomplaint",
    "sanktion_appealruling",
    "sanktion_paymentconsequence",
    "sanktion_assessment",
)


def untouched() -> dict[str, list]:
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT md5(t::text) FROM {table} t ORDER BY 1")  # noqa: S608 - the names stand above
            found[table] = cursor.fetchall()
    return found


@pytest.mark.thorough
@pytest.mark.django_db
@short_letters()
def test_no_step_after_a_supervision_touches_a_decision_or_a_complaint():
    tove = responsible()
    case = eligible(sanction_of(CitizenFactory(team=tove.teams.get()), tove).case)
    upheld(Case.objects.get(pk=case.pk), tove)
    selected = selected_of(tove, case=Case.objects.get(pk=case.pk))
    before = untouched()
    assert before["sanktion_decision"]
    assert before["sanktion_complaint"]

    assessment = assessed(tove, selected=selected, refund=True)
    acts.send_remarks(assessment, text="Vi er ikke enige.", by=tove)
    acts.receive_answer(assessment, **verdict_facts(refund=True), by=tove)
    other = assessed(tove, selected=selected_of(tove, supervision=selected.supervision))
    acts.send_remarks(other, text="Nye oplysninger.", by=tove)
    acts.receive_answer(other, **no_criticism(), by=tove)
    supervision = ended(tove, supervision=selected.supervision)
    figures = {verdict.value: count for verdict, count in counted(supervision).items()}
    day = supervision.ended_on
    record_result(
        supervision, received_on=day, follows_rules=False, wrong_paid=1, text="", **figures, key=None, by=tove
    )
    note_told(supervision, recipient="council", told_on=day, how="Brev", by=tove)
    assert untouched() == before


def test_no_code_of_the_supervision_decides_or_complains():
    forbidden = {"sanktion.actions.decision", "sanktion.actions.complaint", "sanktion.actions.complaint_papers"}
    writes = {"Decision", "DecisionChange", "Complaint", "AppealRuling", "DecisionDraft"}
    found = []
    for path in (Path(settings.ROOT) / "tilsyn").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module in forbidden:
                found.append((path.name, node.module))
            if isinstance(node, ast.Attribute) and node.attr in ("create", "update", "bulk_create", "delete", "save"):
                found += [(path.name, name.id) for name in ast.walk(node) if getattr(name, "id", "") in writes]
    assert found == []


@pytest.mark.django_db
def test_no_trigger_of_the_supervision_writes_decisions_or_complaints():
    with connection.cursor() as cursor:
        cursor.execute("SELECT proname, prosrc FROM pg_proc WHERE proname LIKE 'tilsyn%'")
        functions = cursor.fetchall()
    assert functions
    tables = ("sanktion_decision", "sanktion_complaint", "sanktion_appealruling")
    writes = [
        name
        for name, source in functions
        for table in tables
        for verb in ("INSERT INTO ", "UPDATE ", "DELETE FROM ")
        if f"{verb}{table}" in source
    ]
    assert writes == []

"""V122, V127, V128, V136-V140: four counts that exclude each other and add up to the cases that were selected."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from sanktion.readiness_notes import readiness_notes
from tilsyn.actions.result import ResultNotAllowed, record_result
from tilsyn.figures.results import amount_found, counted, missing_kinds, rounds, severities, unassessed
from tilsyn.models import SelectedCase, Supervision, SupervisionResult
from tilsyn.verdicts import Verdict, error_rate

from ..factories.after import A_PDF, assessed, ended, final, not_assessable, responsible, verdict_facts
from ..factories.tilsyn import selected_of, supervision_of


@pytest.fixture
def tove(db):
    return responsible()


def facts(wrong=0, not_assessable=0, no_criticism=0, withdrawn=0, **more) -> dict:
    figures = {"wrong": wrong, "not_assessable": not_assessable, "no_criticism": no_criticism, "withdrawn": withdrawn}
    given = {"received_on": timezone.localdate(), "follows_rules": False, "wrong_paid": 0, "text": "", "key": None}
    return figures | given | more


def with_cases(tove, *verdicts, withdrawn=0) -> Supervision:
    """One case for each; None has no assessment yet."""
    supervision = supervision_of(tove, received_on=timezone.localdate() - timedelta(days=60))
    for verdict in verdicts:
        selected = selected_of(tove, supervision=supervision)
        if verdict:
            assessed(tove, selected=selected, **verdict)
    for _ in range(withdrawn):
        selected_of(tove, supervision=supervision).withdraw("directorate", by=tove)
    return ended(tove, supervision=supervision)


counts = st.fixed_dictionaries({verdict: st.integers(0, 500) for verdict in Verdict})


@given(counts)
def test_the_error_rate_is_of_the_cases_that_stayed(found):
    """V132."""
    stayed = sum(found.values()) - found[Verdict.WITHDRAWN]
    rate = error_rate(found)
    if stayed:
        assert 0 <= rate <= 100
        assert abs(rate - Decimal(100 * found[Verdict.WRONG]) / stayed) <= Decimal("0.05")
    else:
        assert rate is None


def test_the_cases_are_counted_by_what_stands_of_them(tove):
    supervision = with_cases(tove, verdict_facts(), not_assessable(4, 8), not_assessable(8), None, withdrawn=1)
    assert counted(supervision) == {"wrong": 1, "not_assessable": 2, "no_criticism": 0, "withdrawn": 1}
    assert unassessed(supervision) == 1
    assert [(kind.value, count) for kind, count in missing_kinds(supervision)] == [(8, 2), (4, 1)]
    assert severities(supervision) == {"minor": 0, "serious": 1, "grave": 0}


def test_a_case_that_left_counts_once_whatever_was_held_of_it(tove):
    supervision = with_cases(tove, verdict_facts(refund=True))
    SelectedCase.objects.get(supervision=supervision).withdraw("directorate", by=tove)
    assert counted(supervision) == {"wrong": 0, "not_assessable": 0, "no_criticism": 0, "withdrawn": 1}
    assert amount_found(supervision) == 0


def test_the_final_assessment_is_the_one_that_counts(tove):
    """V112, V128."""
    assessment = final(tove)
    assert amount_found(assessment.selected.supervision) == 412_350
    assert assessment.versions.count() == 2
    assert counted(assessment.selected.supervision)[Verdict.WRONG] == 1


def test_the_result_ends_the_waiting(tove):
    supervision = with_cases(tove, verdict_facts())
    result = record_result(supervision, **facts(wrong=1), file=A_PDF, by=tove)
    assert Supervision.objects.get(pk=supervision.pk).status == "result"
    assert (result.paper.kind, result.paper.selected, result.difference) == ("result", None, "")


def test_a_double_click_registers_once(tove):
    supervision, key = with_cases(tove, verdict_facts()), SupervisionResult().key
    for _ in range(2):
        record_result(supervision, **facts(wrong=1) | {"key": key}, file=A_PDF, by=tove)
    assert SupervisionResult.objects.get().history.count() == 1
    assert supervision.papers.count() == 1


def test_other_figures_than_our_own_are_explained(tove):
    supervision = with_cases(tove, verdict_facts())
    with pytest.raises(ResultNotAllowed, match="Skriv, hvad forskellen skyldes"):
        record_result(supervision, **facts(no_criticism=1), by=tove)
    result = record_result(supervision, **facts(no_criticism=1), difference="Sag 1 er genvurderet.", by=tove)
    assert result.difference == "Sag 1 er genvurderet."


def test_a_corrected_result_keeps_what_stood_before(tove):
    supervision = with_cases(tove, verdict_facts())
    record_result(supervision, **facts(wrong=1), file=A_PDF, by=tove)
    record_result(supervision, **facts(wrong=1, wrong_paid=5), file=A_PDF, by=tove)
    result = SupervisionResult.objects.get()
    assert [row.wrong_paid for row in result.history.order_by("history_id")] == [0, 5]
    assert supervision.papers.count() == 1


def test_it_waits_for_the_end_of_the_supervision(tove):
    selected = selected_of(tove)
    with pytest.raises(ResultNotAllowed, match="hvornår tilsynet er afsluttet"):
        record_result(selected.supervision, **facts(wrong=1), difference="Ingen.", by=tove)


@pytest.mark.parametrize("wrong", [0, 2])
def test_the_four_add_up_to_the_cases_selected(tove, wrong):
    supervision = with_cases(tove, verdict_facts())
    with pytest.raises(ResultNotAllowed, match=f"tilsammen {wrong}, men der er 1 sager"):
        record_result(supervision, **facts(wrong=wrong), difference="Trykfejl.", by=tove)


@pytest.mark.thorough
def test_the_database_adds_up_itself(tove):
    supervision = with_cases(tove, verdict_facts())
    record_result(supervision, **facts(wrong=1), by=tove)
    for column in ("wrong", "not_assessable", "no_criticism", "withdrawn"):
        with pytest.raises(IntegrityError, match="De fire tal"), transaction.atomic():
            SupervisionResult.objects.update(**{column: 7})
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM tilsyn_supervisionresult")


@pytest.mark.thorough
def test_a_letter_about_one_case_is_no_result_of_them_all(tove):
    """The letter goes when the case is destroyed, and the result must not go with it."""
    supervision = with_cases(tove, verdict_facts())
    selected = SelectedCase.objects.get(supervision=supervision)
    about = {"number": 9, "kind": "result", "title": "Om en sag", "size": 1, "sha256": ""}
    paper = supervision.papers.create(selected=selected, **about)
    with pytest.raises(IntegrityError, match="hører ikke til tilsynet"), transaction.atomic():
        SupervisionResult.objects.create(
            supervision=supervision, paper=paper, registered_by=tove, **facts(wrong=1) | {"key": uuid4()}
        )


def test_rounds_tell_of_every_supervision_with_a_result(tove):
    """V011, V152."""
    first, second = with_cases(tove, verdict_facts()), with_cases(tove, not_assessable(8), withdrawn=1)
    record_result(second, **facts(not_assessable=1, withdrawn=1), by=tove)
    record_result(first, **facts(wrong=1, wrong_paid=412_350), by=tove)
    found = {one.number: (one.counts, one.amount, one.error_rate) for one in rounds()}
    assert found[first.number][1:] == (412_350, Decimal("100.0"))
    assert found[second.number] == ({"wrong": 0, "not_assessable": 1, "no_criticism": 0, "withdrawn": 1}, 0, 0)


def test_what_was_missing_is_told_beside_tilsynsklar(client, tove):
    """V137."""
    supervision = with_cases(tove, not_assessable(8))
    assert readiness_notes() == []
    record_result(supervision, **facts(not_assessable=1), by=tove)
    note = readiness_notes()[0]
    assert [(kind.value, count) for kind, count in note.missing] == [(8, 1)]
    assert supervision.number in note.label
    client.force_login(tove)
    assert note.label in client.get("/tilsynsklar/").content.decode()

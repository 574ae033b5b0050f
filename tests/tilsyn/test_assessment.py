"""V108-V112, V116-V121: the directorate's assessment of a case, and the two ways it can go."""

from datetime import date, timedelta

import pypdfium2
import pytest
import time_machine
from django.utils import timezone

from sanktion.models import CaseDocument, JournalEntry
from tilsyn.actions import assessment as acts
from tilsyn.actions.assessment import AssessmentNotAllowed
from tilsyn.actions.holdback import choose_scope, name_paper, open_holdback, send_to_approval
from tilsyn.models import AssessmentStatus, CaseAssessment, PaperKind, SupervisionPaper
from tilsyn.views.assessment import new_documents

from ..factories import UserFactory
from ..factories.after import (
    A_PDF,
    WORDS,
    assessed,
    final,
    no_criticism,
    paper_in,
    remarked,
    responsible,
    verdict_facts,
)
from ..factories.letters import short_letters
from ..factories.redaction import approved, document_in, marked
from ..factories.tilsyn import selected_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def tove():
    return responsible()


def again(assessment):
    return CaseAssessment.objects.get(pk=assessment.pk)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 11, 2), date(2026, 11, 16)),
        # Maundy Thursday to Easter Monday are passed over.
        (date(2026, 3, 19), date(2026, 4, 7)),
        # Christmas Eve is closed by law, and the days after it.
        (date(2026, 12, 10), date(2026, 12, 28)),
    ],
)
def test_the_14_days_count_from_the_day_it_was_received(received, due):
    """V111, V121."""
    assert CaseAssessment.deadline_from(received).end == due


def test_with_a_consequence_for_the_refund_the_municipality_is_heard(tove):
    """V110, V116."""
    assessment = assessed(tove, refund=True)
    assert assessment.status == AssessmentStatus.IN_HEARING
    assert assessment.due == CaseAssessment.deadline_from(timezone.localdate()).end
    with pytest.raises(AssessmentNotAllowed):
        acts.receive_answer(assessment, **verdict_facts(refund=True), by=tove)


def test_without_one_it_is_received_and_remarks_are_possible(tove):
    """V118, V119."""
    assessment = assessed(tove)
    assert (assessment.status, assessment.may_remark, assessment.may_conclude) == ("received", True, False)


def test_the_final_assessment_leaves_the_provisional_one_where_it_was(tove):
    """V112."""
    assessment = remarked(tove, refund=True)
    acts.receive_answer(assessment, **no_criticism(), by=tove)
    kinds = list(assessment.versions.values_list("kind", "verdict", "amount"))
    assert kinds == [("provisional", "wrong", 412_350), ("final", "no_criticism", None)]
    assert again(assessment).status == AssessmentStatus.FINAL


def test_no_remarks_is_an_answer_of_its_own(tove):
    assessment = assessed(tove, refund=True)
    reply = acts.say_none(assessment, by=tove)
    assert (reply.has_remarks, reply.paper, again(assessment).status) == (False, None, "answered")


def test_what_is_reassessed_has_a_result(tove):
    """V120."""
    assessment = remarked(tove)
    acts.receive_answer(assessment, **no_criticism(), by=tove)
    assert again(assessment).status == AssessmentStatus.REASSESSED
    assert assessment.versions.last().kind == "reassessed"


def test_a_reassessment_with_a_consequence_for_the_refund_is_heard_first(tove):
    """V116: «kommunen vil altid blive hørt»."""
    assessment = remarked(tove, received_on=timezone.localdate() - timedelta(days=10))
    acts.receive_answer(assessment, **verdict_facts(refund=True), by=tove)
    found = again(assessment)
    assert (found.status, found.received_on) == (AssessmentStatus.IN_HEARING, timezone.localdate())
    acts.say_none(found, by=tove)
    acts.receive_answer(found, **verdict_facts(refund=True), by=tove)
    assert [version.kind for version in found.versions.all()] == ["provisional", "provisional", "final"]


@pytest.mark.parametrize("days", [13, 14])
def test_it_stands_only_when_the_14_days_have_passed(tove, days):
    """V121: on the last day there is still time."""
    with time_machine.travel("2026-11-02 12:00", tick=False):
        assessment = assessed(tove)
    with time_machine.travel(f"2026-11-{2 + days} 12:00", tick=False):
        assert not assessment.may_conclude
        with pytest.raises(AssessmentNotAllowed, match="Fristen"):
            acts.conclude(assessment, by=tove)


def test_when_they_have_passed_it_stands(tove):
    with time_machine.travel("2026-11-02 12:00", tick=False):
        assessment = assessed(tove)
    with time_machine.travel("2026-11-17 12:00", tick=False):
        acts.conclude(assessment, by=tove)
    assert again(assessment).status == AssessmentStatus.FINAL


@short_letters()
@pytest.mark.parametrize(("refund", "day", "late"), [(True, 16, False), (True, 17, True), (False, 17, True)])
def test_late_remarks_are_late_and_not_refused(tove, refund, day, late):
    with time_machine.travel("2026-11-02 12:00", tick=False):
        assessment = assessed(tove, refund=refund)
    with time_machine.travel(f"2026-11-{day} 12:00", tick=False):
        reply = acts.send_remarks(assessment, text="Nye oplysninger.", by=tove)
    assert reply.is_late is late


@short_letters()
def test_remarks_may_come_after_it_stands_when_no_refund_is_touched(tove):
    """V119: «kan dog altid komme med bemærkninger»."""
    with time_machine.travel("2026-10-01 12:00", tick=False):
        assessment = assessed(tove)
    acts.conclude(assessment, by=tove)
    acts.send_remarks(assessment, text="Nye oplysninger.", by=tove)
    assert again(assessment).status == AssessmentStatus.REMARKED


def test_after_a_hearing_the_final_one_is_final(tove):
    with pytest.raises(AssessmentNotAllowed):
        acts.send_remarks(final(tove), text="Mere.", by=tove)


@short_letters()
def test_new_papers_are_those_that_no_bundle_holds(tove):
    """V117."""
    assessment = assessed(tove, refund=True)
    document = paper_in(assessment.selected.case, tove)
    assert document in new_documents(assessment.selected)
    reply = acts.send_remarks(assessment, text="Se bilaget.", documents=[document], by=tove)
    assert [new.document for new in reply.documents.all()] == [document]


def test_the_letters_are_filed_under_the_case_and_go_with_it(tove):
    selected = selected_of(tove)
    assessment = acts.receive_assessment(selected, **verdict_facts(refund=True), file=A_PDF, by=tove)
    with short_letters():
        acts.send_remarks(assessment, text="Bemærkning.", by=tove)
    found = SupervisionPaper.objects.order_by("number").values_list("kind", "selected")
    assert list(found) == [(PaperKind.ASSESSMENT, selected.pk), (PaperKind.REMARKS, selected.pk)]


def test_a_double_click_registers_once(tove):
    selected, key = selected_of(tove), CaseAssessment().key
    first = acts.receive_assessment(selected, **verdict_facts(), key=key, by=tove)
    assert acts.receive_assessment(selected, **verdict_facts(), key=key, by=tove) == first
    with pytest.raises(AssessmentNotAllowed, match="allerede"):
        acts.receive_assessment(selected, **verdict_facts(), by=tove)


def test_the_case_that_left_is_not_assessed(tove):
    selected = selected_of(tove)
    selected.withdraw("directorate", by=tove)
    with pytest.raises(AssessmentNotAllowed, match="udgået"):
        assessed(tove, selected=selected)


def test_the_journal_tells_of_each_step_and_nothing_of_the_directorates_words(tove):
    assessment = remarked(tove, refund=True)
    entries = JournalEntry.objects.filter(case=assessment.selected.case).order_by("number")
    assert [entry.heading for entry in entries][-2:] == [
        f"Tilsyn {assessment.selected.supervision.number}: foreløbig vurdering",
        "Bemærkninger til direktoratets vurdering",
    ]
    assert not any(WORDS in entry.text for entry in entries)
    assert not CaseDocument.objects.filter(case=assessment.selected.case).exists()


def test_what_is_held_back_is_neither_offered_nor_named(tove):
    """V074, V117: by the title it leaves with, and not at all when it is left out."""
    assessment = assessed(tove, refund=True)
    selected, kirsten = assessment.selected, UserFactory(role="sagsbehandler", teams=list(tove.teams.all()))
    named, left_out = (document_in(selected, by=tove, title=title) for title in ("Brev fra Per Hansen", "Lægebrev"))
    holdback = marked(selected, named, by=tove)
    name_paper(holdback, "Brev fra en anden", by=tove)
    send_to_approval(holdback, by=tove)
    approved(holdback, by=kirsten)
    whole = open_holdback(selected, left_out, by=tove)
    choose_scope(whole, "whole", reason="health", by=tove)
    send_to_approval(whole, by=tove)
    approved(whole, by=kirsten)
    assert list(new_documents(selected)) == [named]
    with pytest.raises(AssessmentNotAllowed, match="holdes tilbage"):
        acts.send_remarks(assessment, text="Se bilagene.", documents=[named, left_out], by=tove)
    reply = acts.send_remarks(assessment, text="Se bilaget.", documents=[named], by=tove)
    said = pypdfium2.PdfDocument(reply.paper.data)[0].get_textpage().get_text_bounded()
    assert ("Brev fra en anden" in said, "Per Hansen" in said) == (True, False)

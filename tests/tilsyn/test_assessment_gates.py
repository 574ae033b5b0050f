"""V112, V116, V137: ways round the course of an assessment, tried in the database itself."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from sanktion.base.transitions import TransitionNotAllowed
from tilsyn.actions import assessment as acts
from tilsyn.models import (
    AssessmentReply,
    AssessmentStatus,
    AssessmentVersion,
    CaseAssessment,
    ReplyDocument,
    Supervision,
)
from tilsyn.models.assessment import ASSESSMENT_TRANSITIONS

from ..factories import CaseFactory, CitizenFactory
from ..factories.after import assessed, final, paper_in, remarked, responsible, verdict_facts
from ..factories.complaints import wrong_payment_of
from ..factories.tilsyn import selected_of

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture
def tove():
    return responsible()


def sql(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def write_version(assessment, **facts):
    facts = {"number": 2, "kind": "final", **verdict_facts(**facts)}
    with transaction.atomic():
        return AssessmentVersion.objects.create(
            assessment=assessment, **{"registered_by": assessment.registered_by, **facts}
        )


def standing_at(status, by) -> CaseAssessment:
    """By the application's own acts."""
    early = timezone.localdate() - timedelta(days=40)
    if status in ("received", "in_hearing"):
        return assessed(by, refund=status == "in_hearing")
    if status in ("remarked", "answered"):
        return remarked(by, refund=status == "answered")
    if status == "reassessed":
        assessment = remarked(by)
        acts.receive_answer(assessment, **verdict_facts(), by=by)
    else:
        assessment = assessed(by, received_on=early)
        acts.conclude(assessment, by=by)
    return CaseAssessment.objects.get(pk=assessment.pk)


@pytest.mark.parametrize("before", list(AssessmentStatus))
def test_every_move_is_in_the_table_or_refused(tove, before):
    """A move of the table still needs what it rests on, and here there is none of it: the database refuses them all."""
    assessment = standing_at(before, tove)
    assert assessment.status == before
    for after in AssessmentStatus:
        in_table = after in ASSESSMENT_TRANSITIONS[before]
        with pytest.raises(IntegrityError if in_table else TransitionNotAllowed), transaction.atomic():
            assessment._move_to(after, by=tove, reason="Prøve")
        if before != after:
            with pytest.raises(IntegrityError):
                sql("UPDATE tilsyn_caseassessment SET status = %s WHERE id = %s", after, assessment.pk)
        assessment.refresh_from_db()
    assert assessment.status == before


def test_a_consequence_for_the_refund_is_never_final_unheard(tove):
    """V116."""
    assessment = assessed(tove, refund=True)
    for status in ("answered", "final"):
        with pytest.raises(IntegrityError):
            sql("UPDATE tilsyn_caseassessment SET status = %s WHERE id = %s", status, assessment.pk)
    with pytest.raises(IntegrityError, match="Kommunen skal først have svaret"):
        write_version(assessment, refund=True)
    with pytest.raises(IntegrityError):
        sql("UPDATE tilsyn_caseassessment SET has_refund = false, status = 'received' WHERE id = %s", assessment.pk)


def test_it_cannot_begin_past_its_hearing(tove):
    selected, day = selected_of(tove), timezone.localdate()
    facts = {"selected": selected, "has_refund": True, "received_on": day, "registered_by": tove}
    for status in ("received", "answered", "final"):
        with pytest.raises(IntegrityError), transaction.atomic():
            CaseAssessment.objects.create(status=status, due=day + timedelta(days=14), **facts)
    with pytest.raises(IntegrityError, match="14 dage"), transaction.atomic():
        CaseAssessment.objects.create(status="in_hearing", due=day + timedelta(days=10), **facts)


def test_what_was_received_cannot_be_changed_or_taken_away(tove):
    """V112: the provisional one is kept."""
    assessment = final(tove)
    for statement in (
        "UPDATE tilsyn_assessmentversion SET id = id",
        "DELETE FROM tilsyn_assessmentversion",
        "UPDATE tilsyn_assessmentreply SET id = id",
        "DELETE FROM tilsyn_assessmentreply",
    ):
        with pytest.raises(DatabaseError):
            sql(statement)
    with pytest.raises(DatabaseError):
        sql("DELETE FROM tilsyn_caseassessment")
    with pytest.raises(IntegrityError, match="kan ikke ændres"):
        sql("UPDATE tilsyn_caseassessment SET received_on = received_on - 1 WHERE id = %s", assessment.pk)


@pytest.mark.parametrize(
    "facts",
    [
        {"verdict": "not_assessable", "severity": "", "missing": []},
        {"verdict": "not_assessable", "severity": "", "missing": [11]},
        {"verdict": "wrong", "severity": ""},
        {"verdict": "wrong", "agrees": True},
        {"verdict": "withdrawn", "severity": ""},
        {"verdict": "no_criticism", "severity": "", "missing": [1]},
        {"refund": True, "amount": None},
        {"refund": True, "amount": 0},
        {"refund": True, "period_from": None},
        {"refund": True, "verdict": "no_criticism", "severity": ""},
        {"amount": 100},
    ],
    ids=str,
)
def test_an_assessment_says_what_it_must(tove, facts):
    """V109, V118, V137."""
    assessment = standing_at("answered" if facts.get("refund") else "remarked", tove)
    kind = "final" if assessment.has_refund else "reassessed"
    with pytest.raises(IntegrityError):
        write_version(assessment, **{"kind": kind, **facts})


def test_nobody_answers_twice_or_for_another_round(tove):
    assessment = remarked(tove, refund=True)
    version, day = assessment.versions.get(), timezone.localdate()
    with pytest.raises(IntegrityError), transaction.atomic():
        AssessmentReply.objects.create(version=version, has_remarks=False, replied_on=day, due=assessment.due, by=tove)
    other = assessed(tove, refund=True)
    facts = {"replied_on": day, "due": other.due + timedelta(days=30), "by": tove}
    with pytest.raises(IntegrityError), transaction.atomic():
        AssessmentReply.objects.create(version=other.versions.get(), has_remarks=False, **facts)


def test_the_papers_and_payments_of_another_case_are_refused(tove):
    assessment = remarked(tove, refund=True)
    stranger = CaseFactory(event__citizen=CitizenFactory(team=tove.teams.get()), by=tove)
    with pytest.raises(IntegrityError, match="hører ikke til sagen"), transaction.atomic():
        ReplyDocument.objects.create(reply=assessment.versions.get().reply, document=paper_in(stranger, tove))
    payment = wrong_payment_of(stranger, tove)
    with pytest.raises(IntegrityError, match="hører ikke til vurderingen"), transaction.atomic():
        assessment.link_payment(payment, by=tove)


def test_a_closed_supervision_is_closed(tove):
    assessment = standing_at("received", tove)
    Supervision.objects.filter(pk=assessment.selected.supervision_id).update(
        status="closed", ended_on=timezone.localdate()
    )
    with pytest.raises(acts.AssessmentNotAllowed, match="lukket"):
        acts.send_remarks(assessment, text="For sent.", by=tove)

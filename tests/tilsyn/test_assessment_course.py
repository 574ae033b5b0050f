"""V110, V112, V113, V116: whatever is tried in whatever order, the course of an assessment stays a lawful one."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sanktion.base.transitions import TransitionNotAllowed
from tilsyn.actions import assessment as acts
from tilsyn.models import CaseAssessment
from tilsyn.models.assessment import ASSESSMENT_TRANSITIONS, DONE, OURS, THEIRS, AssessmentStatus

from ..factories.after import assessed, no_criticism, responsible, verdict_facts
from ..factories.letters import short_letters
from ..factories.tilsyn import selected_of

ACTS = {
    "remarks": lambda one, by: acts.send_remarks(one, text="Nyt.", by=by),
    "none": lambda one, by: acts.say_none(one, by=by),
    "stands": lambda one, by: acts.conclude(one, by=by),
    "answer": lambda one, by: acts.receive_answer(one, **no_criticism(), by=by),
    "refund": lambda one, by: acts.receive_answer(one, **verdict_facts(refund=True), by=by),
}


def test_every_status_is_ours_theirs_or_done():
    assert sorted([*OURS, *THEIRS, *DONE]) == sorted(AssessmentStatus)
    assert set(ASSESSMENT_TRANSITIONS) == set(AssessmentStatus)


@pytest.mark.thorough
@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(refund=st.booleans(), days=st.integers(0, 40), tried=st.lists(st.sampled_from(sorted(ACTS)), max_size=7))
def test_any_order_of_acts_is_lawful_or_refused(db, refund, days, tried):
    with transaction.atomic(), short_letters():
        tove = responsible()
        received = timezone.localdate() - timedelta(days=days)
        assessment = assessed(tove, selected=selected_of(tove), refund=refund, received_on=received)
        for name in tried:
            try:
                ACTS[name](assessment, tove)
            except (acts.AssessmentNotAllowed, TransitionNotAllowed):
                continue
        check(CaseAssessment.objects.get(pk=assessment.pk))
        transaction.set_rollback(True)


def check(assessment: CaseAssessment) -> None:
    course = list(assessment.history.order_by("history_date", "history_id").values_list("status", flat=True))
    assert course[0] == ("in_hearing" if assessment.versions.first().has_refund else "received")
    assert all(after in ASSESSMENT_TRANSITIONS[before] for before, after in pairwise(course))
    versions = list(assessment.versions.all())
    assert [version.number for version in versions] == list(range(1, len(versions) + 1))
    standing = versions[-1]
    if assessment.status in DONE and standing.has_refund:
        heard = versions[-2]
        assert standing.kind == "final"
        assert heard.has_refund
        assert heard.reply.by_id == assessment.registered_by_id
    if assessment.status == AssessmentStatus.IN_HEARING:
        assert standing.has_refund
        assert assessment.due == CaseAssessment.deadline_from(standing.received_on).end

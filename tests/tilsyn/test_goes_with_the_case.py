"""What this app keeps of a case is destroyed with it; the numbers stay. While a review is open, the case stays too."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from sanktion.actions.disposal import run_disposal
from sanktion.holds import holds_of
from sanktion.models import Case, FileFormat
from tilsyn.actions.eligibility import write_letters
from tilsyn.actions.mock import draw_cases
from tilsyn.actions.survey import answer_survey, file_of
from tilsyn.models import (
    MockAnswer,
    MockDraw,
    MockReview,
    Supervision,
    SupervisionStatus,
    SurveyAnswer,
    SurveyAnswerRow,
    WithdrawalNotice,
    WithdrawnBecause,
)

from ..factories import TeamFactory, UserFactory
from ..factories.letters import short_letters
from ..factories.mock import reviewed
from ..factories.retention import approved_disposal, closed_case
from ..factories.survey import query_of, survey_of
from ..factories.tilsyn import selected_of

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture
def tove():
    return UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()])


@pytest.fixture
def case(tove):
    """Closed six years ago."""
    return closed_case(tove)


def draw_of(case, by):
    UserFactory(role="sagsbehandler", teams=[case.team])
    month = timezone.localdate(case.decision.decided_at).replace(day=1)
    return draw_cases(case.team, month, by=by)


@short_letters()
def put_in_everything(case, by):
    on = case.event.occurred_on
    survey = survey_of(by, period_from=on - timedelta(days=1), period_to=on)
    selected = selected_of(by, supervision=survey, case=case)
    selected.withdraw(WithdrawnBecause.NO_DUTY, note="x", by=by)
    write_letters(survey, by=by)
    answer_survey(survey, query_of(survey), cpr_reason="", by=by, key=uuid4())
    reviewed(draw_of(case, by).reviews.select_related("reviewer", "draw__checklist").get())
    today = timezone.localdate()
    Supervision.objects.filter(pk=survey.pk).update(status=SupervisionStatus.CLOSED, ended_on=today)


def test_all_of_it_goes_and_the_numbers_stay(case, tove):
    put_in_everything(case, tove)
    assert SurveyAnswerRow.objects.exists()
    assert WithdrawalNotice.objects.get().paper
    run_disposal(approved_disposal([case]).pk)
    left = [model.objects.count() for model in (Case, SurveyAnswerRow, WithdrawalNotice, MockReview, MockAnswer)]
    assert left == [0, 0, 0, 0, 0]
    draw, answer = MockDraw.objects.get(), SurveyAnswer.objects.get()
    assert (draw.no_criticism, draw.drawn) == (1, 1)
    assert answer.counts == {str(case.event.kind): {"deduction": 1}}
    assert len(file_of(answer, FileFormat.CSV).splitlines()) == 1


def test_a_case_under_review_is_held(case, tove):
    draw_of(case, tove)
    assert holds_of([case.pk])[case.pk] == ["Sagen er med i en egen kontrol, som ikke er afsluttet"]


def test_nor_is_it_destroyed_by_a_disposal_approved_before_it_was_drawn(case, tove):
    """Past the action: the database asks again at the last moment."""
    disposal = approved_disposal([case])
    draw_of(case, tove)
    with pytest.raises(DatabaseError, match="egen kontrol"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT sanktion_destroy_case(%s, %s)", [case.pk, disposal.pk])

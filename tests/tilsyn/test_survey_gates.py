"""V102, V106: ways round the limits of a spot survey's search, tried in the database itself."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from tilsyn.models import Supervision, SupervisionStatus, SurveyAnswer, SurveyAnswerRow, SurveyRun

from ..factories import CaseFactory, CitizenFactory, TeamFactory, UserFactory
from ..factories.survey import COLUMNS, survey_answer_of, survey_of
from ..factories.tilsyn import supervision_of

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture
def tove():
    return UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()])


@pytest.fixture
def survey(tove):
    return survey_of(tove)


def run(survey, by, **facts):
    asked = {"kinds": [3], "outcomes": ["undecided"], "columns": COLUMNS, "found": 0, "by": by}
    period = {"first": survey.period_from, "last": survey.period_to}
    with transaction.atomic():
        return SurveyRun.objects.create(supervision=survey, **asked | period | facts)


def test_a_search_leaves_neither_end_of_the_period(tove, survey):
    with pytest.raises(IntegrityError, match="uden for anmodningens periode"):
        run(survey, tove, first=survey.period_from - timedelta(days=1))
    with pytest.raises(IntegrityError, match="uden for anmodningens periode"):
        run(survey, tove, last=survey.period_to + timedelta(days=1))


def test_only_a_spot_survey_is_searched_for(tove):
    today = timezone.localdate()
    sample = supervision_of(tove, period_from=today, period_to=today)
    with pytest.raises(IntegrityError, match="spotundersøgelse"):
        run(sample, tove)


def test_no_period_no_search(tove, survey):
    first, last = survey.period_from, survey.period_to
    Supervision.objects.filter(pk=survey.pk).update(period_from=None, period_to=None)
    with pytest.raises(IntegrityError, match="periode"):
        run(survey, tove, first=first, last=last)


def test_nothing_is_searched_when_it_is_over(tove, survey):
    Supervision.objects.filter(pk=survey.pk).update(status=SupervisionStatus.ENDED, ended_on=timezone.localdate())
    with pytest.raises(IntegrityError, match="afsluttet"):
        run(survey, tove)


@pytest.mark.parametrize(
    "asked", [{"columns": ["visits"]}, {"outcomes": ["seeking_contact"]}, {"kinds": [42]}, {"columns": []}]
)
def test_nothing_outside_the_closed_lists_is_asked(tove, survey, asked):
    """B048."""
    with pytest.raises(IntegrityError, match="asks_what_is_known"):
        run(survey, tove, **asked)


def test_cpr_numbers_without_a_reason_are_refused(tove, survey):
    facts = {"kinds": [3], "outcomes": ["undecided"], "columns": ["cpr"], "found": 0, "by": tove, "theme": "x"}
    period = {"first": survey.period_from, "last": survey.period_to}
    with pytest.raises(IntegrityError, match="cpr_has_reason"), transaction.atomic():
        SurveyAnswer.objects.create(
            supervision=survey, number=1, counts={}, without_case=0, sha256="x", **facts, **period
        )


def test_a_row_is_of_a_case_that_was_asked_for(tove):
    case = CaseFactory(event__citizen=CitizenFactory(team=tove.teams.get()), by=tove)
    answer = survey_answer_of(case, tove)
    on = case.event.occurred_on - timedelta(days=5)
    other = CaseFactory(
        event__citizen=CitizenFactory(team=tove.teams.get()),
        event__occurred_on=on,
        event__kind=case.event.kind,
        by=tove,
    )
    with pytest.raises(IntegrityError, match="uden for det"), transaction.atomic():
        SurveyAnswerRow.objects.create(answer=answer, number=99, case=other, facts={})


@pytest.mark.parametrize("model", [SurveyRun, SurveyAnswer, SurveyAnswerRow])
def test_an_answer_is_neither_changed_nor_deleted(tove, model):
    survey_answer_of(CaseFactory(event__citizen=CitizenFactory(team=tove.teams.get()), by=tove), tove)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        model._base_manager.update(id=1)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        model._base_manager.all()._raw_delete("default")


def test_the_key_belongs_to_one_answer(tove):
    case = CaseFactory(event__citizen=CitizenFactory(team=tove.teams.get()), by=tove)
    answer = survey_answer_of(case, tove)
    assert answer.key != uuid4()
    answer.pk, answer.number = None, 99
    with pytest.raises(IntegrityError, match="key"), transaction.atomic():
        answer.save()

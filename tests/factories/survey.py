"""Spot surveys and their answers, made by the application's own actions."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from sanktion.models import Case, EventKind, User
from tilsyn.actions.survey import SurveyQuery, answer_survey
from tilsyn.models import Consequence, Supervision, SupervisionForm, SurveyAnswer, SurveyColumn

from .tilsyn import supervision_of

COLUMNS = [SurveyColumn.CASE_NUMBER.value, SurveyColumn.EVENT_KIND.value, SurveyColumn.OUTCOME.value]


def survey_of(by: User, **facts) -> Supervision:
    """Asks about the last year."""
    today = timezone.localdate()
    period = {"period_from": today - timedelta(days=365), "period_to": today}
    return supervision_of(by, form=SupervisionForm.SPOT_SURVEY, **period | facts)


def query_of(supervision: Supervision, **facts) -> SurveyQuery:
    asked = {
        "kinds": list(EventKind.values),
        "outcomes": list(Consequence.values),
        "columns": COLUMNS,
        "first": supervision.period_from,
        "last": supervision.period_to,
    }
    return SurveyQuery(**asked | facts)


def survey_answer_of(case: Case, by: User) -> SurveyAnswer:
    """An answer with this case, and others of its kind and day."""
    event = case.event
    supervision = survey_of(by, period_from=event.occurred_on, period_to=event.occurred_on)
    query = query_of(supervision, kinds=[event.kind])
    return answer_survey(supervision, query, cpr_reason="", by=by, key=uuid4())

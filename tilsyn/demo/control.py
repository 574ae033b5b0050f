"""The unit's own control: two months' draws for a team, the newer half reviewed. And the spot survey's answer."""

from datetime import date, timedelta
from uuid import uuid4

from sanktion.base.deadlines import add_months
from sanktion.models import EventKind, MaterialKind, Team, User
from tilsyn.actions.mock import draw_cases, last_month, review_case
from tilsyn.actions.survey import SurveyQuery, answer_survey
from tilsyn.demo.scene import on
from tilsyn.models import Answered, Consequence, MockDraw, MockReview, Supervision, SurveyColumn
from tilsyn.verdicts import Verdict

SEED = 2026
ASKED = [EventKind.MISSED_OFFER, EventKind.MISSED_FOLLOW_UP]
COLUMNS = [
    SurveyColumn.CASE_NUMBER,
    SurveyColumn.EVENT_KIND,
    SurveyColumn.EVENT_DATE,
    SurveyColumn.OUTCOME,
    SurveyColumn.MATCH_CATEGORY,
    SurveyColumn.BENEFIT,
]
TOLD = "Begrundelsen nævner ikke borgerens forklaring."


def answer(supervision: Supervision, today: date, *, by: User) -> None:
    query = SurveyQuery(
        kinds=[kind.value for kind in ASKED],
        outcomes=list(Consequence.values),
        columns=[column.value for column in COLUMNS],
        first=supervision.period_from,
        last=supervision.period_to,
    )
    with on(today - timedelta(days=1), by):
        answer_survey(supervision, query, cpr_reason="", by=by, key=uuid4())


def draw(today: date, *, by: User) -> None:
    """Of last month half is reviewed; of the month before it all."""
    month = last_month(today)
    for drawn_of, waiting in ((last_month(month), False), (month, True)):
        first = add_months(drawn_of, 1)
        with on(first, by):
            team = Team.objects.filter(pk__in=by.team_ids).order_by("name").first()
            drawn = draw_cases(team, drawn_of, by=by, seed=SEED)
        if drawn:
            _review_all(drawn, first, most=drawn.drawn // 2 if waiting else drawn.drawn)


def _review_all(drawn: MockDraw, day: date, *, most: int) -> None:
    reviews = drawn.reviews.filter(reviewer__isnull=False).select_related("reviewer").order_by("number")
    for position, review in enumerate(reviews[:most]):
        with on(day, review.reviewer):
            _review(review, is_incomplete=position == 1)


def _review(review: MockReview, *, is_incomplete: bool) -> None:
    items = list(review.draw.checklist.items.all())
    answers = {item.pk: (Answered.YES, "") for item in items}
    verdict, missing = Verdict.NO_CRITICISM, []
    if is_incomplete:
        answers[items[0].pk] = (Answered.NO, TOLD)
        verdict, missing = Verdict.NOT_ASSESSABLE, [MaterialKind.EXPLANATION]
    review_case(review, answers=answers, verdict=verdict, missing=missing, remark="", by=review.reviewer)

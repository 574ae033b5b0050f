"""The unit's own supervisions, made by the application's own actions."""

from datetime import timedelta

import time_machine
from django.utils import timezone

from sanktion.models import Case, User
from tilsyn.actions.mock import draw_cases, last_month, review_case
from tilsyn.models import Answered, MockDraw, MockReview
from tilsyn.verdicts import Verdict

from .core import CaseFactory, CitizenFactory, UserFactory
from .decisions import decided


def decided_last_month(by: User, count: int = 1) -> list[Case]:
    """Cases of the user's first team, decided by the user on the last day of the month before."""
    now = timezone.now()
    day = now.replace(day=1, hour=10) - timedelta(days=1)
    cases = []
    for _ in range(count):
        with time_machine.travel(day, tick=False):
            case = CaseFactory(event__citizen=CitizenFactory(team=by.teams.first()), by=by)
            decided(case, by)
        cases.append(case)
    return cases


def drawn_of(by: User, count: int = 1, *, reviewers: int = 1) -> MockDraw:
    """A draw of last month's cases, none of them decided by the reviewers."""
    team = by.teams.first()
    for _ in range(reviewers):
        UserFactory(role="sagsbehandler", teams=[team])
    decided_last_month(by, count)
    return draw_cases(team, last_month(timezone.localdate()), by=by, seed=7)


def mock_draw_of(case: Case, by: User) -> MockDraw:
    return MockDraw.objects.filter(team=case.team).first() or drawn_of(by)


def reviewed(review: MockReview, verdict: Verdict = Verdict.NO_CRITICISM, **facts) -> MockReview:
    """By the colleague who is to do it, with a yes to every question."""
    answers = {item.pk: (Answered.YES, "") for item in review.draw.checklist.items.all()}
    given = {"missing": [2] if verdict == Verdict.NOT_ASSESSABLE else [], "remark": "", "by": review.reviewer}
    return review_case(review, answers=answers, verdict=verdict, **given | facts)

"""The unit's own supervisions, made by the application's own actions."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import time_machine
from django.db import connection, transaction
from django.utils import timezone

from sanktion.models import Case, User
from tilsyn.actions.mock import draw_cases, last_month, review_case
from tilsyn.models import Answered, MockDraw, MockReview
from tilsyn.verdicts import Verdict

from .core import CaseFactory, CitizenFactory, TeamFactory, UserFactory
from .decisions import decided


def decided_last_month(by: User, count: int = 1) -> list[Case]:
    """Cases of the user's own team, decided by the user on the last day of the month before."""
    now = timezone.now()
    day = now.replace(day=1, hour=10) - timedelta(days=1)
    cases = []
    for _ in range(count):
        with time_machine.travel(day, tick=False):
            case = CaseFactory(event__citizen=CitizenFactory(team=by.teams.first()), by=by)
            decided(case, by)
        cases.append(case)
    return cases


def draw_of(by: User) -> MockDraw:
    return draw_cases(by.teams.get(), last_month(timezone.localdate()), by=by, seed=7)


@contextmanager
def shared_month() -> Iterator[User]:
    """Two cases decided last month by the user, and a colleague to review them: for the tests of a whole module."""
    with transaction.atomic():
        kirsten = UserFactory(role="sagsbehandler", teams=[TeamFactory()])
        UserFactory(role="sagsbehandler", teams=[kirsten.teams.get()])
        decided_last_month(kirsten, 2)
        # Once here, else each test would check it all anew when it ends.
        connection.check_constraints()
        yield kirsten
        transaction.set_rollback(True)


def mock_draw_of(case: Case, by: User) -> MockDraw:
    """Of the team's last month, with one case."""
    if not MockDraw.objects.filter(team=case.team).exists():
        UserFactory(role="sagsbehandler", teams=[case.team])
        decided_last_month(by)
    return draw_of(by)


def reviewed(review: MockReview, verdict: Verdict = Verdict.NO_CRITICISM, **facts) -> MockReview:
    """By the colleague who is to do it, with a yes to every question."""
    answers = {item.pk: (Answered.YES, "") for item in review.draw.checklist.items.all()}
    given = {"missing": [2] if verdict == Verdict.NOT_ASSESSABLE else [], "remark": "", "by": review.reviewer}
    return review_case(review, answers=answers, verdict=verdict, **given | facts)

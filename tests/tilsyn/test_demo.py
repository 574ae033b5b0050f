"""The demo has supervisions on every screen, made before anybody can sign in, and can be loaded twice."""

from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.utils import timezone

from sanktion.models import Case, CaseDocument, User
from tilsyn.models import (
    BenchmarkReport,
    Bundle,
    CaseAssessment,
    Dispatch,
    FollowUp,
    HoldBack,
    MockDraw,
    OrientationLetter,
    RoomPaper,
    SelectedCase,
    Supervision,
    SupervisionResult,
    SurveyAnswer,
)

from ..factories import CaseFactory, CitizenFactory, TeamFactory, UserFactory
from ..factories.decisions import decided
from ..factories.tilsyn import eligible

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

MADE = (Supervision, SelectedCase, Bundle, HoldBack, RoomPaper, Dispatch, OrientationLetter, CaseAssessment)
MADE += (SupervisionResult, FollowUp, SurveyAnswer, MockDraw, BenchmarkReport, CaseDocument)


@pytest.fixture
def staff():
    team = TeamFactory()
    for username, role in (("kirsten", "sagsbehandler"), ("tove", "tilsynsansvarlig"), ("adam", "administrator")):
        UserFactory(username=username, role=role, teams=[team])
    return team


def decided_case(team, *, days_ago: int, category: int = 2) -> Case:
    kirsten = User.objects.get(username="kirsten")
    with time_machine.travel(timezone.now() - timedelta(days=days_ago), tick=False):
        case = eligible(CaseFactory(event__citizen=CitizenFactory(team=team), by=kirsten), category=category)
        decided(case, kirsten)
    return case


def load() -> dict[str, int]:
    """With whole letters: a word of one is looked for and blacked out."""
    apps.get_app_config("tilsyn").load_demo(bare=False, tell=print)
    return {model.__name__: model.objects.count() for model in MADE}


def test_with_no_case_there_are_supervisions_all_the_same(staff):
    made = load()
    assert made["Supervision"] == 5
    assert made["SelectedCase"] == made["Dispatch"] == 0


def test_each_step_is_there_and_again_adds_nothing(staff):
    for days_ago in (330, 250, 40, 35):
        decided_case(staff, days_ago=days_ago)
    decided_case(staff, days_ago=30, category=4)
    made = load()
    assert set(Supervision.objects.values_list("status", flat=True)) == {"registered", "collecting", "result"}
    assert SelectedCase.objects.withdrawn().filter(supervision__status="collecting").count() == 1
    # The sample takes all the cases there are, and leaves none to the visit.
    assert [name for name, count in made.items() if not count] == ["RoomPaper"]
    assert load() == made

"""V097, V124, V125: the visit is held, the supervision ends and is closed."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from sanktion.base.deadlines import add_months
from sanktion.base.transitions import TransitionNotAllowed
from tilsyn.actions.requests import RequestNotChanged, change_supervision
from tilsyn.actions.scope import OutsideScope, outside_scope
from tilsyn.actions.steps import (
    StepRefused,
    close_supervision,
    end_supervision,
    hold_visit,
    lapse_supervision,
)
from tilsyn.figures.year import entries_of
from tilsyn.models import ListStatus, Supervision, SupervisionStatus
from tilsyn.shown.requests import terms_of

from ..factories import CaseFactory, CitizenFactory, TeamFactory, UserFactory
from ..factories.selection import STRANGER, asked
from ..factories.survey import survey_answer_of
from ..factories.tilsyn import eligible, selected_of, supervision_of

pytestmark = pytest.mark.django_db
NOON = "2026-03-25 12:00+01:00"


@pytest.fixture
def tove():
    return UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()])


@pytest.fixture
def visit(tove):
    with time_machine.travel(NOON, tick=False):
        facts = {"received_on": date(2026, 3, 3), "visit_on": date(2026, 3, 20)}
        yield selected_of(tove, form="visit", **facts).supervision


def test_the_copies_are_due_fourteen_days_after_the_day_the_visit_was_held(visit, tove):
    held = hold_visit(visit, held_on=date(2026, 3, 24), by=tove)
    assert (held.status, held.visit_on, held.due) == (SupervisionStatus.VISITED, date(2026, 3, 24), date(2026, 4, 7))


@pytest.mark.parametrize(("held_on", "told"), [(date(2026, 3, 26), "fremtiden"), (date(2026, 3, 2), "før")])
def test_a_visit_is_held_between_its_notice_and_today(visit, tove, held_on, told):
    with pytest.raises(StepRefused, match=told):
        hold_visit(visit, held_on=held_on, by=tove)


def test_only_a_visit_is_held(tove):
    with pytest.raises(StepRefused, match="Kun et tilsynsbesøg"):
        hold_visit(supervision_of(tove), held_on=timezone.localdate(), by=tove)


def test_a_visit_without_cases_is_not_held(tove):
    visit = supervision_of(tove, form="visit", visit_on=timezone.localdate())
    with pytest.raises(StepRefused, match="ingen sager"):
        hold_visit(visit, held_on=timezone.localdate(), by=tove)


def test_the_day_of_a_visit_that_was_held_stands(visit, tove):
    hold_visit(visit, held_on=date(2026, 3, 20), by=tove)
    facts = {"visit_on": date(2026, 3, 19)}
    with pytest.raises(RequestNotChanged, match="holdt"):
        change_supervision(visit, facts, reason="Rettet", by=tove)
    with pytest.raises(IntegrityError, match="Besøget er holdt"), transaction.atomic():
        Supervision.objects.filter(pk=visit.pk).update(**facts)


def test_the_end_starts_the_directorates_three_months(visit, tove):
    hold_visit(visit, held_on=date(2026, 3, 20), by=tove)
    ended = end_supervision(visit, ended_on=date(2026, 3, 25), by=tove)
    assert (ended.status, ended.result_due) == (SupervisionStatus.ENDED, date(2026, 6, 25))
    with pytest.raises(TransitionNotAllowed):
        end_supervision(visit, ended_on=date(2026, 3, 25), by=tove)


def test_a_supervision_does_not_end_before_its_visit(visit, tove):
    hold_visit(visit, held_on=date(2026, 3, 20), by=tove)
    with pytest.raises(StepRefused, match="20-03-2026"):
        end_supervision(visit, ended_on=date(2026, 3, 19), by=tove)


def test_it_is_closed_when_the_result_has_come_and_not_changed_afterwards(visit, tove):
    end_supervision(visit, ended_on=date(2026, 3, 25), by=tove)
    with pytest.raises(TransitionNotAllowed):
        close_supervision(visit, by=tove)
    Supervision.objects.get(pk=visit.pk).receive_result(by=tove)
    assert close_supervision(visit, by=tove).status == SupervisionStatus.CLOSED
    with pytest.raises(RequestNotChanged, match="lukket"):
        change_supervision(visit, {"contact": "Ny"}, reason="Rettet", by=tove)


def test_nobody_ends_a_supervision_of_which_they_see_only_a_part(visit, tove):
    other = TeamFactory()
    both = UserFactory(role="tilsynsansvarlig", teams=[tove.teams.get(), other])
    elsewhere = eligible(CaseFactory(event__citizen=CitizenFactory(team=other), by=both))
    selected_of(both, supervision=visit, case=elsewhere)
    assert (outside_scope(visit, tove), outside_scope(visit, both)) == (1, 0)
    for act in (lambda: end_supervision(visit, ended_on=date(2026, 3, 25), by=tove), lambda: _held(visit, tove)):
        with pytest.raises(OutsideScope, match="1 af tilsynets sager"):
            act()
    assert end_supervision(visit, ended_on=date(2026, 3, 25), by=both).status == SupervisionStatus.ENDED


def _held(visit, by):
    return hold_visit(visit, held_on=date(2026, 3, 20), by=by)


@pytest.mark.parametrize("ended_on", [date(2025, 11, 30), date(2026, 1, 15), date(2027, 11, 29)])
def test_the_database_counts_the_three_months_as_the_model_does(tove, ended_on):
    """V124: the end of November to the last of February."""
    supervision = supervision_of(tove)
    Supervision.objects.filter(pk=supervision.pk).update(status=SupervisionStatus.ENDED, ended_on=ended_on)
    found = Supervision.objects.with_result_by().get()
    assert found.result_by == found.result_due == add_months(ended_on, 3)
    assert not Supervision.objects.result_overdue(found.result_by).exists()
    assert Supervision.objects.result_overdue(found.result_by + timedelta(days=1)).exists()


def test_a_visit_that_ended_without_being_held_is_told_of_nowhere_as_held(visit, tove):
    """V125: the day it was planned for is no day on which it was held."""
    ended = end_supervision(visit, ended_on=date(2026, 3, 25), by=tove)
    assert (ended.visit_on, ended.visit_was_held) == (None, False)
    told = [term.label for term in terms_of(ended, ended.result_due)]
    assert told == ["Direktoratets resultat"]
    found = Supervision.objects.with_result_by().get()
    assert [entry.what for entry in entries_of(found)] == [
        "Anmodning modtaget",
        "Tilsynet afsluttet",
        "Frist for direktoratets resultat",
    ]


def test_the_notice_did_not_come_after_the_visit_that_was_held(visit, tove):
    hold_visit(visit, held_on=date(2026, 3, 20), by=tove)
    with pytest.raises(RequestNotChanged, match="før varslet kom"):
        change_supervision(visit, {"received_on": date(2026, 3, 23)}, reason="Rettet", by=tove)
    with pytest.raises(IntegrityError, match="supervision_visit_after_notice"), transaction.atomic():
        Supervision.objects.filter(pk=visit.pk).update(received_on=date(2026, 3, 23))


def test_a_request_without_cases_lapses_and_its_lists_are_destroyed(tove):
    """V033, V124: taken back by the directorate, or registered by mistake. Nothing is owed by anyone afterwards."""
    supervision = supervision_of(tove, way="cpr_list")
    question = asked(supervision, [], tove, STRANGER)
    lapsed = lapse_supervision(supervision, reason="Registreret to gange", by=tove)
    assert (lapsed.status, lapsed.ended_on) == (SupervisionStatus.CLOSED, timezone.localdate())
    assert lapsed.history.first().history_change_reason == "Bortfaldet: Registreret to gange"
    question.refresh_from_db()
    assert (question.status, question.rows.count()) == (ListStatus.DESTROYED, 0)
    assert Supervision.objects.with_result_by().get().result_by is None
    assert not Supervision.objects.owing().exists()


def test_a_request_with_cases_does_not_lapse(visit, tove):
    """V022: the cases are the directorate's, and each of them is taken out on a ground of its own."""
    with pytest.raises(StepRefused, match="udpeget sager"):
        lapse_supervision(visit, reason="Fortrudt", by=tove)


def test_a_survey_answered_by_a_search_alone_ends_without_a_case(tove):
    """V102: the directorate may ask for information only. It has not lapsed, for it was answered."""
    case = eligible(CaseFactory(event__citizen=CitizenFactory(team=tove.teams.get()), by=tove))
    survey = survey_answer_of(case, tove).supervision
    with pytest.raises(StepRefused, match="besvaret"):
        lapse_supervision(survey, reason="Fortrudt", by=tove)
    assert end_supervision(survey, ended_on=timezone.localdate(), by=tove).status == SupervisionStatus.ENDED


def test_what_has_neither_cases_nor_an_answer_is_not_ended(tove):
    with pytest.raises(StepRefused, match="hverken sager eller svar"):
        end_supervision(supervision_of(tove), ended_on=timezone.localdate(), by=tove)

"""V019, V021, V025, V094, V101-V104: a request as it comes in, and as it is put right."""

import uuid
from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from sanktion.actions.upload import look_at
from tilsyn.actions.requests import (
    NoDirectorate,
    RequestNotChanged,
    change_supervision,
    receive_paper,
    register_supervision,
)
from tilsyn.models import PaperKind, SelectionWay, Supervision, SupervisionForm

from ..factories import TeamFactory, UserFactory
from ..factories.tilsyn import selected_of, supervision_of

pytestmark = pytest.mark.django_db
NOON = "2026-03-04 12:00+01:00"


@pytest.fixture
def tove():
    return UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()])


@pytest.fixture(scope="module")
def letter():
    return look_at(b"Varsel")[0]


def registered(tove, **facts):
    facts = {"form": SupervisionForm.CENTRAL_SAMPLE, "way": SelectionWay.NOTICES, "by": tove} | facts
    return register_supervision(**{"received_on": date(2026, 3, 3)} | facts)


def test_a_request_keeps_its_letter_with_the_day_it_came(tove, letter):
    supervision = registered(tove, notice=letter)
    paper = supervision.papers.get()
    assert (paper.kind, paper.title) == (PaperKind.NOTICE, "Anmodning om central stikprøvekontrol")
    assert (paper.received_on, paper.data) == (date(2026, 3, 3), letter.data)


def test_a_double_click_makes_one_request(tove, letter):
    key = uuid.uuid4()
    first = registered(tove, key=key, notice=letter)
    assert registered(tove, key=key, notice=letter) == first
    assert Supervision.objects.count() == first.papers.count() == 1


def test_material_is_due_fourteen_days_from_the_request(tove):
    """V052: 17 March, and Easter moves what ends on it."""
    assert registered(tove).due == date(2026, 3, 17)
    assert registered(tove, received_on=date(2026, 3, 19)).due == date(2026, 4, 7)


def test_a_visits_papers_are_due_on_its_day(tove):
    visit = registered(tove, form=SupervisionForm.VISIT, visit_on=date(2026, 3, 20))
    assert (visit.due, visit.deadline.end) == (date(2026, 3, 20), date(2026, 4, 7))


@pytest.mark.parametrize(("day", "is_short"), [(16, True), (17, False), (18, False)])
def test_a_visit_told_of_less_than_fourteen_days_before_is_short_notice(day, is_short):
    """V094."""
    visit = Supervision(form="visit", received_on=date(2026, 3, 3), visit_on=date(2026, 3, day))
    assert visit.is_short_notice is is_short


def test_a_survey_must_have_a_theme_and_may_point_at_an_earlier_one(tove):
    """V104."""
    earlier = registered(tove)
    survey = registered(tove, form=SupervisionForm.SPOT_SURVEY, theme="Sanktionssatser", earlier=earlier)
    assert list(earlier.later.all()) == [survey]
    with pytest.raises(IntegrityError, match="survey_has_theme"), transaction.atomic():
        registered(tove, form=SupervisionForm.SPOT_SURVEY)


def test_nothing_is_registered_of_a_day_when_nobody_supervised(tove):
    with pytest.raises(NoDirectorate, match="administrator"):
        registered(tove, received_on=date(2005, 1, 1))


def test_the_same_letter_twice_is_one(tove, letter):
    supervision = registered(tove)
    facts = {"kind": PaperKind.OTHER, "title": "Liste", "received_on": date(2026, 3, 4), "by": tove}
    assert receive_paper(supervision, letter, **facts) == receive_paper(supervision, letter, **facts)


def test_the_deadline_follows_the_day_the_request_came(tove):
    supervision = registered(tove)
    changed = change_supervision(supervision, {"received_on": date(2026, 3, 5)}, reason="Stemplet den 5.", by=tove)
    assert changed.due == date(2026, 3, 19)
    row = supervision.history.first()
    assert (row.history_change_reason, row.history_user) == ("Stemplet den 5.", tove)


def test_the_deadline_follows_a_visit_that_is_moved(tove):
    visit = registered(tove, form=SupervisionForm.VISIT, visit_on=date(2026, 3, 20))
    facts = {"visit_on": date(2026, 3, 25)}
    assert change_supervision(visit, facts, reason="Direktoratet ringede", by=tove).due == date(2026, 3, 25)


def test_only_what_is_told_is_changed(tove):
    supervision = registered(tove, contact="Inger Holm")
    Supervision.objects.filter(pk=supervision.pk).update(announced_size=7)
    changed = change_supervision(supervision, {"reference": "J-1"}, reason="Oplyst", by=tove)
    assert (changed.announced_size, changed.contact, changed.reference) == (7, "Inger Holm", "J-1")


@time_machine.travel(NOON, tick=False)
def test_what_is_sent_keeps_the_day_it_was_asked_for(tove):
    supervision = selected_of(tove, received_on=date(2026, 3, 3)).supervision
    Supervision.objects.get(pk=supervision.pk).mark_sent(by=tove)
    facts = {"received_on": date(2026, 3, 2)}
    with pytest.raises(RequestNotChanged, match="sendt"):
        change_supervision(supervision, facts, reason="Rettet", by=tove)
    with pytest.raises(IntegrityError, match="Materialet er sendt"), transaction.atomic():
        Supervision.objects.filter(pk=supervision.pk).update(**facts)


@pytest.mark.thorough
def test_the_deadline_moves_later_in_no_other_way_than_by_a_notice(tove):
    """V053: in the database too. Sooner is nobody's loss."""
    supervision = supervision_of(tove)
    with pytest.raises(IntegrityError, match="meddelelse om forsinkelse"), transaction.atomic():
        Supervision.objects.filter(pk=supervision.pk).update(due=supervision.due + timedelta(days=1))
    with pytest.raises(IntegrityError, match="meddelelse om forsinkelse"), transaction.atomic():
        supervision.move_due(supervision.due + timedelta(days=1), reason="Uden brev", by=tove)
    Supervision.objects.filter(pk=supervision.pk).update(due=timezone.localdate())

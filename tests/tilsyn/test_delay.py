"""V053, V098, V126: what is told when a deadline can't be kept."""

import io
import uuid
from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from pypdfium2 import PdfDocument

from sanktion.models.texts import LETTERS, Words
from tilsyn.actions.delays import DelayRefused, give_delay, note_directorate_delay
from tilsyn.actions.papers import file_paper
from tilsyn.actions.requests import change_supervision
from tilsyn.actions.steps import end_supervision, hold_visit
from tilsyn.models import PaperKind, Supervision, SupervisionDelay, SupervisionStatus

from ..factories import TeamFactory, UserFactory
from ..factories.letters import short_letters
from ..factories.tilsyn import selected_of, supervision_of

pytestmark = pytest.mark.django_db
DUE = date(2026, 3, 17)
REASON = "Vi venter på to arbejdsgivere."


@pytest.fixture
def tove():
    return UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()])


@pytest.fixture
def supervision(tove):
    with time_machine.travel("2026-03-17 12:00+01:00", tick=False):
        yield supervision_of(tove, received_on=date(2026, 3, 3))


def delayed(supervision, tove, days=7, **facts):
    with short_letters():
        facts = {"new_due": DUE + timedelta(days=days), "reason": REASON, "key": uuid.uuid4()} | facts
        return give_delay(supervision, **facts, by=tove)


def text_of(data: bytes) -> str:
    pages = PdfDocument(io.BytesIO(data))
    return " ".join("".join(page.get_textpage().get_text_range() for page in pages).split())


def test_the_new_day_is_the_deadline_and_the_notice_is_counted(supervision, tove):
    first = delayed(supervision, tove)
    second = delayed(supervision, tove, days=9)
    assert Supervision.objects.get().due == date(2026, 3, 26)
    assert [(delay.old_due, delay.new_due) for delay in supervision.delays.all()] == [
        (DUE, date(2026, 3, 24)),
        (date(2026, 3, 24), date(2026, 3, 26)),
    ]
    assert first.paper != second.paper
    assert supervision.history.first().history_change_reason == "Udskudt fra 24. marts 2026 til 26. marts 2026"


def test_the_letter_says_why_and_when(supervision, tove):
    key = uuid.uuid4()
    give_delay(supervision, new_due=date(2026, 3, 24), reason=REASON, by=tove, key=key)
    paper = supervision.papers.get()
    told = text_of(paper.data)
    assert (paper.kind, paper.received_on) == (PaperKind.DELAY, None)
    assert "senest den 24. marts 2026" in told
    assert "senest den 17. marts 2026" in told
    for words in (REASON, "Styrelsen for Arbejdsmarked", "nr. 1404", "§ 7", paper.full_number, str(tove)):
        assert words in told


def test_the_preview_of_the_administrator_is_the_same_letter():
    told = text_of(LETTERS["supervision_delay"].preview(Words("supervision_delay")))
    assert "Eksempeldirektoratet" in told


def test_a_double_click_gives_one_notice(supervision, tove):
    key = uuid.uuid4()
    assert delayed(supervision, tove, key=key) == delayed(supervision, tove, key=key)
    assert supervision.papers.count() == 1


@pytest.mark.parametrize(("day", "is_late"), [("2026-03-17", False), ("2026-03-18", True)])
def test_a_notice_after_the_deadline_is_marked(supervision, tove, day, is_late):
    with time_machine.travel(f"{day} 23:30+01:00", tick=False):
        assert delayed(supervision, tove).is_late is is_late


@pytest.mark.parametrize("days", [0, -1])
def test_the_new_day_is_later_than_the_deadline(supervision, tove, days):
    with pytest.raises(DelayRefused, match="efter den nuværende frist"):
        delayed(supervision, tove, days=days)


def test_the_new_day_is_later_than_today_too(supervision, tove):
    with time_machine.travel("2026-03-25 12:00+01:00", tick=False), pytest.raises(DelayRefused, match="efter i dag"):
        delayed(supervision, tove, days=8)


def test_a_visit_that_is_not_held_has_nothing_to_delay_and_its_copies_have(tove):
    """V098."""
    with time_machine.travel("2026-03-17 12:00+01:00", tick=False):
        visit = selected_of(tove, form="visit", received_on=date(2026, 3, 3), visit_on=DUE).supervision
        visit.refresh_from_db()
        with pytest.raises(DelayRefused, match="ingen frist"):
            delayed(visit, tove)
        due = hold_visit(visit, held_on=DUE, by=tove).due
        assert delayed(visit, tove, new_due=due + timedelta(days=3)).old_due == due == date(2026, 3, 31)


def test_what_is_put_right_afterwards_leaves_the_new_deadline(supervision, tove):
    delay = delayed(supervision, tove)
    changed = change_supervision(supervision, {"received_on": date(2026, 3, 4)}, reason="Stemplet", by=tove)
    assert changed.due == delay.new_due


@pytest.mark.thorough
def test_ways_round_the_notice(supervision, tove):
    """V053: no notice without its letter, of another deadline, or that moves nothing."""
    other = supervision_of(tove, received_on=date(2026, 3, 3))
    letter, notice, others = (
        file_paper(of, kind=kind, title="Brev", render=lambda number: b"%PDF", by=tove)
        for of, kind in ((supervision, "delay"), (supervision, "notice"), (other, "delay"))
    )
    good = {"supervision": supervision, "old_due": DUE, "new_due": date(2026, 3, 24), "reason": "Fordi", "by": tove}
    for wrong, told in [
        ({"paper": notice}, "ikke skrevet"),
        ({"paper": others}, "ikke skrevet"),
        ({"old_due": date(2026, 3, 16)}, "en anden"),
        ({"new_due": DUE}, "delay_is_to_a_later_day"),
        ({"reason": " "}, "delay_says_why"),
    ]:
        with pytest.raises(IntegrityError, match=told), transaction.atomic():
            SupervisionDelay.objects.create(**good | {"paper": letter} | wrong)
    SupervisionDelay.objects.create(**good, paper=letter)
    with pytest.raises(IntegrityError, match="ikke blevet fristen"):
        connection.check_constraints()


@pytest.mark.thorough
@pytest.mark.parametrize("status", [SupervisionStatus.SENT, SupervisionStatus.ENDED])
def test_what_is_sent_is_not_delayed(supervision, tove, status):
    letter = file_paper(supervision, kind="delay", title="Brev", render=lambda number: b"%PDF", by=tove)
    ended_on = DUE if status == SupervisionStatus.ENDED else None
    Supervision.objects.filter(pk=supervision.pk).update(status=status, ended_on=ended_on)
    with pytest.raises(DelayRefused):
        delayed(supervision, tove)
    facts = {"old_due": DUE, "new_due": date(2026, 3, 24), "reason": "Fordi", "by": tove, "paper": letter}
    with pytest.raises(IntegrityError, match="ingen frist"), transaction.atomic():
        SupervisionDelay.objects.create(supervision=supervision, **facts)


@pytest.mark.thorough
def test_a_notice_is_neither_changed_nor_removed(supervision, tove):
    delay = delayed(supervision, tove)
    for statement in ("UPDATE tilsyn_supervisiondelay SET reason = 'x'", "DELETE FROM tilsyn_supervisiondelay"):
        with pytest.raises(Exception, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert SupervisionDelay.objects.get() == delay


def ended(tove):
    supervision = selected_of(tove, received_on=date(2026, 1, 5)).supervision
    return end_supervision(supervision, ended_on=date(2026, 1, 15), by=tove)


@time_machine.travel("2026-04-14 12:00+02:00", tick=False)
def test_the_directorates_own_delay_moves_the_day_its_result_is_expected(tove):
    """V126."""
    supervision = ended(tove)
    facts = {"received_on": date(2026, 4, 13), "expected_on": date(2026, 5, 1), "reason": "Sygdom"}
    noted = note_directorate_delay(supervision, **facts, by=tove, key=uuid.uuid4())
    assert (supervision.result_due, noted.paper) == (date(2026, 4, 15), None)
    assert Supervision.objects.with_result_by().get().result_by == date(2026, 5, 1)


@time_machine.travel("2026-04-14 12:00+02:00", tick=False)
def test_the_directorate_delays_no_result_that_nobody_waits_for(tove):
    facts = {"received_on": date(2026, 4, 13), "expected_on": date(2026, 5, 1), "reason": "Sygdom"}
    supervision = supervision_of(tove)
    with pytest.raises(DelayRefused):
        note_directorate_delay(supervision, **facts, by=tove, key=uuid.uuid4())
    with pytest.raises(IntegrityError, match="ventes ikke"), transaction.atomic():
        supervision.directorate_delays.create(**facts, by=tove)

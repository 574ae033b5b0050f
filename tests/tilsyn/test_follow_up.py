"""V129-V133, V144-V147: what comes of a result is owned, dated, and done only with proof."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from tilsyn.actions.follow_up import FollowUpNotAllowed, finish_follow_up, note_dialogue, plan_follow_up
from tilsyn.forms.follow_up import FollowUpForm
from tilsyn.models import DialogueNote, FollowUp, FollowUpKind, Supervision

from ..factories import UserFactory
from ..factories.after import A_PDF, follow_up_in, responsible
from ..factories.letters import short_letters
from ..factories.tilsyn import selected_of, supervision_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def tove():
    return responsible()


def finish(follow_up, by, **facts):
    finish_follow_up(follow_up, done_on=timezone.localdate(), by=by, **{"outcome": "", "file": A_PDF} | facts)
    return FollowUp.objects.get(pk=follow_up.pk)


@pytest.mark.parametrize("kind", [kind for kind in FollowUpKind if kind != FollowUpKind.ACCOUNT])
def test_it_is_done_with_proof_and_not_without(tove, kind):
    follow_up = follow_up_in(supervision_of(tove), tove, kind=kind)
    auditor = {"auditor_on": timezone.localdate()} if kind == FollowUpKind.PROCEDURE else {}
    with pytest.raises(FollowUpNotAllowed, match="dokumentationen"):
        finish(follow_up, tove, file=None, **auditor)
    done = finish(follow_up, tove, **auditor)
    assert (done.is_open, done.proof.kind, done.proof.selected) == (False, "follow_up", None)


def test_a_procedure_names_the_day_the_auditor_took_part(tove):
    """V131: «med inddragelse af kommunens revisor»."""
    follow_up = follow_up_in(supervision_of(tove), tove, kind="procedure")
    with pytest.raises(FollowUpNotAllowed, match="revisor"):
        finish(follow_up, tove)


def test_an_account_is_answered_with_a_letter_of_our_own(tove):
    """V129."""
    follow_up = follow_up_in(supervision_of(tove), tove, kind="account")
    with short_letters():
        done = finish(follow_up, tove, file=None, outcome="Vi har indført en ny skabelon.")
    assert (done.proof.kind, done.proof.received_on) == ("account", None)


def test_done_twice_is_done_once(tove):
    follow_up = follow_up_in(supervision_of(tove), tove)
    first = finish(follow_up, tove)
    assert finish(follow_up, tove).proof == first.proof


def test_a_double_click_plans_and_notes_once(tove):
    supervision, key = supervision_of(tove), FollowUp().key
    plans = [follow_up_in(supervision, tove, kind="dialogue", key=key) for _ in range(2)]
    assert plans[0] == plans[1]
    for _ in range(2):
        note_dialogue(plans[0], held_on=timezone.localdate(), areas="Journalen", methods="Skabelon", key=key, by=tove)
    assert DialogueNote.objects.count() == 1


def test_what_is_late_is_found_and_a_closed_supervision_is_not(tove):
    supervision = supervision_of(tove)
    follow_up = follow_up_in(supervision, tove, due=timezone.localdate())
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert list(FollowUp.objects.overdue(tomorrow)) == [follow_up]
    assert not FollowUp.objects.overdue(timezone.localdate()).exists()
    Supervision.objects.filter(pk=supervision.pk).update(status="closed", ended_on=timezone.localdate())
    assert not FollowUp.objects.overdue(tomorrow).exists()
    with pytest.raises(FollowUpNotAllowed, match="lukket"):
        finish(follow_up, tove)


@pytest.mark.thorough
@pytest.mark.parametrize(
    "change",
    [
        "done_on = current_date",
        "done_on = current_date, done_by_id = made_by_id",
        "kind = 'account'",
        "reason = 'other'",
    ],
)
def test_the_database_wants_the_proof_itself(tove, change):
    follow_up_in(supervision_of(tove), tove)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE tilsyn_followup SET {change}")  # noqa: S608 - the changes stand above


@pytest.mark.thorough
def test_an_account_says_why_and_what_is_done_stays_done(tove):
    supervision = supervision_of(tove)
    with pytest.raises(IntegrityError, match="follow_up_account_has_reason"), transaction.atomic():
        plan_follow_up(
            supervision, kind="account", reason="", title="Svar", owner=tove, due=timezone.localdate(), by=tove
        )
    finish(follow_up_in(supervision, tove), tove)
    for statement in ("UPDATE tilsyn_followup SET done_on = NULL, done_by_id = NULL", "DELETE FROM tilsyn_followup"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.thorough
def test_the_proof_is_a_letter_of_the_supervision_and_not_of_a_case(tove):
    selected = selected_of(tove)
    follow_up = follow_up_in(selected.supervision, tove)
    about = {"number": 9, "kind": "follow_up", "title": "Om en sag", "size": 1, "sha256": "", "selected": selected}
    paper = selected.supervision.papers.create(**about)
    facts = {"guideline": None, "auditor_on": None, "outcome": "", "done_on": timezone.localdate()}
    with pytest.raises(IntegrityError, match="hører ikke til"), transaction.atomic():
        follow_up.finish(proof=paper, by=tove, **facts)


@pytest.mark.thorough
def test_dialogue_is_noted_only_where_there_is_one(tove):
    follow_up = follow_up_in(supervision_of(tove), tove)
    with pytest.raises(FollowUpNotAllowed, match="dialog"):
        note_dialogue(follow_up, held_on=timezone.localdate(), areas="Journalen", by=tove)


def test_nobody_is_made_responsible_who_can_not_open_it(tove):
    """Least of all the directorate's own people."""
    outside = [UserFactory(role=role) for role in ("direktoratet", "administrator")]
    offered = FollowUpForm().fields["owner"].queryset
    assert (tove in offered, [user for user in outside if user in offered]) == (True, [])

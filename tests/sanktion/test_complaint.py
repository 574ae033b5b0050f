"""A complaint from the day it came to what Ankestyrelsen held, and what it does to the decision that stands."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from sanktion.actions import complaint as acts
from sanktion.actions.case import ComplaintOpen, close_case
from sanktion.actions.complaint import ComplaintNotAllowed
from sanktion.actions.register import deliver, extract
from sanktion.models import (
    AppealRuling,
    Case,
    CaseDocument,
    Complaint,
    ComplaintStatus,
    Decision,
    DecisionChange,
    JournalEntry,
    LegalBasis,
    Outcome,
)
from sanktion.models.readiness import readiness

from ..factories import CaseFactory, UserFactory
from ..factories.complaints import WORDS, complaint_in, forwarded, late_complaint, lifted, reassessing, ruled, upheld
from ..factories.decisions import decided

pytestmark = pytest.mark.django_db

REASONS = "Vi har vurderet sagen igen."


def headings(case) -> list[str]:
    return [entry.heading for entry in JournalEntry.objects.filter(case=case).order_by("number")]


def execute(sql, params=()):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_complaint_is_sealed_journalled_and_acknowledged(case, caseworker):
    complaint = complaint_in(case, caseworker)
    assert complaint.text == WORDS
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM sanktion_complaint")
        assert b"indkaldelsen" not in bytes(cursor.fetchone()[0])
    entry = JournalEntry.objects.filter(case=case).order_by("-number").first()
    assert (entry.heading, entry.text) == ("Klage modtaget", WORDS)
    assert dict(entry.facts)["Brev"] == complaint.acknowledgement.full_number
    assert complaint.acknowledgement.data.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("letter_on", "received_on", "deadline", "late"),
    [
        # 28 days from Monday 4 May 2026 end on Monday 1 June.
        (date(2026, 5, 4), date(2026, 6, 1), date(2026, 6, 1), False),
        (date(2026, 5, 4), date(2026, 6, 2), date(2026, 6, 1), True),
        # Ends on 5 June, which is closed: Monday 8 June.
        (date(2026, 5, 8), date(2026, 6, 8), date(2026, 6, 8), False),
        (date(2026, 5, 8), date(2026, 6, 9), date(2026, 6, 8), True),
    ],
)
def test_four_weeks_from_the_letter(letter_on, received_on, deadline, late):
    """Domain, «Complaint»: to the municipality within 4 weeks of receipt; reassessed within 4 weeks."""
    citizens, ours = Complaint.deadlines(letter_on, received_on)
    complaint = Complaint(decision_received_on=letter_on, received_on=received_on, deadline=citizens.end)
    assert (citizens.end, complaint.is_late) == (deadline, late)
    assert ours.end >= received_on + timedelta(days=28)
    assert "28 dage fra" in complaint.deadline_sum


def test_late_complaint_waits_for_a_dispensation(case, caseworker):
    complaint = late_complaint(case, caseworker)
    assert complaint.next_step == "Tag stilling til dispensation"
    with pytest.raises(ComplaintNotAllowed, match="dispensation"):
        acts.begin_reassessment(complaint, by=caseworker)
    with pytest.raises(IntegrityError, match="complaint_taken_up_in_time"):
        execute("UPDATE sanktion_complaint SET status = 'reassessing'")
    acts.decide_dispensation(complaint, granted=True, reason="Indlagt i hele perioden.", by=caseworker)
    acts.begin_reassessment(complaint, by=caseworker)
    complaint.refresh_from_db()
    assert complaint.status == ComplaintStatus.REASSESSING


def test_late_complaint_is_dismissed_with_a_letter(case, caseworker):
    complaint = late_complaint(case, caseworker)
    acts.decide_dispensation(complaint, granted=False, reason="Ingen særlig grund.", by=caseworker)
    complaint.refresh_from_db()
    assert (complaint.status, complaint.next_due) == (ComplaintStatus.DISMISSED, None)
    assert complaint.result_letter.data.startswith(b"%PDF")
    assert "Klage afvist: kom for sent" in headings(case)


def test_no_dispensation_for_what_came_in_time(case, caseworker):
    complaint = complaint_in(case, caseworker)
    with pytest.raises(ComplaintNotAllowed):
        acts.decide_dispensation(complaint, granted=False, reason="–", by=caseworker)
    with pytest.raises(IntegrityError, match="complaint_"):
        execute("UPDATE sanktion_complaint SET dispensation = false, status = 'dismissed'")


def test_due_is_a_query_until_the_complaint_has_left_the_house(case, caseworker):
    complaint = reassessing(case, caseworker)
    assert list(Complaint.objects.due()) == [complaint]
    assert not Complaint.objects.due(by=complaint.reassess_due - timedelta(days=1)).exists()
    acts.uphold(complaint, reasons=REASONS, by=caseworker)
    assert list(Complaint.objects.due()) == [complaint]
    acts.forward(complaint, remarks="", by=caseworker)
    assert not Complaint.objects.due().exists()


def test_the_whole_way_to_ankestyrelsen(case, caseworker):
    complaint = ruled(case, caseworker)
    assert complaint.status == ComplaintStatus.RULED
    assert complaint.ruling.outcome == "confirmed"
    titles = set(CaseDocument.objects.filter(case=case).values_list("title", flat=True))
    assert {"Oversendelse til Ankestyrelsen", "Genvurdering: fastholdt", "Vi har modtaget din klage"} <= titles
    assert "Ankestyrelsen har afgjort klagen: stadfæstet" in headings(case)
    assert complaint.history.count() == 5


def test_medhold_is_a_new_act_and_the_decision_is_untouched(case, caseworker):
    """V113."""
    complaint = lifted(case, caseworker)
    decision = Decision.objects.get(case=case)
    assert decision.outcome == Outcome.DEDUCTION
    assert decision.standing.outcome == Outcome.NO_SANCTION
    assert complaint.status == ComplaintStatus.CHANGED
    assert complaint.next_due is None
    assert decision.history.count() == 1


def test_the_standing_outcome_is_what_the_others_use(case, caseworker, team):
    """Register, look-back and «Tilsynsklar»."""
    other = CaseFactory(event__citizen=case.citizen, by=caseworker)
    today = timezone.localdate()
    decided(case, caseworker)
    case = Case.objects.get(pk=case.pk)
    assert Decision.objects.earlier_sanctions(other).count() == 1
    by = UserFactory(role="tilsynsansvarlig", teams=[team])
    deliver(today, today, file_format="csv", purpose="Før klagen kom", by=by)
    lifted(case, caseworker)
    assert not Decision.objects.sanctions().exists()
    assert not Decision.objects.earlier_sanctions(other).exists()
    assert all(not row.details for row in readiness(other))
    rows = extract(today, today, user=by).rows
    assert [(row.change, row.facts[4]) for row in rows] == [("gone", "Ingen sanktion")]


def test_a_lighter_sanction_shows_as_changed(case, caseworker, team):
    today = timezone.localdate()
    decided(case, caseworker, outcome=Outcome.REDUCTION)
    by = UserFactory(role="tilsynsansvarlig", teams=[team])
    deliver(today, today, file_format="csv", purpose="Før klagen kom", by=by)
    complaint = reassessing(Case.objects.get(pk=case.pk), caseworker)
    act = {"outcome": Outcome.DEDUCTION, "legal_basis": basis(case), "effect_from": today + timedelta(days=9)}
    acts.give_way(complaint, status=ComplaintStatus.PARTLY, reasons=REASONS, **act, by=caseworker)
    other = CaseFactory(event__citizen=case.citizen, by=caseworker)
    assert "fradrag" in next(row for row in readiness(other) if row.details).details[0]
    assert [row.change for row in extract(today, today, user=by).rows] == ["changed"]
    with time_machine.travel(timezone.now() + timedelta(days=40), tick=False):
        # The decision is of another period, but not the change: it was today.
        assert extract(today, today, user=by).rows[0].facts[4] == "Fradrag"


def test_a_change_outside_the_decisions_period_is_delivered_with_its_own(case, caseworker, team):
    with time_machine.travel(timezone.now() - timedelta(days=20), tick=False):
        decided(case, caseworker)
        then = timezone.localdate()
        by = UserFactory(role="tilsynsansvarlig", teams=[team])
        deliver(then, then, file_format="csv", purpose="Før klagen kom", by=by)
    lifted(Case.objects.get(pk=case.pk), caseworker)
    today = timezone.localdate()
    assert [row.change for row in extract(today, today, user=by).rows] == ["gone"]


def basis(case) -> LegalBasis:
    return LegalBasis.objects.on(case.event.occurred_on).first()


@pytest.mark.parametrize("outcome", ["changed", "remitted"])
def test_ankestyrelsens_change_calls_for_a_new_decision(case, caseworker, outcome):
    """V115: their outcome stands apart; the new decision is the municipality's own (V113)."""
    complaint = ruled(case, caseworker, outcome=outcome)
    assert complaint.next_step == "Træf ny afgørelse efter Ankestyrelsen"
    acts.follow_ruling(complaint, outcome=Outcome.NO_SANCTION, reasons=REASONS, by=caseworker)
    complaint.refresh_from_db()
    assert complaint.next_due is None
    assert AppealRuling.objects.get().outcome == outcome
    assert Decision.objects.get(case=case).standing.outcome == Outcome.NO_SANCTION


def test_confirmed_ruling_gives_no_new_decision(case, caseworker):
    complaint = ruled(case, caseworker)
    with pytest.raises(ComplaintNotAllowed, match="Ankestyrelsen har bedt om den"):
        acts.follow_ruling(complaint, outcome=Outcome.NO_SANCTION, reasons=REASONS, by=caseworker)


@pytest.mark.each_case
@pytest.mark.parametrize(
    ("first", "act", "refusal"),
    [
        (Outcome.NO_SANCTION, {"outcome": Outcome.DEDUCTION, "days": 9}, "når der ikke gælder nogen"),
        (Outcome.DEDUCTION, {"outcome": Outcome.STRICT, "days": 9}, "skærpet sanktion"),
        (Outcome.DEDUCTION, {"outcome": Outcome.REDUCTION, "days": 1}, "tidligere dag"),
        (Outcome.DEDUCTION, {"outcome": Outcome.REDUCTION, "days": 150}, "for længe efter hændelsen"),
        (Outcome.DEDUCTION, {"outcome": Outcome.DEDUCTION, "days": 5}, "den samme som den gamle"),
    ],
)
def test_a_complaint_never_makes_it_worse(case, caseworker, first, act, refusal):
    decided(case, caseworker, outcome=first)
    complaint = reassessing(Case.objects.get(pk=case.pk), caseworker)
    effect = timezone.localdate() + timedelta(days=act["days"])
    with pytest.raises(ComplaintNotAllowed, match=refusal):
        acts.give_way(
            complaint,
            status=ComplaintStatus.PARTLY,
            outcome=act["outcome"],
            legal_basis=basis(case),
            effect_from=effect,
            reasons=REASONS,
            by=caseworker,
        )
    assert not DecisionChange.objects.exists()


def test_one_open_complaint_a_case(case, caseworker):
    complaint = complaint_in(case, caseworker)
    with pytest.raises(ComplaintNotAllowed, match="allerede en klage"):
        complaint_in(complaint.case, caseworker)


def test_the_same_key_twice_is_one_complaint(case, caseworker):
    complaint = complaint_in(case, caseworker)
    today = timezone.localdate()
    again = acts.receive_complaint(
        complaint.case,
        received_on=today,
        channel="letter",
        text=WORDS,
        decision_received_on=today,
        by=caseworker,
        key=complaint.key,
    )
    assert again == complaint
    assert Complaint.objects.count() == 1


def test_case_is_not_closed_over_an_open_complaint(case, caseworker):
    complaint = forwarded(case, caseworker)
    with pytest.raises(ComplaintOpen):
        close_case(complaint.case, by=caseworker)


@pytest.mark.each_case
@pytest.mark.parametrize(
    ("make", "statement", "refusal"),
    [
        (complaint_in, "UPDATE sanktion_complaint SET status = 'forwarded'", "kan ikke gå fra"),
        (reassessing, "UPDATE sanktion_complaint SET status = 'forwarded'", "kan ikke gå fra"),
        (reassessing, "UPDATE sanktion_complaint SET status = 'changed', result_letter_id = acknowledgement_id,"
         " next_due = NULL", "Medhold kræver en ny afgørelse"),
        (upheld, "UPDATE sanktion_complaint SET status = 'ruled'", "kan ikke gå fra"),
        (upheld, "UPDATE sanktion_complaint SET status = 'forwarded', next_due = NULL", "forwarded_with_note"),
        (upheld, "UPDATE sanktion_complaint SET next_due = NULL", "complaint_due_while_ours"),
        (forwarded, "UPDATE sanktion_complaint SET status = 'ruled'", "er ikke registreret"),
        (complaint_in, "UPDATE sanktion_complaint SET received_on = received_on + 1", "kan ikke ændres"),
        (complaint_in, "UPDATE sanktion_complaint SET deadline = deadline + 60", "kan ikke ændres"),
        (upheld, "UPDATE sanktion_complaint SET result_text = ''::bytea", "kan ikke ændres"),
        (upheld, "INSERT INTO sanktion_appealruling (complaint_id, outcome, ruled_on, received_on, reference, text,"
         " registered_at, registered_by_id) SELECT id, 'confirmed', current_date, current_date, '', ''::bytea, now(),"
         " registered_by_id FROM sanktion_complaint", "er ikke hos Ankestyrelsen"),
        (forwarded, "INSERT INTO sanktion_appealruling (complaint_id, outcome, ruled_on, received_on, reference, text,"
         " registered_at, registered_by_id) SELECT id, 'confirmed', forwarded_on - 1, forwarded_on, '', ''::bytea,"
         " now(), registered_by_id FROM sanktion_complaint", "før den blev sendt dertil"),
        (upheld, "INSERT INTO sanktion_decisionchange (decision_id, complaint_id, occasion, outcome, reasons,"
         " letter_id, decided_at, decided_by_id) SELECT d.id, c.id, 'reassessment', 'no_sanction', ''::bytea,"
         " c.acknowledgement_id, now(), c.registered_by_id FROM sanktion_complaint c JOIN sanktion_decision d"
         " ON d.case_id = c.case_id", "kræver, at klagen genvurderes"),
    ],
)  # fmt: skip
def test_raw_sql_cannot_get_round_the_course(case, caseworker, make, statement, refusal):
    make(case, caseworker)
    with pytest.raises(IntegrityError, match=refusal):
        execute(statement)


def test_complaint_without_a_decision_is_refused_by_the_database(case, caseworker):
    complaint = complaint_in(CaseFactory(event__citizen=case.citizen, by=caseworker), caseworker)
    columns = "received_on, channel, text, decision_received_on, deadline, reassess_due, next_due, registered_by_id"
    with pytest.raises(IntegrityError, match="ikke truffet en afgørelse"):
        execute(
            f"INSERT INTO sanktion_complaint (case_id, key, status, status_changed_at, acknowledgement_id,"  # noqa: S608
            f" dispensation_reason, result_text, {columns}) SELECT %s, gen_random_uuid(), 'received', now(),"
            f" acknowledgement_id, ''::bytea, ''::bytea, {columns} FROM sanktion_complaint WHERE id = %s",
            [case.pk, complaint.pk],
        )


@pytest.mark.parametrize("table", ["complaint", "appealruling", "decisionchange", "wrongpayment"])
def test_nothing_of_it_is_deleted(table):
    with pytest.raises(ProgrammingError, match="permission denied"):
        execute(f"DELETE FROM sanktion_{table}")  # noqa: S608


@pytest.mark.parametrize("table", ["appealruling", "decisionchange"])
def test_acts_are_not_rewritten(table):
    with pytest.raises(ProgrammingError, match="permission denied"):
        execute(f"UPDATE sanktion_{table} SET outcome = 'remitted'")  # noqa: S608

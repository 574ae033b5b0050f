"""Complaints and wrong payments made by the application's own actions."""

from datetime import date, timedelta

import time_machine
from django.utils import timezone

from sanktion.actions import complaint as acts
from sanktion.actions.payment import flag_wrong_payment, stop_payment
from sanktion.models import Benefit, Case, Complaint, ComplaintStatus, Outcome, User, WrongPayment

from .decisions import decided
from .letters import short_letters

WORDS = "Jeg fik aldrig indkaldelsen. Det har jeg sagt hele tiden."


@short_letters()
def complaint_in(case: Case, by: User, *, received_on: date | None = None, letter_on: date | None = None) -> Complaint:
    """On a case with no decision yet, one of a deduction is made first."""
    if not hasattr(case, "decision"):
        decided(case, by)
        case = Case.objects.get(pk=case.pk)
    today = timezone.localdate()
    return acts.receive_complaint(
        case,
        received_on=received_on or today,
        channel="letter",
        text=WORDS,
        decision_received_on=letter_on or today,
        by=by,
    )


@short_letters()
def reassessing(case: Case, by: User) -> Complaint:
    complaint = complaint_in(case, by)
    acts.begin_reassessment(complaint, by=by)
    return Complaint.objects.get(pk=complaint.pk)


@short_letters()
def upheld(case: Case, by: User) -> Complaint:
    complaint = reassessing(case, by)
    acts.uphold(complaint, reasons="Der er ikke kommet nyt frem.", by=by)
    return Complaint.objects.get(pk=complaint.pk)


@short_letters()
def forwarded(case: Case, by: User) -> Complaint:
    complaint = upheld(case, by)
    acts.forward(complaint, remarks="Vi har ikke yderligere.", by=by)
    return Complaint.objects.get(pk=complaint.pk)


@short_letters()
def ruled(case: Case, by: User, *, outcome: str = "confirmed") -> Complaint:
    complaint = forwarded(case, by)
    today = timezone.localdate()
    acts.record_ruling(
        complaint, outcome=outcome, ruled_on=today, received_on=today, reference="A-1", text="Tiltrådt.", by=by
    )
    return Complaint.objects.get(pk=complaint.pk)


@short_letters()
def lifted(case: Case, by: User) -> Complaint:
    """Medhold: the sanction falls away."""
    complaint = reassessing(case, by)
    acts.give_way(
        complaint,
        status=ComplaintStatus.CHANGED,
        outcome=Outcome.NO_SANCTION,
        reasons="Indkaldelsen var sendt forkert.",
        by=by,
    )
    return Complaint.objects.get(pk=complaint.pk)


@short_letters()
def lightened(case: Case, by: User) -> Complaint:
    """Delvis medhold: the sanction stands, from a later day."""
    complaint = reassessing(case, by)
    act = {"legal_basis": complaint.case.decision.legal_basis, "effect_from": timezone.localdate() + timedelta(days=30)}
    acts.give_way(
        complaint, status=ComplaintStatus.PARTLY, outcome=Outcome.DEDUCTION, reasons="Senere virkning.", **act, by=by
    )
    return Complaint.objects.get(pk=complaint.pk)


@short_letters()
def late_complaint(case: Case, by: User) -> Complaint:
    with time_machine.travel(timezone.now() - timedelta(days=60), tick=False):
        decided(case, by)
        letter_on = timezone.localdate()
    return complaint_in(Case.objects.get(pk=case.pk), by, letter_on=letter_on)


@short_letters()
def dismissed(case: Case, by: User) -> Complaint:
    complaint = late_complaint(case, by)
    acts.decide_dispensation(complaint, granted=False, reason="Ingen særlig grund.", by=by)
    return Complaint.objects.get(pk=complaint.pk)


@short_letters()
def wrong_payment_of(case: Case, by: User, **parts) -> WrongPayment:
    today = timezone.localdate()
    return flag_wrong_payment(
        case,
        **{
            "amount": 412_350,
            "period_from": today - timedelta(days=60),
            "period_to": today - timedelta(days=30),
            "benefit": Benefit.objects.order_by("pk").first(),
            "scheme": "Kontanthjælp, 30 pct.",
            "found": "Ydelsen blev ikke nedsat efter afgørelsen.",
        }
        | parts,
        by=by,
    )


@short_letters()
def stopped_payment(case: Case, by: User) -> WrongPayment:
    payment = wrong_payment_of(case, by)
    stop_payment(payment, stopped_on=timezone.localdate(), amount=payment.amount, period_to=payment.period_to, by=by)
    return WrongPayment.objects.get(pk=payment.pk)

"""Every pair of the two status tables, from rows that got where they are by the real acts: in Python and raw SQL."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from sanktion.actions import complaint as complaints
from sanktion.actions import payment as payments
from sanktion.base.transitions import TransitionNotAllowed
from sanktion.models import Complaint, ComplaintStatus, Outcome, RefundStatus, WrongPayment
from sanktion.models.complaint import COMPLAINT_TRANSITIONS
from sanktion.models.payment import REFUND_TRANSITIONS

from ..factories import UserFactory
from ..factories.complaints import (
    complaint_in,
    dismissed,
    forwarded,
    lifted,
    lightened,
    reassessing,
    ruled,
    stopped_payment,
    upheld,
    wrong_payment_of,
)

pytestmark = pytest.mark.django_db


class Undo(Exception):
    pass


def try_all(row, table, statuses, by) -> None:
    """What the table doesn't allow is refused by the model, and by the database when the model is passed by."""
    current = type(row).objects.get(pk=row.pk)
    for wanted in statuses:
        allowed = wanted in table[type(wanted)(current.status)]
        assert moves(lambda wanted=wanted: type(row).objects.get(pk=row.pk)._move_to(wanted, by=by, reason="–")) in (
            [True, IntegrityError] if allowed else [TransitionNotAllowed]
        )
        if not allowed and wanted != current.status:
            assert moves(lambda wanted=wanted: move_by_sql(row, wanted)) is IntegrityError, wanted


def moves(act: Callable) -> bool | type[Exception]:
    try:
        with transaction.atomic():
            act()
            raise Undo
    except Undo:
        return True
    except (TransitionNotAllowed, IntegrityError) as refused:
        return type(refused)


def move_by_sql(row, wanted: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {row._meta.db_table} SET status = %s WHERE id = %s", [wanted, row.pk])  # noqa: S608


COMPLAINTS = {
    ComplaintStatus.RECEIVED: complaint_in,
    ComplaintStatus.REASSESSING: reassessing,
    ComplaintStatus.DISMISSED: dismissed,
    ComplaintStatus.UPHELD: upheld,
    ComplaintStatus.PARTLY: lightened,
    ComplaintStatus.CHANGED: lifted,
    ComplaintStatus.FORWARDED: forwarded,
    ComplaintStatus.RULED: ruled,
}


@pytest.mark.parametrize("current", ComplaintStatus)
def test_every_pair_of_a_complaint(case, caseworker, current):
    complaint = COMPLAINTS[current](case, caseworker)
    assert complaint.status == current
    try_all(complaint, COMPLAINT_TRANSITIONS, ComplaintStatus, caseworker)


def payment_in(status: RefundStatus, case, by, other) -> WrongPayment:
    """Along the shortest way to the status."""
    if status == RefundStatus.FLAGGED:
        return wrong_payment_of(case, by)
    payment, today = stopped_payment(case, by), timezone.localdate()
    claimed = status not in (RefundStatus.BLOCKED, RefundStatus.NOT_CLAIMED)
    payments.settle_claim(payment, is_claimed=claimed, by=by)
    if claimed and status != RefundStatus.REQUIRED:
        payments.correct_refund(payment, corrected_on=today, by=by)
    if status in (RefundStatus.NOT_CLAIMED, RefundStatus.CONFIRMED, RefundStatus.REPORTED):
        payments.confirm_refund(payment, by=other)
    if status == RefundStatus.REPORTED:
        payments.tell_auditor(payment, told_on=today, by=other)
    return WrongPayment.objects.get(pk=payment.pk)


@pytest.mark.parametrize("current", RefundStatus)
def test_every_pair_of_a_refund(case, caseworker, team, current):
    other = UserFactory(role="tilsynsansvarlig", teams=[team])
    payment = payment_in(current, case, caseworker, other)
    assert payment.status == current
    try_all(payment, REFUND_TRANSITIONS, RefundStatus, other)


def test_the_acts_themselves_refuse_what_is_over(case, caseworker):
    complaint = lifted(case, caseworker)
    for act in (
        lambda: complaints.begin_reassessment(complaint, by=caseworker),
        lambda: complaints.uphold(complaint, reasons="–", by=caseworker),
        lambda: complaints.forward(complaint, remarks="", by=caseworker),
        lambda: complaints.follow_ruling(complaint, outcome=Outcome.NO_SANCTION, reasons="–", by=caseworker),
    ):
        with pytest.raises(complaints.ComplaintNotAllowed, match="taget eller forbi"):
            act()
    assert Complaint.objects.get().status == ComplaintStatus.CHANGED

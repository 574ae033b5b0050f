"""V010, V134, V141-V143: a wrong payment from the day it is found until the state's refund is right."""

from contextlib import contextmanager
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from sanktion.actions.document import LETTER_STYLES
from sanktion.base import pdf
from sanktion.base.danish import kroner, long_date
from sanktion.base.refusal import refusal
from sanktion.base.tables import write_csv
from sanktion.models import Benefit, Case, JournalEntry, NoteKind, RefundStatus, User, WrongPayment
from sanktion.models.payment import FOR_THE_AUDITOR

AUDITOR_COLUMNS = ("sagsnummer", "beloeb", "periode_fra", "periode_til", "ordning", "berigtiget")
AUDITOR_PRINT = "sanktion/letters/auditor.html"


class PaymentNotAllowed(Exception):
    """The step can't be taken now. The message tells the user why."""


@contextmanager
def _step():
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise PaymentNotAllowed(refusal(error)) from error


def flag_wrong_payment(
    case: Case,
    *,
    amount: int,
    period_from: date,
    period_to: date,
    benefit: Benefit,
    scheme: str,
    found: str,
    by: User,
    key: UUID | None = None,
) -> WrongPayment:
    """V010. ``amount`` in øre; ``key`` twice gives the same row."""
    with _step():
        Case.objects.hold(case)
        if written := WrongPayment.objects.filter(case=case, key=key).first() if key else None:
            return written
        payment = WrongPayment(
            case=case,
            amount=amount,
            period_from=period_from,
            period_to=period_to,
            benefit=benefit,
            scheme=scheme,
            found=found,
            flagged_by=by,
        )
        payment.key = key or payment.key
        payment._history_user, payment._change_reason = by, "Fejludbetalingen er meldt"
        payment.save()
        facts = [("Ydelse", str(benefit)), ("Refusionsordning", scheme)]
        _note(payment, "Fejludbetaling meldt", found, facts, by=by)
        return payment


def stop_payment(payment: WrongPayment, *, stopped_on: date, amount: int, period_to: date, by: User) -> None:
    """The money no longer goes out; what it came to in all is then known."""
    with _step():
        payment = _again(payment)
        if payment.stopped_on:
            raise PaymentNotAllowed("Udbetalingen er allerede standset.")
        payment.stop(stopped_on=stopped_on, amount=amount, period_to=period_to, by=by)
        _note(payment, "Fejludbetaling standset", facts=[("Standset", long_date(stopped_on))], by=by)


def settle_claim(payment: WrongPayment, *, is_claimed: bool, by: User) -> None:
    """V141, V142: is it claimed from the state? If not it is blocked; if it is, it must be corrected."""
    with _step():
        payment = _again(payment)
        if is_claimed:
            payment.require_correction(by=by)
        else:
            payment.block(by=by)
        _note(payment, f"Fejludbetaling: {payment.get_status_display().lower()}", by=by)


def correct_refund(payment: WrongPayment, *, corrected_on: date, by: User) -> None:
    """V134."""
    with _step():
        payment = _stopped(payment)
        payment.correct(corrected_on=corrected_on, by=by)
        _note(payment, "Refusionen er berigtiget", facts=[("Berigtiget", long_date(corrected_on))], by=by)


def confirm_refund(payment: WrongPayment, *, by: User) -> None:
    """Another than who did it says that it is so: not claimed, or corrected."""
    with _step():
        payment = _stopped(payment)
        if payment.status in (RefundStatus.BLOCKED, RefundStatus.CORRECTED) and payment.first_person_id == by.pk:
            raise PaymentNotAllowed("Det skal bekræftes af en anden end den, der har gjort det.")
        payment.confirm(by=by)
        _note(payment, f"Fejludbetaling: {payment.get_status_display().lower()}", by=by)


def send_back(payment: WrongPayment, *, by: User) -> None:
    with _step():
        payment = _again(payment)
        payment.send_back(by=by)
        _note(payment, "Berigtigelsen kunne ikke bekræftes", by=by)


def tell_auditor(payment: WrongPayment, *, told_on: date, by: User) -> None:
    """V134, V143."""
    with _step():
        payment = _again(payment)
        payment.tell_auditor(told_on=told_on, by=by)
        _note(payment, "Revisor er orienteret om berigtigelsen", facts=[("Orienteret", long_date(told_on))], by=by)


def auditor_rows(first: date, last: date, *, user: User) -> QuerySet:
    """V135: the confirmed corrections of a period, in the cases the user may see."""
    rows = WrongPayment.objects.visible_to(user).filter(status__in=FOR_THE_AUDITOR, corrected_on__range=(first, last))
    return rows.select_related("case").defer("found").order_by("corrected_on", "pk")


def auditor_csv(rows) -> bytes:
    """Only what the auditor needs (V143): neither who it was nor why."""
    return write_csv(
        AUDITOR_COLUMNS,
        [
            (
                row.case.number,
                f"{row.amount // 100},{row.amount % 100:02}",
                row.period_from,
                row.period_to,
                row.scheme,
                row.corrected_on,
            )
            for row in rows
        ],
    )


def auditor_pdf(rows, first: date, last: date) -> bytes:
    context = {
        "rows": rows,
        "first": first,
        "last": last,
        "total": kroner(sum(row.amount for row in rows)),
        "sender": settings.SANKTION_SENDER,
        "now": timezone.now(),
    }
    return pdf.render(AUDITOR_PRINT, context, stylesheets=LETTER_STYLES, archival=True)


def _again(payment: WrongPayment) -> WrongPayment:
    return WrongPayment.objects.select_for_update(of=("self",)).select_related("case").get(pk=payment.pk)


def _stopped(payment: WrongPayment) -> WrongPayment:
    payment = _again(payment)
    if not payment.stopped_on:
        raise PaymentNotAllowed("Udbetalingen løber endnu. Notér først, at den er standset, og det endelige beløb.")
    return payment


def _note(payment: WrongPayment, heading: str, text: str = "", facts=(), *, by: User) -> None:
    period = f"{long_date(payment.period_from)} til {long_date(payment.period_to)}"
    facts = [("Beløb", payment.shown_amount), ("Periode", period), *facts]
    JournalEntry.objects.write(payment.case, kind=NoteKind.NOTE, heading=heading, text=text, facts=facts, by=by)

"""The demo's complaints and wrong payments: one of each sort, on decisions that are already there."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from sanktion.actions import complaint, payment
from sanktion.demo.acts import playing
from sanktion.models import Benefit, Case, CaseStatus, Complaint, ComplaintStatus, Decision, Outcome, User
from sanktion.models.decision import SANCTIONS

WORDS = [
    "Jeg fik aldrig indkaldelsen. Jeg var flyttet til min søster og havde sagt det til jobcentret.",
    "Jeg ringede og meldte mig syg samme morgen. Det har jeg sagt hele tiden, og det står ikke i afgørelsen.",
    "Det er for hårdt. Jeg har aldrig misset et møde før.",
]


def load() -> None:
    """A few steps each: received, upheld and sent on, and medhold; a payment of either branch."""
    cases = _decided()
    for words, take in zip(WORDS, (_received, _sent_on, _medhold), strict=True):
        if case := next(cases, None):
            by = case.owner
            with playing(by):
                take(_complain(case, words, by), by)
    for is_claimed in (True, False):
        if case := next(cases, None):
            with playing(case.owner):
                _overpaid(case, is_claimed=is_claimed, by=case.owner)


def _decided() -> Iterator[Case]:
    """The newest of a team first: whoever complains does it within four weeks."""
    decisions = Decision.objects.filter(outcome__in=SANCTIONS, case__status=CaseStatus.DECIDED)
    for decision in decisions.select_related("case__owner").order_by("case__team__name", "-decided_at"):
        if decision.case.owner:
            yield decision.case


def _complain(case: Case, words: str, by: User) -> Complaint:
    today, decided_on = timezone.localdate(), timezone.localdate(case.decision.decided_at)
    received_on = min(today, decided_on + timedelta(days=6))
    return complaint.receive_complaint(
        case, received_on=received_on, channel="letter", text=words, decision_received_on=decided_on, by=by
    )


def _received(received: Complaint, by: User) -> None:
    """Still to be reassessed."""


def _sent_on(received: Complaint, by: User) -> None:
    complaint.begin_reassessment(received, by=by)
    complaint.uphold(received, reasons="Indkaldelsen er sendt med Digital Post og er læst.", by=by)
    complaint.forward(received, remarks="", by=by)


def _medhold(received: Complaint, by: User) -> None:
    complaint.begin_reassessment(received, by=by)
    complaint.give_way(
        received,
        status=ComplaintStatus.CHANGED,
        outcome=Outcome.NO_SANCTION,
        reasons="Du havde meldt dig syg i tide. Det fremgår af telefonloggen.",
        by=by,
    )


def _overpaid(case: Case, *, is_claimed: bool, by: User) -> None:
    today = timezone.localdate()
    flagged = payment.flag_wrong_payment(
        case,
        amount=412_350 if is_claimed else 187_900,
        period_from=today - timedelta(days=60),
        period_to=today - timedelta(days=31),
        benefit=case.citizen.benefit or Benefit.objects.first(),
        scheme="Kontanthjælp, 30 pct.",
        found="Ydelsen blev udbetalt uden fradrag efter afgørelsen.",
        by=by,
    )
    payment.settle_claim(flagged, is_claimed=is_claimed, by=by)
    if is_claimed:
        payment.stop_payment(flagged, stopped_on=today, amount=flagged.amount, period_to=flagged.period_to, by=by)
        payment.correct_refund(flagged, corrected_on=today, by=by)

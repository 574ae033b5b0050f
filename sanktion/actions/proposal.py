"""Two administrators behind what weakens the citizen's legal protection: proposed by one, answered by another.

Nothing is kept of a proposal but the proposal and its answer: what is approved is carried out in the same transaction.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from sanktion.base.refusal import refusal
from sanktion.models import (
    CountersignRule,
    GateRule,
    GateSwitch,
    LadderRule,
    Proposal,
    ProposalAnswer,
    ProposalKind,
    ProposalOutcome,
    User,
)
from sanktion.models.proposal import RIGHT

OWN = "Du kan ikke godkende eller afvise dit eget forslag. Det skal en anden administrator. Du kan trække det tilbage."
OTHERS = "Kun den, der har stillet forslaget, kan trække det tilbage."
NO_ADMINISTRATOR = "Kun en aktiv administrator kan svare på et forslag."
ANSWERED = "Forslaget er allerede besvaret."
LAPSED = "Forslaget er faldet væk, fordi ingen svarede inden 14 dage. Stil det igen."
OPEN_ALREADY = "Der er allerede et forslag om det samme, som venter på svar."
ALREADY_OFF = "Spærringen er allerede slået fra."
ALREADY_ONE = "Udfaldet kræver ikke længere medunderskrift."


def lock(kind: str, subject: str) -> None:
    """Rows are only ever added, so there is none to lock: what is switched is what two people share."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"{kind}:{subject}"])


@transaction.atomic
def propose(
    kind: ProposalKind,
    subject: str,
    *,
    reason: str,
    by: User,
    steps: list[str] | None = None,
    valid_from: date | None = None,
) -> Proposal:
    """Raises ValidationError when it already stands so, or somebody has proposed the same."""
    lock(kind, subject)
    wanted = Proposal(kind=kind, subject=subject, reason=reason, proposed_by=by, steps=steps, valid_from=valid_from)
    _refuse_what_stands(wanted)
    if Proposal.objects.open().filter(kind=kind, subject=subject).exists():
        raise ValidationError(OPEN_ALREADY)
    _store(wanted)
    return wanted


@transaction.atomic
def approve(proposal: Proposal, *, word: str, by: User) -> ProposalAnswer:
    """Carries it out. Raises ValidationError, and nothing is answered, when it can't be any more."""
    lock(proposal.kind, proposal.subject)
    _refuse_what_stands(proposal)
    answer = _answer(proposal, ProposalOutcome.APPROVED, word, by)
    _store(_carried_out(proposal, by))
    return answer


@transaction.atomic
def turn_down(proposal: Proposal, *, word: str, by: User) -> ProposalAnswer:
    lock(proposal.kind, proposal.subject)
    return _answer(proposal, ProposalOutcome.REFUSED, word, by)


@transaction.atomic
def withdraw(proposal: Proposal, *, word: str, by: User) -> ProposalAnswer:
    lock(proposal.kind, proposal.subject)
    return _answer(proposal, ProposalOutcome.WITHDRAWN, word, by)


def _refuse_what_stands(proposal: Proposal) -> None:
    """Two administrators may have the page open."""
    if proposal.kind == ProposalKind.GATE:
        is_on = GateRule.objects.with_switch().filter(gate=proposal.subject).values_list("is_on", flat=True).first()
        if not is_on:
            raise ValidationError(ALREADY_OFF)
    elif proposal.kind == ProposalKind.COUNTERSIGN and not CountersignRule.objects.requires(proposal.subject):
        raise ValidationError(ALREADY_ONE)


def _answer(proposal: Proposal, outcome: ProposalOutcome, word: str, by: User) -> ProposalAnswer:
    if refused := _why_not(proposal, outcome, by):
        raise ValidationError(refused)
    answer = ProposalAnswer(proposal=proposal, outcome=outcome, word=word, answered_by=by)
    _store(answer)
    return answer


def _why_not(proposal: Proposal, outcome: ProposalOutcome, by: User) -> str:
    found = Proposal.objects.with_persons().get(pk=proposal.pk)
    if found.given:
        return ANSWERED
    if found.is_lapsed:
        return LAPSED
    if outcome == ProposalOutcome.WITHDRAWN:
        return "" if found.proposed_by_id == by.pk else OTHERS
    if found.proposed_by_id == by.pk:
        return OWN
    # Asked anew: rights and accounts may have been taken away since the page was opened.
    return "" if User.objects.get(pk=by.pk).has_perm(RIGHT) else NO_ADMINISTRATOR


def _carried_out(proposal: Proposal, by: User) -> GateSwitch | CountersignRule | LadderRule:
    of, reason = proposal.subject, proposal.reason
    if proposal.kind == ProposalKind.GATE:
        return GateSwitch(gate=of, is_on=False, reason=reason, switched_by=by, proposal=proposal)
    if proposal.kind == ProposalKind.COUNTERSIGN:
        return CountersignRule(outcome=of, is_required=False, reason=reason, set_by=by, proposal=proposal)
    what = {"steps": proposal.steps, "valid_from": proposal.valid_from}
    return LadderRule(group=of, **what, source=reason, made_by=by, proposal=proposal)


def _store(row) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise ValidationError(refusal(error)) from error

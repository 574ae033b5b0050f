"""Four eyes: the draft, the question to a colleague, and the answer. The case's row is locked first in each of them."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from sanktion.actions.digest import decision_digest
from sanktion.base.danish import long_date
from sanktion.base.refusal import refusal
from sanktion.models import (
    Case,
    CaseStatus,
    Countersignature,
    CountersignRequest,
    Decision,
    DecisionDraft,
    JournalEntry,
    NoteKind,
    User,
    Verdict,
)

NOT_READY = "Sagen er ikke klar til afgørelse."
CHANGED = "Afgørelsen er ændret, siden der blev bedt om medunderskrift. Medunderskriften er faldet væk."
OWN = "Du kan ikke medunderskrive din egen afgørelse."
ANSWERED = "En kollega har allerede svaret."
NO_REMARK = "Skriv, hvad der skal ændres."


class CountersignRefused(Exception):
    """It can't be signed so. The message is for the user."""


@dataclass(frozen=True)
class CountersignState:
    """Where the question to a colleague stands. ``is_stale``: something was changed since, so it counts no more."""

    request: CountersignRequest
    is_stale: bool

    @property
    def answer(self) -> Countersignature | None:
        return self.request.answer if self.request.is_answered else None

    @property
    def waits(self) -> bool:
        return self.answer is None and not self.is_stale

    @property
    def is_approved(self) -> bool:
        return bool(self.answer and self.answer.is_approved and not self.is_stale)

    @property
    def is_returned(self) -> bool:
        return bool(self.answer and not self.answer.is_approved)


@transaction.atomic
def save_draft(case: Case, *, fields: dict[str, str], digest: str, by: User) -> DecisionDraft | None:
    """The last one to write wins. Nothing is kept for a case that isn't to be decided."""
    if _locked(case).status != CaseStatus.READY:
        return None
    values = {"content": fields, "digest": digest, "saved_by": by, "saved_at": timezone.now()}
    return DecisionDraft.objects.update_or_create(case=case, defaults=values)[0]


def draft_of(case: Case) -> DecisionDraft | None:
    return DecisionDraft.objects.filter(case=case).select_related("saved_by").first()


def resting_on_latest(decision: Decision) -> Decision:
    """The latest of each of the three records: availability, ground, payment."""
    case = decision.case
    decision.assessment, decision.ground = case.assessments.first(), case.grounds.first()
    decision.consequence = case.consequences.first()
    return decision


@transaction.atomic
def ask(decision: Decision, *, statement: str, by: User) -> CountersignRequest:
    """Ask a colleague to sign the decision as it stands. The same one twice is one question."""
    case = decision.case = _locked(decision.case)
    if case.status != CaseStatus.READY:
        raise CountersignRefused(NOT_READY)
    resting_on_latest(decision).decided_by = by
    digest = decision_digest(decision, statement=statement)
    latest = CountersignRequest.objects.latest_of(case)
    if latest and latest.digest == digest and (not latest.is_answered or latest.answer.is_approved):
        return latest
    asked = _stored(_request(decision, digest, statement))
    DecisionDraft.objects.filter(case=case).update(digest=digest)
    facts = [("Afgørelse", decision.get_outcome_display())]
    if decision.effect_from:
        facts.append(("Virkning fra", long_date(decision.effect_from)))
    JournalEntry.objects.write(case, kind=NoteKind.SYSTEM, heading="Bedt om medunderskrift", facts=facts, by=by)
    return asked


def _request(decision: Decision, digest: str, statement: str) -> CountersignRequest:
    texts = {"reasons": decision.reasons, "answer": decision.answer_to_statement, "statement": statement}
    return CountersignRequest(
        case=decision.case,
        digest=digest,
        outcome=decision.outcome,
        nothing_more=decision.nothing_more,
        legal_basis=decision.legal_basis,
        effect_from=decision.effect_from,
        assessment=decision.assessment,
        ground=decision.ground,
        consequence=decision.consequence,
        content=texts,
        due=decision.case.next_due,
        asked_by=decision.decided_by,
    )


@transaction.atomic
def answer(
    request: CountersignRequest, *, verdict: Verdict | str, seen: str, remark: str = "", by: User
) -> Countersignature:
    """``seen`` is the digest of what was read. Signed is that, and only while nothing in it has changed."""
    case = _locked(request.case)
    latest = CountersignRequest.objects.latest_of(case)
    if refused := _why_not(latest, case, verdict, seen, remark, by):
        raise CountersignRefused(refused)
    values = {"case": case, "request": latest, "digest": latest.digest, "signed_by": by}
    given = _stored(Countersignature(**values, verdict=verdict, remark=remark))
    JournalEntry.objects.write(
        case,
        kind=NoteKind.SYSTEM,
        heading="Afgørelsen er medunderskrevet" if given.is_approved else "Sendt tilbage uden medunderskrift",
        text=remark,
        facts=[("Skrevet af", str(latest.asked_by))],
        by=by,
    )
    return given


def _why_not(latest, case: Case, verdict: str, seen: str, remark: str, by: User) -> str:
    if case.status != CaseStatus.READY:
        return NOT_READY
    if latest.asked_by_id == by.pk:
        return OWN
    if latest.is_answered:
        return ANSWERED
    if verdict == Verdict.RETURNED:
        return "" if remark.strip() else NO_REMARK
    return CHANGED if seen != latest.digest or state_of(case, latest).is_stale else ""


def asked_decision(request: CountersignRequest) -> Decision:
    """The decision that was asked for, to be read and rendered; it is never stored."""
    return Decision(
        case=request.case,
        outcome=request.outcome,
        nothing_more=request.nothing_more,
        legal_basis=request.legal_basis,
        effect_from=request.effect_from,
        assessment_id=request.assessment_id,
        ground_id=request.ground_id,
        consequence=request.consequence,
        reasons=request.content["reasons"],
        answer_to_statement=request.content["answer"],
        decided_by=request.asked_by,
    )


def state_of(case: Case, request: CountersignRequest) -> CountersignState:
    """Asks of the draft, the records, the statement and the texts as they are now."""
    request.case = case
    entry = JournalEntry.objects.latest_statement(case)
    now = decision_digest(resting_on_latest(asked_decision(request)), statement=entry.text if entry else "")
    draft = draft_of(case)
    return CountersignState(request, is_stale=now != request.digest or bool(draft and draft.digest != request.digest))


def countersign_of(case: Case) -> CountersignState | None:
    latest = CountersignRequest.objects.latest_of(case)
    return state_of(case, latest) if latest else None


def signature_for(case: Case, digest: str) -> Countersignature | None:
    """The signature on exactly this, if nobody has asked for another since."""
    latest = CountersignRequest.objects.latest_of(case)
    if latest is None or latest.digest != digest or not latest.is_answered or not latest.answer.is_approved:
        return None
    return latest.answer


def _stored(row):
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise CountersignRefused(refusal(error)) from error
    return row


def _locked(case: Case) -> Case:
    return Case.objects.select_for_update(of=("self",)).select_related("citizen__benefit", "event").get(pk=case.pk)

from datetime import date

from django.db import IntegrityError, transaction

from sanktion.actions.countersign import resting_on_latest, signature_for
from sanktion.actions.digest import decision_digest
from sanktion.actions.document import file_document, render_letter
from sanktion.actions.gates import missing_for
from sanktion.base.danish import long_date, within_sentence
from sanktion.base.refusal import refusal
from sanktion.decided import tell_decided
from sanktion.models import (
    Case,
    CaseDocument,
    CaseStatus,
    CountersignRequest,
    CountersignRule,
    Decision,
    DecisionDraft,
    JournalEntry,
    LegalBasis,
    MaterialKind,
    NoteKind,
    NothingMore,
    Outcome,
    TextMissing,
    User,
    Words,
)
from sanktion.post import NotPosted, post_letter

DECISION_LETTER = "sanktion/letters/decision.html"
DRAFT_MARK = "Kladde"  # in place of the number, on a letter that isn't sent
NOT_ASSESSED = "Sagen er ikke vurderet. Vurder rådighed, rimelig grund og konsekvens først."
NOT_COUNTERSIGNED = "Afgørelsen kræver medunderskrift af en kollega. Bed om den først."
SIGNATURE_FELL_AWAY = "Der er ingen medunderskrift på afgørelsen, som den står nu. Bed om medunderskrift igen."


class DecisionNotAllowed(Exception):
    """The decision may not be made now. The message tells the user what is missing."""


def decide(
    case: Case,
    *,
    outcome: Outcome,
    reasons: str,
    by: User,
    nothing_more: NothingMore | str = "",
    legal_basis: LegalBasis | None = None,
    effect_from: date | None = None,
    answer_to_statement: str = "",
    statement: str = "",
) -> Decision:
    """B012, B015: make, file and journal the decision. The database refuses it too, whatever this function thinks."""
    draft = Decision(
        outcome=outcome,
        nothing_more=nothing_more,
        reasons=reasons,
        legal_basis=legal_basis,
        effect_from=effect_from,
        answer_to_statement=answer_to_statement,
        decided_by=by,
    )
    try:
        with transaction.atomic():
            return _make(case.pk, draft, statement)
    except IntegrityError as error:
        raise DecisionNotAllowed(refusal(error)) from error


def _make(case_pk: int, decision: Decision, statement: str) -> Decision:
    by = decision.decided_by
    case = Case.objects.select_for_update(of=("self",)).select_related("citizen", "event").get(pk=case_pk)
    decision.case = case
    _rest_on_records(decision)
    if missing := missing_for(case, decision.outcome, decision.effect_from):
        raise DecisionNotAllowed(" ".join(refusal.message for refusal in missing))
    _sign(decision, statement)
    outcome = decision.get_outcome_display().lower()
    words = _words()
    decision.letter = file_document(
        case,
        title=f"Afgørelse: {outcome}",
        kind=MaterialKind.DECISION,
        render=lambda number: render_decision(decision, statement=statement, number=number, words=words),
        words=words,
        by=by,
    )
    decision._change_reason = "Afgørelse truffet"
    decision.save()
    case.mark_decided(by=by)
    DecisionDraft.objects.filter(case=case).delete()
    sent_with, not_posted = _post(decision.letter, by=by)
    JournalEntry.objects.write(
        case,
        kind=NoteKind.LETTER,
        heading=f"Afgørelse truffet: {outcome}",
        text=decision.reasons,
        facts=[("Dokument", decision.letter.full_number), *_decision_facts(decision), *sent_with],
        # V061: the weighing of what the event leads to. The letter is the decision itself (V063).
        material=MaterialKind.CONSEQUENCE,
        by=by,
    )
    if not_posted:
        JournalEntry.objects.write(
            case, kind=NoteKind.SYSTEM, heading="Afgørelsesbrevet kan ikke sendes", text=not_posted, by=by
        )
    tell_decided(decision)
    return decision


def _post(letter: CaseDocument, *, by: User) -> tuple[list[tuple[str, str]], str]:
    """The fact for the journal, and why it can't be sent. The decision is made whether the citizen can be reached."""
    try:
        channel = post_letter(letter, by=by)
    except NotPosted as refused:
        return [], f"{refused} Brevet skal gives til borgeren på en anden måde."
    return ([("Sendes med", channel)] if channel else []), ""


def _words() -> Words:
    try:
        return Words("decision")
    except TextMissing as missing:
        raise DecisionNotAllowed(str(missing)) from missing


def _rest_on_records(decision: Decision) -> None:
    """The latest of each of the three: availability, ground, payment."""
    case = decision.case
    if case.status != CaseStatus.READY:
        raise DecisionNotAllowed(f"Sagen er «{case.get_status_display()}» og er ikke klar til afgørelse.")
    if not case.is_assessed():
        raise DecisionNotAllowed(NOT_ASSESSED)
    resting_on_latest(decision)


def _sign(decision: Decision, statement: str) -> None:
    """V070, B015: some outcomes take two persons. The signature is on exactly these words, or it is none."""
    decision.digest = decision_digest(decision, statement=statement)
    decision.countersignature = signature_for(decision.case, decision.digest)
    if decision.countersignature is None and CountersignRule.objects.requires(decision.outcome):
        asked = CountersignRequest.objects.filter(case=decision.case).exists()
        raise DecisionNotAllowed(SIGNATURE_FELL_AWAY if asked else NOT_COUNTERSIGNED)


def render_decision(decision: Decision, *, statement: str, number: str, words: Words) -> bytes:
    """The decision letter: rule, facts, the citizen's own words and the answer to them, complaint guidance (V078)."""
    facts = {"decision": decision, "event": decision.case.event, "statement": statement}
    facts["words"] = words.filled(**_decision_words(decision))
    return render_letter(DECISION_LETTER, decision.case, facts, number=number)


def _decision_words(decision: Decision) -> dict[str, str]:
    """What the texts of a sanction may name. One without its rule or day is refused when it is stored, not here."""
    if not decision.is_sanction:
        return {}
    basis, effect = decision.legal_basis, decision.effect_from
    return {
        "udfald": decision.get_outcome_display().lower(),
        "virkning_fra": long_date(effect) if effect else "",
        "lov": within_sentence(basis.act) if basis else "",
        "paragraf": basis.section if basis else "",
        "regel": within_sentence(basis.summary) if basis else "",
    }


def _decision_facts(decision: Decision) -> list[tuple[str, str]]:
    signed = decision.countersignature
    return [*_outcome_facts(decision), *([("Medunderskrevet af", str(signed.signed_by))] if signed else [])]


def _outcome_facts(decision: Decision) -> list[tuple[str, str]]:
    if decision.nothing_more:
        return [("Fordi", decision.get_nothing_more_display())]
    if not decision.is_sanction:
        return []
    return [("Retsgrundlag", str(decision.legal_basis)), ("Virkning fra", long_date(decision.effect_from))]

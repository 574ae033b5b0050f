"""What a countersignature is bound to: everything that the decision and its letter say."""

import hashlib
import json

from django.utils import timezone

from sanktion.models import Case, Decision, LetterText
from sanktion.models.texts import LETTERS


def decision_digest(decision: Decision, *, statement: str) -> str:
    """SHA-256 in hexadecimal. Not in it are the letter's date and where it is sent: they follow the day it is made."""
    case = decision.case
    told = {
        "case": case.number,
        "author": decision.decided_by_id,
        "outcome": decision.outcome,
        "nothing_more": decision.nothing_more,
        "effect_from": decision.effect_from,
        "reasons": _plain(decision.reasons),
        "answer": _plain(decision.answer_to_statement),
        "statement": _plain(statement),
        "records": [decision.assessment_id, decision.ground_id, decision.consequence_id],
        "rule": _rule(decision),
        "event": _event(case),
        "texts": _texts(),
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


def _plain(text: str) -> str:
    """A text is the same whether it came from a browser, which ends lines its own way, or from the database."""
    return "\n".join(text.strip().splitlines())


def _rule(decision: Decision) -> list:
    rule = decision.legal_basis
    return [rule.pk, rule.act, rule.section, rule.summary] if rule else []


def _event(case: Case) -> list:
    event, benefit = case.event, case.citizen.benefit
    told = [event.kind, event.occurred_on, event.origin, _plain(event.description)]
    return [*told, benefit.name if benefit else ""]


def _texts() -> list:
    """The wording in force: a letter with other words is another letter."""
    kinds = [block.kind for block in LETTERS["decision"].blocks]
    held = LetterText.objects.in_force(timezone.localdate(), kinds)
    return [[kind, held[kind].pk, held[kind].body] for kind in sorted(held)]

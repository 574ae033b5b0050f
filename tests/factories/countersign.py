"""A decision that takes two, asked for and signed."""

from django.db import connection, transaction
from django.utils import timezone

from sanktion.actions.countersign import answer, ask
from sanktion.actions.decision import decide
from sanktion.models import Case, Countersignature, CountersignRequest, Decision, Outcome, User, Verdict

from .gates import basis
from .letters import short_letters

# What ``heard`` lets the citizen say.
SAID = "Jeg glemte det."


def wanted(**changes) -> dict:
    common = {"outcome": Outcome.TERMINATION, "legal_basis": basis(), "effect_from": timezone.localdate()}
    return common | {"reasons": "Du mødte ikke.", "answer_to_statement": "Vi har læst det."} | changes


@short_letters()
def countersign_asked(case: Case, by: User, **changes) -> CountersignRequest:
    return ask(Decision(case=case, decided_by=by, **wanted(**changes)), statement=SAID, by=by)


@short_letters()
def countersigned(case: Case, by: User, colleague: User, **changes) -> Countersignature:
    request = countersign_asked(case, by, **changes)
    return answer(request, verdict=Verdict.APPROVED, seen=request.digest, by=colleague)


@short_letters()
def decided_so(case: Case, by: User, **changes) -> Decision:
    return decide(case, **wanted(**changes), statement=SAID, by=by)


def as_posted() -> dict:
    """The same from the form."""
    values = wanted()
    return values | {"legal_basis": values["legal_basis"].pk, "effect_from": f"{values['effect_from']:%d-%m-%Y}"}


def by_hand(
    request: CountersignRequest, by: User, *, case=None, digest=None, verdict="approved", remark=b"x" * 40
) -> None:
    """The answer with raw SQL, past every action."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sanktion_countersignature (case_id, request_id, digest, verdict, remark, signed_at,"
            " signed_by_id) VALUES (%s, %s, %s, %s, %s::bytea, now(), %s)",
            [(case or request.case).pk, request.pk, digest or request.digest, verdict, remark, by.pk],
        )

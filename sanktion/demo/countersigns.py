"""The demo's four eyes: one decision that waits for a colleague, one sent back, one signed and ready to be made."""

from django.utils import timezone

from sanktion.actions.countersign import answer, ask, save_draft
from sanktion.actions.gates import missing_for
from sanktion.demo.acts import playing
from sanktion.models import (
    Case,
    CaseStatus,
    CountersignRequest,
    Decision,
    JournalEntry,
    LegalBasis,
    Outcome,
    ReasonableGround,
    User,
    Verdict,
)

REASONS = "Du har ikke deltaget i det, vi har aftalt, og du har ikke svaret os. Derfor ophører din hjælp."
HEARD = "Vi har læst din forklaring og taget den med i vurderingen."
ANSWERS = [None, (Verdict.RETURNED, "Skriv i begrundelsen, hvilke aftaler det er."), (Verdict.APPROVED, "")]


def load() -> None:
    signer = User.objects.get(username="lene")
    for case, given in zip(_cases(signer), ANSWERS, strict=False):
        request = _ask(case, case.owner)
        if given:
            verdict, remark = given
            with playing(signer):
                answer(request, verdict=verdict, seen=request.digest, remark=remark, by=signer)


def _cases(signer: User) -> list[Case]:
    """Of the signer's team, weighed, and with nothing in the way of a sanction."""
    ready = Case.objects.filter(status=CaseStatus.READY, team__in=signer.team_ids, owner__isnull=False)
    found = ready.select_related("citizen__benefit", "event", "owner").order_by("pk")
    return [case for case in found if _may_end_the_help(case)][: len(ANSWERS)]


def _may_end_the_help(case: Case) -> bool:
    ground = case.grounds.first()
    if not case.is_assessed() or ground.ground == ReasonableGround.YES or not _rule(case):
        return False
    return not missing_for(case, Outcome.TERMINATION, timezone.localdate())


def _rule(case: Case) -> LegalBasis | None:
    benefit = case.citizen.benefit
    return LegalBasis.objects.for_event(case.event, act=benefit.act if benefit else "").first()


def _ask(case: Case, by: User) -> CountersignRequest:
    statement, rule, today = JournalEntry.objects.latest_statement(case), _rule(case), timezone.localdate()
    texts = {"reasons": REASONS, "answer_to_statement": HEARD if statement else ""}
    typed = {"outcome": Outcome.TERMINATION, "legal_basis": str(rule.pk), "effect_from": f"{today:%d-%m-%Y}"}
    decision = Decision(case=case, outcome=Outcome.TERMINATION, legal_basis=rule, effect_from=today, **texts)
    with playing(by):
        save_draft(case, fields=typed | {"nothing_more": ""} | texts, digest="", by=by)
        return ask(decision, statement=statement.text if statement else "", by=by)

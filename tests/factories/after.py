"""What comes after a supervision, made by the application's own actions."""

from datetime import date, timedelta

from django.utils import timezone

from sanktion.actions.document import file_document
from sanktion.base.uploads import PDF, Cleaned
from sanktion.models import Case, CaseDocument, MaterialKind, User
from tilsyn.actions import assessment as acts
from tilsyn.actions.follow_up import plan_follow_up
from tilsyn.models import CaseAssessment, FollowUp, SelectedCase, Supervision

from .core import TeamFactory, UserFactory
from .letters import short_letters
from .tilsyn import selected_of, supervision_of

WORDS = "Journalen viser ikke, hvornår borgeren blev vejledt."
A_PDF = Cleaned(PDF, b"%PDF-1.7", 1, "pdf")


def responsible() -> User:
    """Who is responsible for supervisions, in a team of her own."""
    return UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()])


def paper_in(case: Case, by: User) -> CaseDocument:
    kind = MaterialKind.OTHER
    return file_document(case, title="Lægeerklæring", kind=kind, render=lambda number: b"%PDF-1.7", by=by)


def verdict_facts(*, refund: bool = False, received_on: date | None = None, **facts) -> dict:
    """What a letter about a case says: a wrong decision, with a consequence for the refund or without."""
    day = received_on or timezone.localdate()
    period = {"amount": 412_350, "period_from": day - timedelta(days=90), "period_to": day - timedelta(days=60)}
    return {
        "received_on": day,
        "agrees": False,
        "verdict": "wrong",
        "severity": "serious",
        "missing": [],
        "has_refund": refund,
        "text": WORDS,
        **(period if refund else dict.fromkeys(period)),
    } | facts


def not_assessable(*kinds: int, **facts) -> dict:
    return verdict_facts(verdict="not_assessable", severity="", missing=list(kinds), **facts)


def no_criticism(**facts) -> dict:
    return verdict_facts(verdict="no_criticism", severity="", agrees=True, **facts)


def assessed(by: User, *, selected: SelectedCase | None = None, **facts) -> CaseAssessment:
    return acts.receive_assessment(selected or selected_of(by), **verdict_facts(**facts), by=by)


@short_letters()
def remarked(by: User, **facts) -> CaseAssessment:
    """The reply is sent: «Høring besvaret» with a consequence for the refund, «Bemærkninger sendt» without."""
    assessment = assessed(by, **facts)
    acts.send_remarks(assessment, text="Borgeren blev vejledt den 3. maj.", by=by)
    return CaseAssessment.objects.get(pk=assessment.pk)


def final(by: User, **facts) -> CaseAssessment:
    """With a consequence for the refund, after a hearing."""
    assessment = remarked(by, refund=True, **facts)
    acts.receive_answer(assessment, **verdict_facts(refund=True), by=by)
    return CaseAssessment.objects.get(pk=assessment.pk)


def ended(by: User, *, supervision: Supervision | None = None, cases: int = 0, days_ago: int = 0) -> Supervision:
    """A supervision that is over and waits for its result, with ``cases`` cases more."""
    supervision = supervision or supervision_of(by, received_on=timezone.localdate() - timedelta(days=60))
    for _ in range(cases):
        selected_of(by, supervision=supervision)
    supervision = Supervision.objects.get(pk=supervision.pk)
    if supervision.status == "registered":
        supervision.begin_collecting(by=by)
    supervision.end(ended_on=timezone.localdate() - timedelta(days=days_ago), by=by)
    return Supervision.objects.get(pk=supervision.pk)


def follow_up_in(supervision: Supervision, by: User, *, kind: str = "proposal", **facts) -> FollowUp:
    reason = "error_level" if kind == "account" else ""
    facts = {"title": "Ny skabelon til journalen", "due": timezone.localdate() + timedelta(days=30)} | facts
    return plan_follow_up(supervision, kind=kind, reason=reason, owner=by, by=by, **facts)

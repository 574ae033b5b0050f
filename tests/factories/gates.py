"""A case brought up to each gate, and the four ways in which somebody may try to get past it."""

from datetime import date, timedelta

from django.db import connection, transaction
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from parthoering.actions import record_answer
from sanktion.actions.assessment import assess
from sanktion.actions.contact import record_attempt
from sanktion.actions.decision import decide
from sanktion.actions.document import file_document
from sanktion.actions.gates import note_adverse
from sanktion.models import (
    Case,
    CaseDocument,
    ContactChannel,
    CountersignRule,
    Decision,
    Gate,
    GateSwitch,
    LegalBasis,
    MaterialKind,
    Proposal,
    ProposalAnswer,
    ProposalKind,
    TargetGroup,
    TargetGroupPeriod,
    User,
)
from sanktion.models.gates import LADDER_CHANNELS, latest_effect

from .core import UserFactory
from .letters import short_letters
from .parthoering import WEIGHED, guided, hearing_sent

INSERT = """
INSERT INTO sanktion_decision (case_id, assessment_id, ground_id, consequence_id, outcome, nothing_more,
    legal_basis_id, effect_from, reasons, answer_to_statement, letter_id, decided_at, decided_by_id)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s::bytea, ''::bytea, %s, now(), %s)
"""


@short_letters()
def heard(case: Case, by: User, *, guide: bool = True) -> Case:
    """Ready for its decision: heard, answered, assessed and (mostly) guided."""
    hearing = hearing_sent(case, by)
    record_answer(hearing, text="Jeg glemte det.", channel="phone", answered_on=timezone.localdate(), by=by)
    if guide:
        guided(case, by)
    assess(case, **WEIGHED, by=by)
    case.refresh_from_db()
    return case


def activity_ready(case: Case) -> None:
    period = (case.event.occurred_on, case.event.occurred_on + timedelta(days=1))
    TargetGroupPeriod.objects.create(citizen=case.citizen, group=TargetGroup.ACTIVITY_READY, period=period)


def tried(case: Case, by: User, *channels: ContactChannel) -> None:
    for channel in channels:
        record_attempt(case, channel=channel, happened_at=timezone.now(), reached=False, heading="Forsøg", by=by)


def approved(kind: ProposalKind, subject: str, by: User, **ladder) -> Proposal:
    """Proposed by another, and approved by ``by``; by the database's clock, for the test's may stand elsewhere."""
    another = UserFactory(role="administrator")
    what = {"kind": kind, "subject": subject, "reason": "Jurist har afklaret reglen.", **ladder}
    proposal = Proposal.objects.create(**what, proposed_by=another, proposed_at=Now())
    ProposalAnswer.objects.create(proposal=proposal, outcome="approved", word="Enig.", answered_by=by)
    return proposal


def gate_off(gate: Gate, by: User) -> GateSwitch:
    proposal = approved(ProposalKind.GATE, gate, by)
    return GateSwitch.objects.create(gate=gate, is_on=False, reason=proposal.reason, switched_by=by, proposal=proposal)


def takes_one(outcome: str, by: User) -> None:
    """So that nothing but the gate can refuse it."""
    proposal = approved(ProposalKind.COUNTERSIGN, outcome, by)
    CountersignRule.objects.create(
        outcome=outcome, is_required=False, reason=proposal.reason, set_by=by, proposal=proposal
    )


def brought_to(gate: Gate, case: Case, by: User) -> dict:
    """The case with that one gate closed before it, and the sanction that the gate is to refuse."""
    heard(case, by, guide=gate != Gate.GUIDANCE)
    wanted = {"outcome": "deduction", "effect_from": timezone.localdate()}
    if gate in (Gate.LADDER, Gate.STRICT_GROUP):
        activity_ready(case)
    if gate == Gate.STRICT_GROUP:
        tried(case, by, *LADDER_CHANNELS)
        wanted["outcome"] = "strict"
        takes_one("strict", by)
    if gate == Gate.ADVERSE:
        note_adverse(case, by=by)
    if gate == Gate.EFFECT_NOT_BEFORE_LETTER:
        wanted["effect_from"] -= timedelta(days=1)
    if gate == Gate.EFFECT_IN_TIME:
        wanted["effect_from"] = latest_effect(case.event.occurred_on) + timedelta(days=1)
    return wanted


def basis() -> LegalBasis:
    """A rule that has always held, so that nothing but the gate can refuse."""
    found = {"act": "Prøvelov", "section": "§ 1", "valid_from": date(2000, 1, 1)}
    return LegalBasis.objects.get_or_create(**found, defaults={"summary": "–", "position": 99})[0]


@short_letters()
def _letter(case: Case, by: User) -> CaseDocument:
    kind = MaterialKind.DECISION
    return file_document(case, title="Afgørelse", kind=kind, render=lambda number: b"%PDF", by=by)


def by_form(case: Case, by: User, *, outcome: str, effect_from: date) -> str:
    """What the page answers; empty when the decision was made."""
    client = Client()
    client.force_login(by)
    data = {
        "outcome": outcome,
        "effect_from": f"{effect_from:%d-%m-%Y}",
        "legal_basis": basis().pk,
        "reasons": "Du mødte ikke op.",
        "answer_to_statement": "Vi har læst det.",
        "bekraeft": "1",
    }
    response = client.post(reverse("decide", args=[case.number]), data)
    return "" if response.status_code == 302 else response.content.decode()


def by_action(case: Case, by: User, *, outcome: str, effect_from: date) -> None:
    decide(case, outcome=outcome, effect_from=effect_from, legal_basis=basis(), reasons="–", by=by)


def by_orm(case: Case, by: User, *, outcome: str, effect_from: date) -> None:
    with transaction.atomic():
        Decision.objects.create(
            case=case,
            assessment=case.assessments.first(),
            ground=case.grounds.first(),
            consequence=case.consequences.first(),
            outcome=outcome,
            effect_from=effect_from,
            legal_basis=basis(),
            reasons="–",
            letter=_letter(case, by),
            decided_by=by,
        )


def by_sql(case: Case, by: User, *, outcome: str, effect_from: date) -> None:
    rests_on = [case.assessments.first().pk, case.grounds.first().pk, case.consequences.first().pk]
    why = "other" if outcome == "no_sanction" else ""
    reasons, letter = b"x" * 40, _letter(case, by)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(INSERT, [case.pk, *rests_on, outcome, why, basis().pk, effect_from, reasons, letter.pk, by.pk])

"""What a decision rests on: the three records of its own case, and a sanction on no reasonable ground (V007, V089).

Each rule is tried past the form, past the action, past both with the ORM, and with raw SQL as the application's role.
"""

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from sanktion.actions.assessment import assess
from sanktion.actions.decision import DecisionNotAllowed, decide
from sanktion.actions.document import file_document
from sanktion.models import (
    Assessment,
    Case,
    CaseStatus,
    Decision,
    GroundAssessment,
    LegalBasis,
    MaterialKind,
    NothingMore,
    Outcome,
    PaymentConsequence,
    PaymentEffect,
    ReasonableGround,
)

from ..factories import CaseFactory
from ..factories.parthoering import STATEMENT, WEIGHED, guided, hearing_answered
from ..parthoering.decisions import SEALED, records

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

INSERT = """
INSERT INTO sanktion_decision (case_id, assessment_id, ground_id, consequence_id, outcome, nothing_more,
    legal_basis_id, effect_from, reasons, answer_to_statement, letter_id, decided_at, decided_by_id)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s::bytea, ''::bytea, %s, now(), %s)
"""
A_GROUND = "Borgeren havde en rimelig grund. Sagen kan ikke ende med en sanktion."
NO_GROUND = "Det er ikke vurderet, at borgeren havde en rimelig grund."


@pytest.fixture
def visitor(client, caseworker):
    client.force_login(caseworker)
    return client


@pytest.fixture
def heard(case, caseworker) -> Case:
    hearing_answered(case, caseworker)
    guided(case, caseworker)
    return case


def weighed(case, by, ground: ReasonableGround) -> Case:
    assess(case, **WEIGHED | {"reasonable_ground": ground}, by=by)
    case.refresh_from_db()
    return case


def posted(client, case, **changes):
    rule = LegalBasis.objects.for_event(case.event).first()
    data = {
        "outcome": "deduction",
        "legal_basis": rule.pk,
        "effect_from": f"{timezone.localdate():%d-%m-%Y}",
        "reasons": "Du mødte ikke.",
        "answer_to_statement": "Vi har læst det.",
        "bekraeft": "1",
    }
    return client.post(reverse("decide", args=[case.number]), data | changes)


def sanction(case) -> dict:
    rule = LegalBasis.objects.for_event(case.event).first()
    return {"outcome": Outcome.DEDUCTION, "legal_basis": rule, "effect_from": timezone.localdate()}


class ByTheOrm:
    """Every part a decision needs, for a case that is ready, with some of them changed."""

    def __init__(self, case, by):
        self.case, self.by = case, by
        render, kind = (lambda number: b"%PDF"), MaterialKind.DECISION
        self.letter = file_document(case, title="Afgørelse", kind=kind, render=render, by=by)
        Case.objects.filter(pk=case.pk).update(status=CaseStatus.READY)

    def parts(self, ground=ReasonableGround.NO) -> dict:
        names = ("assessment_id", "ground_id", "consequence_id")
        return dict(zip(names, records(self.case, self.by, ground), strict=True))

    def create(self, **changes) -> Decision:
        common = {"case": self.case, "letter": self.letter, "reasons": "Fordi.", "decided_by": self.by}
        with transaction.atomic():
            return Decision.objects.create(**common | changes)

    def execute(self, parts: dict, outcome, nothing_more="", *, basis=None, effect=None, reasons=SEALED) -> None:
        values = [self.case.pk, *parts.values(), outcome, nothing_more, basis and basis.pk, effect, reasons]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(INSERT, [*values, self.letter.pk, self.by.pk])


@pytest.fixture
def past_it(heard, caseworker) -> ByTheOrm:
    return ByTheOrm(heard, caseworker)


# A reasonable ground bars the sanction


def test_with_a_reasonable_ground_the_form_offers_no_sanction(visitor, heard, caseworker):
    weighed(heard, caseworker, ReasonableGround.YES)
    form = visitor.get(reverse("decide", args=[heard.number])).context["form"]
    assert [value for value, _ in form.fields["outcome"].choices] == ["no_sanction", "event_withdrawn"]
    assert (form["outcome"].value(), form["nothing_more"].value()) == ("no_sanction", "reasonable_ground")
    assert posted(visitor, heard).status_code == 422
    assert not Decision.objects.exists()


def test_the_action_makes_no_sanction_against_a_reasonable_ground(heard, caseworker):
    weighed(heard, caseworker, ReasonableGround.YES)
    with pytest.raises(DecisionNotAllowed, match=A_GROUND):
        decide(heard, **sanction(heard), reasons="–", answer_to_statement="–", by=caseworker)


@pytest.mark.parametrize("outcome", ["deduction", "reduction", "termination", "strict"])
def test_nor_do_the_orm_and_raw_sql(past_it, heard, outcome):
    parts = past_it.parts(ReasonableGround.YES)
    against = sanction(heard) | {"outcome": outcome}
    with pytest.raises(IntegrityError, match=A_GROUND):
        past_it.create(**parts, **against)
    with pytest.raises(IntegrityError, match=A_GROUND):
        past_it.execute(parts, outcome, basis=against["legal_basis"], effect=against["effect_from"])


@pytest.mark.parametrize("ground", [ReasonableGround.NO, ReasonableGround.NOT_RELEVANT])
def test_without_one_a_sanction_is_taken(past_it, heard, ground):
    assert past_it.create(**past_it.parts(ground), **sanction(heard)).pk


# «Intet videre» is reasoned


def test_nothing_more_is_made_with_its_reason_and_told_in_the_journal(visitor, heard, caseworker):
    """V089."""
    weighed(heard, caseworker, ReasonableGround.NO)
    response = posted(visitor, heard, outcome="no_sanction", nothing_more="not_promoting", effect_from="")
    assert response.status_code == 302
    assert Decision.objects.get(case=heard).nothing_more == NothingMore.NOT_PROMOTING
    assert ("Fordi", "En sanktion fremmer ikke rådigheden") in heard.journal.first().facts


def test_a_reason_left_behind_by_another_choice_is_left_out(visitor, heard, caseworker):
    weighed(heard, caseworker, ReasonableGround.NO)
    assert posted(visitor, heard, nothing_more="other").status_code == 302
    assert Decision.objects.get(case=heard).nothing_more == ""


@pytest.mark.parametrize(
    ("outcome", "reason", "refusal"),
    [
        ("no_sanction", "", "decision_nothing_more_says_why"),
        ("no_sanction", "because", "decision_nothing_more_says_why"),
        ("event_withdrawn", "other", "decision_nothing_more_says_why"),
        ("no_sanction", "reasonable_ground", NO_GROUND),
    ],
)
def test_nothing_more_without_its_reason_is_refused(past_it, heard, caseworker, outcome, reason, refusal):
    parts = past_it.parts()
    for attempt in (
        lambda: past_it.create(**parts, outcome=outcome, nothing_more=reason),
        lambda: past_it.execute(parts, outcome, reason),
    ):
        with pytest.raises(IntegrityError, match=refusal):
            attempt()
    with pytest.raises((IntegrityError, DecisionNotAllowed), match=refusal):
        decide(heard, outcome=outcome, nothing_more=reason, reasons="–", answer_to_statement="–", by=caseworker)


def test_a_decision_without_reasons_is_refused(past_it):
    parts = past_it.parts()
    with pytest.raises(IntegrityError, match="decision_has_reasons"):
        past_it.create(**parts, outcome="no_sanction", nothing_more="other", reasons="")
    with pytest.raises(IntegrityError, match="decision_has_reasons"):
        past_it.execute(parts, "no_sanction", "other", reasons=b"")


# The three of its own case, the latest of each


@pytest.mark.parametrize(
    ("model", "refusal"),
    [
        (Assessment, "Rådighedsvurderingen hører ikke til sagen"),
        (GroundAssessment, "rimelig grund hører ikke til sagen"),
        (PaymentConsequence, "Konsekvensen for udbetalingen hører ikke til sagen"),
    ],
)
def test_another_cases_record_is_refused(past_it, caseworker, model, refusal):
    parts = past_it.parts()
    name = {Assessment: "assessment_id", GroundAssessment: "ground_id", PaymentConsequence: "consequence_id"}[model]
    elsewhere = CaseFactory(by=caseworker)
    records(elsewhere, caseworker)
    parts[name] = model.objects.get(case=elsewhere).pk
    with pytest.raises(IntegrityError, match=refusal):
        past_it.create(**parts, outcome="no_sanction", nothing_more="other")
    with pytest.raises(IntegrityError, match=refusal):
        past_it.execute(parts, "no_sanction", "other")


@pytest.mark.parametrize("name", ["assessment_id", "ground_id", "consequence_id"])
def test_a_missing_record_is_refused(past_it, name):
    parts = past_it.parts() | {name: None}
    with pytest.raises(IntegrityError, match=r"hører ikke til sagen|null value"):
        past_it.execute(parts, "no_sanction", "other")
    with pytest.raises(IntegrityError, match=r"hører ikke til sagen|null value"):
        past_it.create(**parts, outcome="no_sanction", nothing_more="other")


@pytest.mark.parametrize("name", ["assessment_id", "ground_id", "consequence_id"])
def test_an_older_record_is_refused(past_it, name):
    older, latest = past_it.parts(), past_it.parts()
    with pytest.raises(IntegrityError, match="Der er en nyere vurdering i sagen"):
        past_it.execute(latest | {name: older[name]}, "no_sanction", "other")
    with pytest.raises(IntegrityError, match="Der er en nyere vurdering i sagen"):
        past_it.create(**latest | {name: older[name]}, outcome="no_sanction", nothing_more="other")
    past_it.execute(latest, "no_sanction", "other")


@pytest.mark.parametrize("lacking", [Assessment, GroundAssessment, PaymentConsequence])
def test_form_and_action_ask_for_all_three(visitor, heard, caseworker, lacking):
    """A case assessed before the payment had its record is assessed again."""
    made = {"case": heard, "made_by": caseworker}
    fields = {
        Assessment: {"is_available": False, "text": "–"},
        GroundAssessment: {"ground": ReasonableGround.NO, "weighing": "–"},
        PaymentConsequence: {"effect": PaymentEffect.NONE},
    }
    for model, values in fields.items():
        if model is not lacking:
            model.objects.create(**made, **values)
    heard.make_ready(by=caseworker, reason="–")
    page = visitor.get(reverse("decide", args=[heard.number]), follow=True).content.decode()
    assert "Sagen er ikke vurderet" in page
    assert reverse("assess", args=[heard.number]) in page
    assert posted(visitor, heard).status_code == 422
    with pytest.raises(DecisionNotAllowed, match="ikke vurderet"):
        decide(heard, **sanction(heard), reasons="–", statement=STATEMENT, answer_to_statement="–", by=caseworker)


def test_what_was_weighed_stands_beside_the_decision(visitor, heard, caseworker):
    assess(
        heard,
        **WEIGHED
        | {"effect": PaymentEffect.STOPPED, "starts_on": timezone.localdate(), "effect_text": "Ikke afklaret."},
        by=caseworker,
    )
    text = visitor.get(reverse("decide", args=[heard.number])).content.decode()
    for part in (WEIGHED["text"], WEIGHED["weighing"], "Udbetalingen standses fra", "Ikke afklaret."):
        assert part in text

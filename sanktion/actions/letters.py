"""The core's own letters, as the pages for their wording know them."""

from datetime import timedelta

from django.utils import timezone

from sanktion.actions.decision import render_decision
from sanktion.models import (
    Address,
    Case,
    Citizen,
    Decision,
    EventKind,
    LegalBasis,
    NegativeEvent,
    Outcome,
    PaymentConsequence,
    User,
    Words,
)
from sanktion.models.texts import LetterKind, TextBlock

SANCTION_FIELDS = ("udfald", "virkning_fra", "lov", "paragraf", "regel")
SAMPLE_NUMBER = "Kladde"
SAMPLE_STATEMENT = "Jeg havde fået en tid hos lægen samme formiddag, og jeg ringede dagen før."


def sample_case() -> Case:
    """An invented case about an invented citizen; nothing of it is stored."""
    address = Address(street="Eksempelvej", house_number="1", floor="1", door="tv", postcode="1000")
    address.post_district = "Eksempelby"
    citizen = Citizen(first_name="Eksempel", last_name="Eksempelsen", address=address)
    event = NegativeEvent(
        citizen=citizen,
        kind=EventKind.MISSED_JOB_INTERVIEW,
        occurred_on=timezone.localdate() - timedelta(days=20),
        description="Du mødte ikke til samtalen kl. 9.00.",
    )
    return Case(number="0000-0000000", citizen=citizen, event=event)


def sample_person() -> User:
    return User(first_name="Sagsbehandler", last_name="Eksempel")


def _sample_decision(words: Words) -> bytes:
    decision = Decision(
        case=sample_case(),
        outcome=Outcome.DEDUCTION,
        legal_basis=LegalBasis(act="Lov om aktiv socialpolitik", section="§ 37", summary="Udeblivelse fra samtale"),
        effect_from=timezone.localdate(),
        consequence=PaymentConsequence(),
        reasons="Her står begrundelsen i den enkelte sag.",
        answer_to_statement="Her står svaret på borgerens forklaring.",
        decided_by=sample_person(),
    )
    return render_decision(decision, statement=SAMPLE_STATEMENT, number=SAMPLE_NUMBER, words=words)


DECISION_LETTER = LetterKind(
    "decision",
    "Afgørelse",
    (
        TextBlock(
            "decision_sanction", "Afgørelsen om en sanktion", ("udfald", "virkning_fra", "lov", "paragraf", "regel")
        ),
        TextBlock("decision_reasonable_ground", "Ingen sanktion: rimelig grund"),
        TextBlock("decision_not_promoting", "Ingen sanktion: fremmer ikke rådigheden"),
        TextBlock("decision_not_proven", "Ingen sanktion: ikke dokumenteret"),
        TextBlock("decision_withdrawn", "Hændelsen er trukket tilbage"),
        TextBlock("decision_no_effect", "Ingen sanktion: andet"),
        TextBlock("decision_no_answer", "Når borgeren ikke har svaret"),
        TextBlock("complaint_guidance", "Klagevejledning"),
        TextBlock("decision_english", "In English", is_optional=True),
    ),
    _sample_decision,
)

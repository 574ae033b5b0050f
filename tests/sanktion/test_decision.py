"""From assessment to decision: the gates on the way, and the letter at the end."""

from datetime import timedelta

import pypdfium2
import pytest
from django.db import IntegrityError, connection
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from sanktion.actions.assessment import assess
from sanktion.actions.decision import DecisionNotAllowed, decide
from sanktion.base.danish import long_date
from sanktion.models import Case, CaseStatus, Decision, JournalEntry, LegalBasis, Outcome

from ..factories.parthoering import STATEMENT, WEIGHED, case_ready, guided, hearing_answered, hearing_sent

pytestmark = pytest.mark.django_db

REASONS = "Du mødte ikke op, og du har ikke fortalt os hvorfor."
ANSWER = "Vi kan se, at du ikke har ringet."
NOTHING_MORE = {"outcome": "no_sanction", "nothing_more": "not_proven", "legal_basis": "", "effect_from": ""}


@pytest.fixture
def visitor(client, caseworker):
    client.force_login(caseworker)
    return client


def assessed(case, by) -> Case:
    assess(case, **WEIGHED, by=by)
    case.refresh_from_db()
    return case


@pytest.fixture
def ready(case, caseworker) -> Case:
    """Ready without a word from the citizen."""
    return assessed(case_ready(case, caseworker), caseworker)


@pytest.fixture
def answered(case, caseworker) -> Case:
    hearing_answered(case, caseworker)
    return case


@pytest.fixture
def heard(answered, caseworker) -> Case:
    """Ready, and the citizen has said something."""
    return assessed(answered, caseworker)


def sanction(case, **changes) -> dict:
    data = {
        "outcome": "deduction",
        "legal_basis": LegalBasis.objects.on(case.event.occurred_on).first().pk,
        "effect_from": (timezone.localdate() + timedelta(days=5)).strftime("%d-%m-%Y"),
        "reasons": REASONS,
        "answer_to_statement": ANSWER,
    }
    return data | changes


def posted(client, case, name="decide", **changes):
    return client.post(reverse(name, args=[case.number]), sanction(case, **changes))


def pdf_text(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as document:
        texts = []
        for page in document:
            text = page.get_textpage()
            texts.append(" ".join(text.get_text_bounded().split()))
            text.close()
            page.close()
        return texts


def test_decision_is_shown_once_more_before_it_is_made(visitor, heard):
    response = posted(visitor, heard)
    assert "Bekræft afgørelsen" in response.content.decode()
    assert REASONS in response.content.decode()
    assert not Decision.objects.exists()
    again = posted(visitor, heard, ret="1").content.decode()
    assert f">\n{REASONS}</textarea>" in again
    assert "Der er" not in again


def test_making_the_decision(visitor, heard, caseworker):
    response = posted(visitor, heard, bekraeft="1")
    assert response.headers["Location"] == reverse("case", args=[heard.number])
    decision = Decision.objects.get(case=heard)
    assert (decision.outcome, decision.reasons, decision.answer_to_statement) == ("deduction", REASONS, ANSWER)
    assert decision.decided_by == caseworker
    heard.refresh_from_db()
    assert (heard.status, heard.next_due) == (CaseStatus.DECIDED, None)
    entry = heard.journal.first()
    assert entry.heading == "Afgørelse truffet: fradrag"
    assert ("Dokument", decision.letter.full_number) in entry.facts


def test_confirming_twice_makes_one_decision(visitor, heard):
    posted(visitor, heard, bekraeft="1")
    second = posted(visitor, heard, bekraeft="1")
    assert second.status_code == 422
    assert "ikke klar til afgørelse" in second.content.decode()
    assert Decision.objects.count() == 1
    assert heard.documents.filter(kind=6).count() == 1


def test_citizens_own_words_stand_beside_the_form(visitor, heard):
    """B014."""
    text = visitor.get(reverse("decide", args=[heard.number])).content.decode()
    for line in STATEMENT.splitlines():
        assert escape(line) in text


@pytest.mark.each_case
@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"outcome": ""}, "Vælg en mulighed."),
        ({"outcome": "fængsel"}, "Marker en gyldig valgmulighed"),
        ({"legal_basis": ""}, "Vælg den regel"),
        ({"effect_from": ""}, "Skriv, hvornår sanktionen virker fra"),
        ({"effect_from": "01-01-2020"}, "virke tilbage i tiden"),
        ({"effect_from": "32-01-2027"}, "dd-mm-åååå"),
        ({"outcome": "no_sanction", "nothing_more": "other"}, "Lad feltet stå tomt"),
        ({"outcome": "no_sanction", "effect_from": ""}, "Vælg, hvorfor sagen ender uden sanktion"),
        ({"reasons": " "}, "Udfyld feltet."),
        ({"answer_to_statement": ""}, "Svar på det, borgeren har fortalt"),
    ],
)
@pytest.mark.parametrize("name", ["decide", "decision_preview"])
def test_what_is_missing_is_said(visitor, heard, name, changes, message):
    response = posted(visitor, heard, name=name, bekraeft="1", **changes)
    assert response.status_code == 422
    assert message in response.content.decode()
    assert not Decision.objects.exists()


def test_rules_offered_are_those_of_the_events_day(visitor, heard):
    """V004."""
    old = LegalBasis.objects.filter(valid_to__isnull=False).first()
    response = posted(visitor, heard, legal_basis=old.pk)
    assert response.status_code == 422
    assert str(old) not in visitor.get(reverse("decide", args=[heard.number])).content.decode()


def test_no_sanction_needs_neither_rule_nor_date_but_reasons(visitor, ready):
    """V089."""
    changes = NOTHING_MORE | {"bekraeft": "1"}
    assert posted(visitor, ready, **changes).status_code == 302
    assert Decision.objects.get(case=ready).legal_basis is None


def test_case_that_is_not_ready_offers_no_form(visitor, case, caseworker):
    """B012."""
    response = visitor.get(reverse("decide", args=[case.number]), follow=True)
    assert "ikke klar til afgørelse" in response.content.decode()
    assert posted(visitor, case, bekraeft="1").status_code == 422
    assert not Decision.objects.exists()


def test_case_without_assessment_offers_no_form(visitor, case, caseworker):
    case_ready(case, caseworker)
    response = visitor.get(reverse("decide", args=[case.number]), follow=True)
    assert "Sagen er ikke vurderet" in response.content.decode()
    with pytest.raises(DecisionNotAllowed, match="Sagen er ikke vurderet"):
        decide(case, outcome=Outcome.NO_SANCTION, nothing_more="other", reasons=REASONS, by=caseworker)


def test_what_the_database_refuses_is_told_on_the_form(visitor, case, caseworker):
    """B012, B015: the status says ready, but the hearing is open; the gate knows better, and nothing is left behind."""
    hearing_sent(case, caseworker)
    guided(case, caseworker)
    Case.objects.filter(pk=case.pk).update(status=CaseStatus.READY)
    assessed(case, caseworker)
    documents = case.documents.count()
    response = posted(visitor, case, bekraeft="1")
    assert response.status_code == 422
    assert "svarfristen er ikke udløbet" in response.content.decode()
    assert case.documents.count() == documents
    case.refresh_from_db()
    assert case.status == CaseStatus.READY


def test_other_broken_rules_of_the_database_are_no_message_to_the_user(ready, caseworker):
    with pytest.raises(IntegrityError, match="decision_sanction_has_basis"):
        decide(ready, outcome=Outcome.DEDUCTION, reasons=REASONS, by=caseworker)
    assert connection.needs_rollback is False


def test_latest_statement_is_the_last_one_of_the_case(heard, caseworker, case):
    first = JournalEntry.objects.latest_statement(heard)
    assert first.text == STATEMENT
    JournalEntry.objects.write(heard, kind="statement", heading="Mere", text="En ting til.", by=caseworker)
    assert JournalEntry.objects.latest_statement(heard).text == "En ting til."


def test_case_without_statement_has_none(case):
    assert JournalEntry.objects.latest_statement(case) is None


def test_draft_is_a_letter_with_a_mark_and_is_stored_nowhere(visitor, heard):
    documents = heard.documents.count()
    response = posted(visitor, heard, name="decision_preview")
    assert response.headers["Content-Type"] == "application/pdf"
    assert "Kladde" in pdf_text(response.content)[0]
    assert heard.documents.count() == documents
    assert not Decision.objects.exists()


def test_letter_says_outcome_rule_facts_words_answer_reasons_and_complaint(visitor, heard, settings):
    """B001, B003, B004, B014, B050, B051, V003, V078."""
    settings.SANKTION_SENDER = settings.SANKTION_SENDER | {"signatory": "Karla Krag", "signatory_title": "Enhedschef"}
    posted(visitor, heard, bekraeft="1")
    letter = Decision.objects.get(case=heard).letter
    pages = pdf_text(letter.data)
    whole = " ".join(pages)
    rule = Decision.objects.get(case=heard).legal_basis
    in_order = [
        heard.citizen.name,
        heard.citizen.address.first_line,
        long_date(timezone.localdate()),
        "Vi har truffet afgørelse om fradrag",
        rule.section,
        long_date(heard.event.occurred_on),
        *STATEMENT.splitlines(),
        ANSWER,
        REASONS,
        "4 uger",
        "Ankestyrelsen",
        "Karla Krag",
        "Enhedschef",
        settings.SANKTION_SENDER["address"],
    ]
    places = [whole.find(part) for part in in_order]
    assert -1 not in places, in_order[places.index(-1)]
    assert places == sorted(places)
    assert settings.SANKTION_SENDER["municipality"] in whole
    for page in pages:
        assert heard.number in page
        assert letter.full_number in page
    assert heard.citizen.cpr not in whole
    assert heard.citizen.formatted_cpr not in whole


def test_letter_without_sanction_says_so_first_and_that_nobody_answered(visitor, ready):
    posted(visitor, ready, **NOTHING_MORE, bekraeft="1")
    whole = " ".join(pdf_text(Decision.objects.get(case=ready).letter.data))
    assert "Sagen er slut: du får ingen sanktion" in whole
    assert "vi har ikke fået et svar fra dig" in whole
    assert "virker fra" not in whole


def test_markup_in_the_reasons_stays_text(visitor, heard):
    posted(visitor, heard, bekraeft="1", reasons='<img src="file:///etc/passwd"> & så videre')
    whole = " ".join(pdf_text(Decision.objects.get(case=heard).letter.data))
    assert '<img src="file:///etc/passwd"> & så videre' in whole

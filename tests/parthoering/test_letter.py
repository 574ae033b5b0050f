import re
from datetime import date

import pypdfium2
import pytest
import time_machine

from parthoering.actions import draft_hearing, send_hearing
from parthoering.documentation import documentation_of, render_documentation
from parthoering.letters import DRAFT_MARK, WORDINGS, render_hearing
from parthoering.models import Channel
from sanktion.actions.contact import record_attempt
from sanktion.base.cpr import parse
from sanktion.models import ContactChannel, EventKind
from tests.factories import CaseFactory
from tests.factories.parthoering import attempt_noted, hearing_sent

pytestmark = pytest.mark.django_db


def pages_of(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


@pytest.fixture
def letter(case, caseworker):
    case.event.description = "Mødte ikke. " * 150
    case.event.save()
    with time_machine.travel("2025-12-10 09:00+01:00", tick=False):
        return send_hearing(case, channel=Channel.LETTER, by=caseworker).letter


def test_the_letter_tells_who_what_why_and_by_when(letter, case, caseworker):
    """B001, B003, B014, B016."""
    text = " ".join(pages_of(letter.data))
    address = case.citizen.address
    for part in (
        case.citizen.name,
        address.first_line,
        address.postal_line,
        "10. december 2025",
        "forvaltningslovens § 19",
        "du ikke mødte til din jobsamtale den",
        "hvorfor du ikke mødte til samtalen",
        "senest den 30. december 2025",
        "Hvis vi ikke hører fra dig",
        "Mødte ikke.",
        str(caseworker),
        "Sanktionsenheden",
    ):
        assert part in text


def test_case_and_document_number_stand_on_every_page(letter, case):
    """B004, B005."""
    pages = pages_of(letter.data)
    assert len(pages) > 1
    for page in pages:
        assert f"Sagsnr. {case.number}" in page
        assert f"Dokumentnr. {letter.full_number}" in page


def test_the_letter_holds_no_cpr_number(letter, case):
    text = " ".join(pages_of(letter.data))
    cpr = parse(case.citizen.cpr)
    assert not any(form in text for form in (cpr.digits, cpr.formatted, cpr.masked))
    assert not re.search(r"\b\d{6}-?\d{4}\b", text)


def test_markup_in_the_notice_is_shown_as_text(case, caseworker):
    case.event.description = '<script>alert(1)</script><img src="file:///etc/passwd">'
    text = " ".join(pages_of(render_hearing(draft_hearing(case, Channel.LETTER), by=caseworker)))
    assert "<script>alert(1)</script>" in text


def test_a_draft_says_so_and_files_nothing(case, caseworker):
    text = " ".join(pages_of(render_hearing(draft_hearing(case, Channel.DIGITAL_POST), by=caseworker)))
    assert DRAFT_MARK in text
    assert not case.documents.exists()


def test_every_kind_of_event_has_its_wording():
    assert set(WORDINGS) == set(EventKind)


@pytest.mark.parametrize("kind", EventKind)
def test_the_wording_stands_in_the_letter(case, caseworker, kind):
    case.event.kind, case.event.occurred_on = kind, date(2025, 3, 3)
    text = " ".join(pages_of(render_hearing(draft_hearing(case, Channel.LETTER), by=caseworker)))
    assert f"at {WORDINGS[kind].what} den 3. marts 2025." in text
    assert WORDINGS[kind].why in text


def test_documentation_lists_every_attempt_in_order(case, caseworker):
    """B008, B009, B018: by any channel, in the order they were made, with who made them."""
    hearing_sent(case, caseworker)
    attempt_noted(case, caseworker)
    record_attempt(
        case,
        channel=ContactChannel.VISIT,
        happened_at=case.opened_at,
        reached=False,
        heading="Hjemmebesøg – ingen kontakt",
        text="Ringet på to gange.",
        facts=[("Navn på dørtelefon", "Intet navn")],
        by=caseworker,
    )
    text = " ".join(pages_of(render_documentation(documentation_of(case))))
    assert "Dokumentation for kontaktforsøg" in text
    assert f"Sagsnr. {case.number}" in text
    assert text.index("Hjemmebesøg") < text.index("Telefon")
    assert "Navn på dørtelefon: Intet navn" in text
    assert str(caseworker) in text
    assert parse(case.citizen.cpr).formatted not in text


def test_documentation_shows_this_case_alone(case, caseworker):
    other = CaseFactory(event__citizen=case.citizen, by=caseworker)
    hearing_sent(other, caseworker)
    attempt_noted(other, caseworker)
    text = " ".join(pages_of(render_documentation(documentation_of(case))))
    assert "Der er ikke noteret kontaktforsøg i sagen." in text

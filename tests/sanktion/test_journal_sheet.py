"""V072: the journal on paper."""

import pypdfium2
import pytest
from django.urls import reverse

from sanktion.models import AccessLog, CaseDocument, JournalEntry, MaterialKind, NoteKind, SupervisionRelevance

from ..factories import CaseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(client, caseworker):
    client.force_login(caseworker)
    return client


def write(case, by, text, **entry):
    return JournalEntry.objects.write(
        case, **({"kind": NoteKind.PHONE, "heading": "Telefonnotat", "text": text, "by": by} | entry)
    )


def sheet(client, case, **query) -> list[str]:
    """The text of each page."""
    response = client.get(reverse("journal_sheet", args=[case.number]), query)
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Cache-Control"] == "no-store"
    with pypdfium2.PdfDocument(response.content) as document:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def test_every_entry_in_the_order_written_with_author_time_facts_text_and_marks(visitor, case, caseworker):
    write(case, caseworker, "Først\nog så.", facts=[("Ringet til", "20 30 40 50")], material=MaterialKind.EXPLANATION)
    write(case, caseworker, "Sidst.", concerns=SupervisionRelevance.PARTLY)
    (text,) = sheet(visitor, case)
    places = [text.index(found) for found in ("1. Sag åbnet", "2. Telefonnotat", "3. Telefonnotat", "Sidst.")]
    assert places == sorted(places)
    for shown in (
        case.citizen.name,
        f"Telefonnotat · {caseworker} · Angår tilsynet · Materiale 2: Borgerens forklaring",
        "Ringet til 20 30 40 50",
        "Først og så.",
        "Angår delvis tilsynet",
    ):
        assert shown in text
    assert "Udeladt" not in text


def test_every_page_has_the_case_number_and_its_own(visitor, case, caseworker):
    """B004."""
    for number in range(30):
        write(case, caseworker, f"Notat {number}. " + "En linje. " * 30)
    pages = sheet(visitor, case)
    assert len(pages) > 2
    for number, text in enumerate(pages, start=1):
        assert f"Sagsnr. {case.number}" in text
        assert f"Side {number} af {len(pages)}" in text


def test_what_does_not_concern_the_supervision_can_be_left_out_and_the_sheet_says_so(visitor, case, caseworker):
    """V074: and the numbers show where."""
    write(case, caseworker, "Om borgerens helbred.", concerns=SupervisionRelevance.NO)
    write(case, caseworker, "Om mødet.", concerns=SupervisionRelevance.PARTLY)
    (whole,), (kept,) = sheet(visitor, case), sheet(visitor, case, uden="no")
    assert "Om borgerens helbred." in whole
    assert "Om borgerens helbred." not in kept
    assert "Om mødet." in kept
    assert "1 notat, der ikke angår tilsynet" in kept
    assert "2. Telefonnotat" not in kept
    assert "3. Telefonnotat" in kept


def test_what_a_note_says_is_text_in_the_sheet(visitor, case, caseworker):
    write(case, caseworker, '<img src="https://example.org/x.png"><b>fed</b>')
    (text,) = sheet(visitor, case)
    assert "<b>fed</b>" in text


def test_only_the_one_cases_journal(visitor, case, caseworker):
    other = CaseFactory(event__citizen=case.citizen, by=caseworker)
    write(other, caseworker, "Hører til den anden sag.")
    assert "anden sag" not in sheet(visitor, case)[0]


def test_printing_is_logged_and_nothing_is_filed(visitor, case, caseworker):
    sheet(visitor, case)
    row = AccessLog.objects.get(page="journal_sheet")
    assert (row.user, row.citizen, row.case, row.kind) == (caseworker, case.citizen, case, "print")
    assert not CaseDocument.objects.exists()


def test_the_journal_tab_has_the_way_to_it(visitor, case):
    text = visitor.get(reverse("case", args=[case.number])).content.decode()
    assert f'action="{reverse("journal_sheet", args=[case.number])}"' in text
    assert 'name="uden"' in text

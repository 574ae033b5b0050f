"""V093: who reads is written across every page, whatever the page looks like."""

from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from tilsyn.watermark import can_be_marked, watermark

from ..factories.files import pdf

WHO = "Åse Kjær, 3. dec. 2026 kl. 9.15"
ACROSS = ["Læserum, må ikke kopieres", WHO]
FOOT = "Tilsyn 2026-1 · Læserum, må ikke kopieres · Læst af Åse Kjær"


def turned(made):
    made.pages[0].Rotate = 90
    made.pages[1].MediaBox = [100, 50, 942, 645]
    made.pages[2].CropBox = [50, 50, 400, 700]


def texts(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    found = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return found


@pytest.mark.parametrize("edit", [None, turned], ids=["plain", "turned"])
def test_every_page_says_who_reads_and_that_it_may_not_be_copied(edit):
    marked = texts(watermark(pdf(3, edit=edit), ACROSS, FOOT))
    assert [all(line in text for line in (*ACROSS, FOOT)) for text in marked] == [True] * 3
    assert ["Side 1" in marked[0], "Side 3" in marked[2]] == [True, True]


def test_a_name_with_letters_that_the_font_has_not_is_no_hindrance():
    assert "Y?lmaz" in texts(watermark(pdf(), ["Zeynep Yılmaz"], FOOT))[0]


def test_a_very_long_line_stays_on_the_page():
    document = pypdfium2.PdfDocument(watermark(pdf(), ["Anne-Wilhelmine Mogensen " * 8], FOOT * 5))
    page = document[0]
    boxes = [page.get_textpage().get_charbox(index) for index in range(page.get_textpage().count_chars())]
    document.close()
    assert min(box[0] for box in boxes) >= 0
    assert max(box[2] for box in boxes) <= 595


def test_the_mark_is_seen_on_the_page():
    marked, plain = watermark(pdf(), ACROSS, FOOT), pdf()
    dark = []
    for data in (plain, marked):
        document = pypdfium2.PdfDocument(data)
        pixels = document[0].render(scale=1, grayscale=True).to_pil().histogram()
        dark.append(sum(pixels[:250]))
        document.close()
    assert dark[1] > dark[0] + 2000


def test_a_reader_that_keeps_to_the_rules_neither_prints_nor_copies():
    with pikepdf.open(BytesIO(watermark(pdf(), ACROSS, FOOT))) as marked:
        allow = marked.allow
    assert not any([allow.extract, allow.print_lowres, allow.print_highres, allow.modify_other])
    assert allow.accessibility


def test_what_is_no_pdf_cannot_be_marked():
    assert [can_be_marked(data) for data in (b"%PDF", b"", pdf())] == [False, False, True]

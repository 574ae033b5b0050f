"""V074: the check reads the finished file, whoever made it, and finds what a bad redaction leaves."""

import io

import pikepdf
import pytest
from pikepdf import Stream
from PIL import Image, ImageDraw

from sanktion.base.redaction import Box, Unreadable, leaks, page_picture, redact

from ..factories.pdfs import PLAIN, SECRET, drawn, saved


def whats(data: bytes, boxes, **more) -> set[str]:
    return {leak.what for leak in leaks(data, boxes, **more)}


def scan() -> bytes:
    """A page that is a photograph: soft greys all over, and dark strokes."""
    picture = Image.effect_noise((1240, 1754), 12)
    draw = ImageDraw.Draw(picture)
    for row in range(120, 1600, 60):
        draw.line((120, row, 1100, row + 3), fill=30, width=6)
    out = io.BytesIO()
    picture.save(out, "PDF", resolution=150, quality=60)
    return out.getvalue()


@pytest.mark.thorough
def test_a_scanned_page():
    data, boxes = scan(), {0: [Box(100, 600, 300, 700)]}
    made = redact(data, boxes)
    assert leaks(made, boxes) == []
    assert len(made) <= 3 * len(data)
    assert page_picture(made, 0, dpi=72).crop((101, 143, 299, 241)).getextrema()[1] < 48


@pytest.mark.parametrize(
    ("over", "what"),
    [
        (b"0 g 30 140 150 30 re f", "tekst under en overstregning"),
        (b"", "noget at se under en overstregning"),
    ],
)
def test_the_check_finds_a_bad_redaction(over, what):
    """A black rectangle over the text, as many a program makes it."""
    data = drawn(PLAIN + over)
    found = whats(data, {0: [Box(38, 146, 100, 165)]}, words=[SECRET])
    assert {what, "et overstreget ord i sidens tekst", "et overstreget ord i filens indre"} <= found


def test_the_check_finds_a_picture_under_a_black_rectangle():
    with pikepdf.open(io.BytesIO(scan())) as pdf:
        pdf.pages[0].contents_add(Stream(pdf, b"q 0 g 80 580 300 200 re f Q"))
        covered = saved(pdf)
    found = whats(covered, {0: [Box(100, 600, 300, 700)]})
    assert "et billede under en overstregning" in found
    assert "noget at se under en overstregning" not in found


def test_a_box_on_a_page_that_is_not_there_is_not_clean():
    with pytest.raises(Unreadable):
        leaks(redact(drawn(PLAIN), {}), {4: [Box(0, 0, 9, 9)]})

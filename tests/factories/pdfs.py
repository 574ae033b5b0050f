"""Small PDF files, each made to hide something where a reader doesn't look."""

import io

import pikepdf
import pypdfium2
from pikepdf import Dictionary, Name, Stream

from sanktion.base.redaction import Box, find, leaks, redact

SECRET, KEPT = "Hemmelig", "Synlig"
HELVETICA = {"Type": Name.Font, "Subtype": Name.Type1, "BaseFont": Name.Helvetica, "Encoding": Name.WinAnsiEncoding}


def saved(pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def drawn(*contents: bytes, size=(300, 200), change=None, **resources) -> bytes:
    """A file with a page for each piece of content; ``change(pdf)`` puts in what hides."""
    with pikepdf.new() as pdf:
        for content in contents:
            page = pdf.add_blank_page(page_size=size)
            font = pdf.make_indirect(Dictionary(**HELVETICA))
            page.obj.Resources = Dictionary(Font=Dictionary(F1=font), **{k: v(pdf) for k, v in resources.items()})
            page.obj.Contents = Stream(pdf, content)
        if change:
            change(pdf)
        return saved(pdf)


def text_at(x, y, text, size=12, matrix="1 0 0 1") -> bytes:
    return f"BT /F1 {size} Tf {matrix} {x} {y} Tm ({text}) Tj ET\n".encode("cp1252")


PLAIN = text_at(40, 150, SECRET) + text_at(40, 50, KEPT)


def boxes_of(data: bytes, word: str = SECRET) -> dict[int, list[Box]]:
    boxes: dict[int, list[Box]] = {}
    for one in find(data, word):
        boxes.setdefault(one.page, []).append(one.box)
    assert boxes
    return boxes


def told(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as pdf:
        return " ".join(page.get_textpage().get_text_range() for page in pdf)


def taken(data: bytes, word: str = SECRET) -> bytes:
    """The file without the word, which the check found clean."""
    boxes = boxes_of(data, word)
    made = redact(data, boxes)
    assert leaks(made, boxes, words=[word]) == []
    return made

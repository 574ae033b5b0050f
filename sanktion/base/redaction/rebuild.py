"""The file without what is under its boxes.

A page with boxes is its own picture and the text that can still be seen. So is any page that holds what a copy would
carry along unseen: form fields, notes, layers, text that nothing shows. The other pages keep only what they draw.
"""

import io
from collections.abc import Collection
from dataclasses import dataclass, field, replace

import pikepdf
import pypdfium2
from pikepdf import Dictionary, Pdf, Stream

from sanktion.base.redaction import drawing
from sanktion.base.redaction.boxes import Box
from sanktion.base.redaction.layer import Alphabet, Run, layer, runs_of
from sanktion.base.redaction.picture import LADDER, Quality, image_of, paint
from sanktion.base.redaction.reading import (
    MARGIN,
    Char,
    Unreadable,
    chars_of,
    frame_of,
    is_seen,
    is_under,
    opened,
    picture_of,
    scale_of,
)

# The finished file is at most so many times as large as the original, where the lowest quality allows it.
MOST = 3
# Enough to see whether a letter shows.
LOOK_DPI = 100


@dataclass
class Plan:
    """One page of the new file: its number in the old one, and what is to be seen if it is rebuilt."""

    number: int
    is_rebuilt: bool
    boxes: list[Box]
    size: tuple[float, float] = (0, 0)
    runs: list[Run] = field(default_factory=list)


def redact(data: bytes, boxes: dict[int, list[Box]], *, drop_pages: Collection[int] = ()) -> bytes:
    """The same input gives the same bytes. Pages are numbered from 0. Raises Unreadable."""
    try:
        with pikepdf.open(io.BytesIO(data)) as source, opened(_drawn_only(source)) as shown:
            plans = [_plan(shown[n], source.pages[n], n, boxes) for n in range(len(shown)) if n not in drop_pages]
            if not plans:
                raise Unreadable("No page is left.")
            return _smallest_needed(shown, source, plans, MOST * len(data))
    except pikepdf.PdfError:
        raise Unreadable("The file can't be opened.") from None


def _drawn_only(source: Pdf) -> bytes:
    """PDFium reads the other words for a drawing in place of the drawing's own."""
    drawing.silence(source)
    return _saved(source)


def after_dropping(boxes: dict[int, list[Box]], drop_pages: Collection[int]) -> dict[int, list[Box]]:
    """The boxes by the numbers that their pages have in the finished file."""
    kept = {number: found for number, found in boxes.items() if number not in drop_pages}
    return {number - sum(gone < number for gone in drop_pages): found for number, found in kept.items()}


def one_page(data: bytes, number: int) -> bytes:
    """A file of that page alone, to be looked at. Raises Unreadable."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for other in range(len(pdf.pages) - 1, -1, -1):
                if other != number:
                    del pdf.pages[other]
            return _saved(pdf)
    except pikepdf.PdfError:
        raise Unreadable("The file can't be opened.") from None


def _plan(page: pypdfium2.PdfPage, own: pikepdf.Page, number: int, boxes: dict[int, list[Box]]) -> Plan:
    here, frame = [box.grown(MARGIN) for box in boxes.get(number, ())], frame_of(page)
    scale, chars = scale_of(page, LOOK_DPI), chars_of(page)
    picture = picture_of(page, LOOK_DPI)
    seen = [char.is_space or is_seen(char, picture, frame.size[1], scale) for char in chars]
    if not here and all(seen) and drawing.is_plain(own):
        return Plan(number, False, [])
    # A space in place of what goes: the words on either side of it are two.
    kept = [
        char if char.is_space or (shows and not is_under(char, here)) else _gap(char)
        for char, shows in zip(chars, seen, strict=True)
    ]
    return Plan(number, True, boxes.get(number, []), frame.size, runs_of(kept))


def _gap(char: Char) -> Char:
    return replace(char, text=" ")


def _smallest_needed(shown: pypdfium2.PdfDocument, source: Pdf, plans: list[Plan], most: int) -> bytes:
    for quality in LADDER:
        made = _made(shown, source, plans, quality)
        if len(made) <= most:
            break
    if not _reaches_in(made, plans):
        return made
    # Letters of ours are no larger than those seen; where a font lies about its own, nothing can be searched.
    for plan in plans:
        plan.runs = plan.runs if not plan.boxes else []
    return _made(shown, source, plans, quality)


def _reaches_in(made: bytes, plans: list[Plan]) -> bool:
    with opened(made) as pdf:
        return any(
            any(is_under(char, plan.boxes) for char in chars_of(page) if not char.is_space)
            for page, plan in zip(pdf, plans, strict=True)
            if plan.boxes
        )


def _made(shown: pypdfium2.PdfDocument, source: Pdf, plans: list[Plan], quality: Quality) -> bytes:
    with pikepdf.new() as new:
        alphabet, rebuilt = Alphabet(), []
        for plan in plans:
            if plan.is_rebuilt:
                rebuilt.append(_rebuilt(new, shown[plan.number], plan, quality, alphabet))
            else:
                new.pages.append(source.pages[plan.number])
                drawing.strip(new, new.pages[-1])
        fonts = alphabet.fonts(new)
        for page in rebuilt:
            page.obj.Resources.Font = fonts
        drawing.strip_everywhere(new)
        return _saved(new)


def _rebuilt(new: Pdf, page: pypdfium2.PdfPage, plan: Plan, quality: Quality, alphabet: Alphabet) -> pikepdf.Page:
    picture, (width, height) = picture_of(page, quality.dpi), plan.size
    paint(picture, plan.boxes, height=height, scale=scale_of(page, quality.dpi))
    made = new.add_blank_page(page_size=(width, height))
    picture_first = f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /P Do Q\n".encode("ascii")
    made.obj.Resources = Dictionary(XObject=Dictionary(P=image_of(new, picture, quality)), Font=Dictionary())
    made.obj.Contents = Stream(new, picture_first + layer(plan.runs, alphabet))
    return made


def _saved(pdf: Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(
        out,
        deterministic_id=True,
        compress_streams=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    return out.getvalue()

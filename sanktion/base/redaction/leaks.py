"""What is left of what was to go: asked of the finished file, whoever made it."""

import io
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import pikepdf
import pypdfium2
import pypdfium2.raw as raw
from pikepdf import Array, Dictionary, Pdf, Stream, String
from PIL import Image

from sanktion.base.redaction.boxes import Box
from sanktion.base.redaction.reading import (
    MOST_PIXELS,
    Unreadable,
    chars_of,
    frame_of,
    is_under,
    opened,
    picture_of,
    scale_of,
)

CHECK_DPI = 150
# Of 255: JPEG leaves a black surface a little uneven.
BLACK = 48
# What is looked at lies this far inside the box: its edge may share a pixel with what is beside it.
INSIDE = 0.5
# Shorter words turn up by chance where a stream holds no text at all.
CHANCE = 5
CATALOG_KEYS = {"/Type", "/Pages", "/Version", "/Extensions"}
PAGE_KEYS = {"/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/Contents", "/Group"}
SAYS_MORE = ("/Metadata", "/PieceInfo", "/StructParent", "/StructParents", "/AF", "/OC", "/Alternates")
SAID_ASIDE = {"BDC", "DP"}


@dataclass(frozen=True, order=True)
class Leak:
    """Where something is left (``page`` is None for the file as a whole) and what, without saying what it tells."""

    page: int | None
    what: str


def leaks(data: bytes, boxes: dict[int, list[Box]], *, words: Collection[str] = ()) -> list[Leak]:
    """Empty when nothing is left under any box, nothing is told aside, and no such word stands anywhere in the file.

    Pages are numbered from 0 in the finished file. Raises Unreadable.
    """
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            found = {*_told_aside(pdf), *_words_in_objects(pdf, words)}
    except pikepdf.PdfError:
        raise Unreadable("The file can't be opened.") from None
    with opened(data) as shown:
        if any(number >= len(shown) for number in boxes):
            raise Unreadable("A box lies on a page that isn't there.")
        for number, page in enumerate(shown):
            found |= {Leak(number, what) for what in _on_page(page, boxes.get(number, []), words)}
    return sorted(found, key=lambda leak: (-1 if leak.page is None else leak.page, leak.what))


def under_boxes(data: bytes, boxes: dict[int, list[Box]]) -> list[Leak]:
    """What is left under the boxes alone, for a file that tells other things by right. Raises Unreadable."""
    with opened(data) as shown:
        if any(number >= len(shown) for number in boxes):
            raise Unreadable("A box lies on a page that isn't there.")
        pages = ((number, found, shown[number]) for number, found in sorted(boxes.items()) if found)
        return [Leak(number, what) for number, found, page in pages for what in _under(page, chars_of(page), found)]


def _told_aside(pdf: Pdf) -> Iterator[Leak]:
    extra = [key for key in pdf.Root.keys() if key not in CATALOG_KEYS]
    # The catalogue's keys are the format's own, so they may be told.
    yield from (Leak(None, f"filens {key[1:]}") for key in extra)
    if len(pdf.docinfo):
        yield Leak(None, "filens oplysninger")
    for number, page in enumerate(pdf.pages):
        yield from (Leak(number, f"sidens {key[1:]}") for key in page.obj.keys() if key not in PAGE_KEYS)
        if any(str(one.operator) in SAID_ASIDE for one in pikepdf.parse_content_stream(page)):
            yield Leak(number, "ord bag teksten")
    for thing in pdf.objects:
        if (isinstance(thing, Stream) or "/Type" in _keys(thing)) and any(key in thing for key in SAYS_MORE):
            yield Leak(None, "oplysninger om en del af filen")


def _keys(thing) -> Collection[str]:
    return thing.keys() if isinstance(thing, Dictionary | Stream) else ()


def _words_in_objects(pdf: Pdf, words: Collection[str]) -> Iterator[Leak]:
    said, packed = _pattern(words), _pattern([word for word in words if len(word) >= CHANCE])
    for thing in [pdf.trailer, *pdf.objects]:
        if any(said.search(text) for text in _strings(thing, 0)) or any(packed.search(t) for t in _unpacked(thing)):
            yield Leak(None, "et overstreget ord i filens indre")


def _pattern(words: Collection[str]) -> re.Pattern:
    """Whole words, whatever the case and the spaces; nothing when there are none."""
    wanted = [r"\s+".join(map(re.escape, word.split())) for word in words if word.strip()]
    return re.compile(rf"(?<!\w)(?:{'|'.join(wanted)})(?!\w)" if wanted else r"(?!)", re.IGNORECASE)


def _strings(thing, depth: int) -> Iterator[str]:
    """Names are not asked: the format's own are words of a language."""
    if depth and getattr(thing, "is_indirect", False):
        return
    if isinstance(thing, String):
        yield str(thing)
    elif isinstance(thing, Array):
        for one in thing:
            yield from _strings(one, depth + 1)
    elif isinstance(thing, Dictionary | Stream):
        for one in thing.values():
            yield from _strings(one, depth + 1)


def _unpacked(thing) -> list[str]:
    """What a stream says when it is read as letters; a picture and a font's table of codes say nothing so."""
    if not isinstance(thing, Stream) or thing.get("/Subtype") == "/Image":
        return []
    try:
        plain = thing.read_bytes()
    except pikepdf.PdfError:
        return []
    if b"begincmap" in plain:
        return []
    return [plain.decode("latin-1"), plain.decode("utf-8", "ignore"), plain.replace(b"\0", b"").decode("latin-1")]


def _on_page(page: pypdfium2.PdfPage, boxes: list[Box], words: Collection[str]) -> Iterator[str]:
    chars = chars_of(page)
    if _pattern(words).search("".join(char.text for char in chars)):
        yield "et overstreget ord i sidens tekst"
    if boxes:
        yield from _under(page, chars, boxes)


def _under(page: pypdfium2.PdfPage, chars: list, boxes: list[Box]) -> Iterator[str]:
    # A reader puts spaces of its own where letters were.
    if any(is_under(char, boxes) for char in chars if not char.is_space):
        yield "tekst under en overstregning"
    if _shows(page, boxes):
        yield "noget at se under en overstregning"
    yield from _drawn_under(page, boxes)


def _shows(page: pypdfium2.PdfPage, boxes: list[Box]) -> bool:
    picture, height, scale = picture_of(page, CHECK_DPI), frame_of(page).size[1], scale_of(page, CHECK_DPI)
    return any(not _is_black(picture, box.grown(-INSIDE).pixels(height, scale)) for box in boxes)


def _is_black(picture: Image.Image, area: tuple[int, int, int, int]) -> bool:
    left, top, right, bottom = area
    left, top = max(left, 0), max(top, 0)
    right, bottom = min(max(right, left + 1), picture.width), min(max(bottom, top + 1), picture.height)
    # What lies outside the page is not shown by it.
    return left >= right or top >= bottom or picture.crop((left, top, right, bottom)).getextrema()[1] <= BLACK


def _drawn_under(page: pypdfium2.PdfPage, boxes: list[Box]) -> Iterator[str]:
    """A page that is its own picture draws nothing there but that picture, which is black there by itself."""
    frame = frame_of(page)
    for thing in page.get_objects(max_depth=1):
        around = frame.box(Box(*thing.get_bounds()))
        if thing.type == raw.FPDF_PAGEOBJ_TEXT or not any(box.touches(around) for box in boxes):
            continue
        if thing.type != raw.FPDF_PAGEOBJ_IMAGE:
            yield "en tegning under en overstregning"
        elif not _image_is_black(thing, frame, boxes):
            yield "et billede under en overstregning"


def _image_is_black(image: pypdfium2.PdfImage, frame, boxes: list[Box]) -> bool:
    """Asked of the picture's own pixels: a black surface drawn over it would hide them and leave them in the file."""
    a, b, c, d, e, f = image.get_matrix().get()
    width, height = image.get_px_size()
    if b or c or frame.quarters or a <= 0 or d <= 0 or width * height > MOST_PIXELS:
        return False
    pixels = image.get_bitmap().to_pil().convert("L")
    left, below = e - frame.visible.x0, f - frame.visible.y0
    for box in boxes:
        inner = box.grown(-INSIDE)
        area = (
            int((inner.x0 - left) / a * width) + 1,
            int((1 - (inner.y1 - below) / d) * height) + 1,
            int((inner.x1 - left) / a * width),
            int((1 - (inner.y0 - below) / d) * height),
        )
        if not _is_black(pixels, area):
            return False
    return True

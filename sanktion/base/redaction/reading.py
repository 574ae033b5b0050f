"""What a page shows and says, asked of PDFium."""

import ctypes
import math
import re
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as raw
from PIL import Image

from sanktion.base.redaction.boxes import Box, Frame, Point

# A poster at full sharpness would take more memory than the machine has.
MOST_PIXELS = 40_000_000
# Less than this between the lightest and the darkest of 256 greys can't be read by anyone.
SEEN = 24
MARGIN = 0.5
WORD = re.compile(r"\w{3,}")

# PDFium is not made for threads.
_one_at_a_time = threading.RLock()


class Unreadable(ValueError):
    """The file can't be opened as a PDF. Carries nothing of it."""


@dataclass(frozen=True)
class Char:
    """One character; ``box`` is its ink, ``origin`` where it stands on its line, ``angle`` the line's, in radians."""

    text: str
    box: Box
    origin: Point
    angle: float
    size: float

    @property
    def is_space(self) -> bool:
        return not self.text.strip()

    @property
    def is_straight(self) -> bool:
        return math.isclose(math.sin(2 * self.angle), 0, abs_tol=0.01)


@dataclass(frozen=True)
class Found:
    page: int
    box: Box
    around: str


@contextmanager
def opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    with _one_at_a_time:
        try:
            pdf = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError:
            raise Unreadable("The file can't be opened.") from None
        try:
            pdf.init_forms()
            yield pdf
        finally:
            pdf.close()


def frame_of(page: pypdfium2.PdfPage) -> Frame:
    visible = raw.FS_RECTF()
    if not raw.FPDF_GetPageBoundingBox(page, visible):
        raise Unreadable("A page has no size.")
    return Frame(Box(visible.left, visible.bottom, visible.right, visible.top), page.get_rotation() // 90)


def page_sizes(data: bytes) -> list[tuple[float, float]]:
    """Width and height in points of each page as it is shown."""
    with opened(data) as pdf:
        return [frame_of(page).size for page in pdf]


def page_picture(data: bytes, number: int, *, dpi: int) -> Image.Image:
    """One page (the first is 0) in grey, with its annotations and form fields drawn in."""
    with opened(data) as pdf:
        return picture_of(pdf[number], dpi)


def picture_of(page: pypdfium2.PdfPage, dpi: int) -> Image.Image:
    return page.render(scale=scale_of(page, dpi), grayscale=True, may_draw_forms=True).to_pil().convert("L")


def scale_of(page: pypdfium2.PdfPage, dpi: int) -> float:
    width, height = page.get_size()
    return min(dpi / 72, math.sqrt(MOST_PIXELS / max(width * height, 1)))


def chars_of(page: pypdfium2.PdfPage) -> list[Char]:
    """Every character, in reading order; the spaces that PDFium puts between words too."""
    frame, text = frame_of(page), page.get_textpage()
    try:
        return [char for index in range(text.count_chars()) if (char := _char(text, index, frame))]
    finally:
        text.close()


def _char(text: pypdfium2.PdfTextPage, index: int, frame: Frame) -> Char | None:
    code = raw.FPDFText_GetUnicode(text, index)
    # Half of a surrogate pair, or nothing that a reader could search for.
    said = "" if code == 0 or 0xD800 <= code <= 0xDFFF else chr(code)
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text, index, x, y)
    left, bottom, right, top = text.get_charbox(index)
    angle = raw.FPDFText_GetCharAngle(text, index) - frame.quarters * math.pi / 2
    return Char(
        text=said,
        box=frame.box(Box.around([(left, bottom), (right, top)])),
        origin=frame.point(x.value, y.value),
        angle=angle % math.tau,
        size=_size(text, index),
    )


def _size(text: pypdfium2.PdfTextPage, index: int) -> float:
    """As it is shown: a font of one point may be drawn twelve times as large."""
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text, index, matrix)
    return raw.FPDFText_GetFontSize(text, index) * (math.hypot(matrix.c, matrix.d) or 1)


def is_seen(char: Char, picture: Image.Image, height: float, scale: float) -> bool:
    """Whether there is anything to see where the character stands: white on white, or painted over, there isn't."""
    left, top, right, bottom = char.box.grown(MARGIN).pixels(height, scale)
    left, top, right, bottom = max(left, 0), max(top, 0), min(right, picture.width), min(bottom, picture.height)
    if left >= right or top >= bottom:
        return False
    darkest, lightest = picture.crop((left, top, right, bottom)).getextrema()
    return lightest - darkest >= SEEN


def is_under(char: Char, boxes: Iterable[Box]) -> bool:
    x, y = char.origin
    at = Box(x, y, x, y)
    return any(box.touches(char.box) or box.touches(at) for box in boxes)


def text_under(data: bytes, boxes: dict[int, list[Box]]) -> dict[tuple[int, Box], str]:
    """What each box covers, to be shown and not kept."""
    found: dict[tuple[int, Box], str] = {}
    with opened(data) as pdf:
        for number, here in boxes.items():
            chars = chars_of(pdf[number])
            for box in here:
                said = "".join(char.text for char in chars if is_under(char, [box.grown(MARGIN)]))
                found[number, box] = " ".join(said.split())
    return found


def words_under(data: bytes, boxes: dict[int, list[Box]], drop_pages: Iterable[int] = ()) -> set[str]:
    """The words of three letters or more that are covered, and that stand nowhere else where they can be seen."""
    covered, left = set(), set()
    with opened(data) as pdf:
        for number, page in enumerate(pdf):
            chars, here = chars_of(page), [box.grown(MARGIN) for box in boxes.get(number, ())]
            if number in drop_pages:
                continue
            under, free = _divided(chars, here)
            covered |= under
            left |= free
    return covered - left


def _divided(chars: list[Char], boxes: list[Box]) -> tuple[set[str], set[str]]:
    text = "".join(char.text or "\0" for char in chars)
    under, free = set(), set()
    for match in WORD.finditer(text):
        word = match.group().casefold()
        (under if any(is_under(char, boxes) for char in chars[slice(*match.span())]) else free).add(word)
    return under, free


def find(data: bytes, wanted: str) -> list[Found]:
    """Where the words stand, whatever the case of their letters and however they are spaced: a box for each line."""
    words = wanted.split()
    if not words:
        return []
    pattern = re.compile(r"\s+".join(re.escape(word) for word in words), re.IGNORECASE)
    found: list[Found] = []
    with opened(data) as pdf:
        for number, page in enumerate(pdf):
            found += _found_on(number, chars_of(page), pattern)
    return found


def _found_on(number: int, chars: list[Char], pattern: re.Pattern) -> Iterator[Found]:
    text = "".join(char.text[:1] or "\0" for char in chars)
    for match in pattern.finditer(text):
        lines: dict[tuple, list[Box]] = defaultdict(list)
        for char in chars[slice(*match.span())]:
            if not char.is_space:
                lines[_line(char)].append(char.box)
        around = " ".join(text[max(match.start() - 30, 0) : match.end() + 30].replace("\0", "").split())
        for boxes in lines.values():
            yield Found(number, Box.around(corner for box in boxes for corner in box.corners), around)


def _line(char: Char) -> tuple[int, int]:
    """The same for the characters of one line: its angle, and how far it lies from the corner of the page."""
    x, y = char.origin
    away = y * math.cos(char.angle) - x * math.sin(char.angle)
    # What stands slanted is taken in one: the places of its letters are too rough to tell lines apart.
    return round(math.degrees(char.angle)), round(away) if char.is_straight else 0

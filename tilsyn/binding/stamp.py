"""The line below each page that says where in the bundle it is.

It stands on a strip of its own that is added under the page, so it covers nothing, and nothing is moved or made
smaller. It is written before the page's own content, which is held inside the page as it was.
"""

from dataclasses import dataclass

from pikepdf import Array, Dictionary, Name, Object, Pdf

FONT = Name("/TilsynSide")
STRIP, BASELINE, SIZE = 17.0, 5.5, 7.5
A4 = (0.0, 0.0, 595.28, 841.89)
# Helvetica's own widths in thousandths, of the signs that are narrower than its digits.
NARROW = {" ": 278, ".": 278, "·": 278, "f": 278, "t": 278, "i": 222, "l": 222, "s": 500, "k": 500}
DIGIT = 556


@dataclass(frozen=True)
class Box:
    x0: float
    y0: float
    x1: float
    y1: float

    @classmethod
    def of(cls, corners) -> "Box":
        x0, y0, x1, y1 = (float(corner) for corner in corners)
        return cls(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def within(self, other: "Box") -> "Box":
        shared = Box(max(self.x0, other.x0), max(self.y0, other.y0), min(self.x1, other.x1), min(self.y1, other.y1))
        return shared if shared.x1 > shared.x0 and shared.y1 > shared.y0 else other

    @property
    def array(self) -> Array:
        return Array([round(self.x0, 3), round(self.y0, 3), round(self.x1, 3), round(self.y1, 3)])


class Stamper:
    """One font and one closing stream for the whole file."""

    def __init__(self, target: Pdf):
        self.target = target
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
        self.font = target.make_indirect(font)
        self.close = target.make_stream(b"\nQ")

    def stamp(self, page: Dictionary, text: str) -> None:
        turn = _turn(page)
        unit = 1 / (float(page.get("/UserUnit", 1)) or 1)
        seen = _seen(page)
        page[Name.MediaBox] = page[Name.CropBox] = _with_strip(seen, turn, STRIP * unit).array
        written = self.target.make_stream(_written(text, seen, turn, unit))
        old = page.get("/Contents")
        inner = list(old) if isinstance(old, Array) else [] if old is None else [old]
        page[Name.Contents] = Array([written, *inner, self.close])
        self._give_font(page)

    def _give_font(self, page: Dictionary) -> None:
        if not isinstance(page.get("/Resources"), Dictionary):
            page[Name.Resources] = Dictionary()
        resources = page.Resources
        if not isinstance(resources.get("/Font"), Dictionary):
            resources[Name.Font] = Dictionary()
        resources.Font[FONT] = self.font


def blank(target: Pdf) -> Object:
    """An empty page of the size that a stamped A4 page has."""
    box = _with_strip(Box.of(A4), 0, STRIP).array
    return target.make_indirect(Dictionary(MediaBox=box, Resources=Dictionary()))


def _turn(page: Dictionary) -> int:
    turn = int(page.get("/Rotate", 0)) % 360
    return turn if turn in (90, 180, 270) else 0


def _seen(page: Dictionary) -> Box:
    whole = Box.of(page.get("/MediaBox", A4))
    return Box.of(page["/CropBox"]).within(whole) if "/CropBox" in page else whole


def _with_strip(seen: Box, turn: int, strip: float) -> Box:
    """Added at the side that is the foot when the page is turned as its reader sees it."""
    if turn == 90:
        return Box(seen.x0, seen.y0, seen.x1 + strip, seen.y1)
    if turn == 180:
        return Box(seen.x0, seen.y0, seen.x1, seen.y1 + strip)
    if turn == 270:
        return Box(seen.x0 - strip, seen.y0, seen.x1, seen.y1)
    return Box(seen.x0, seen.y0 - strip, seen.x1, seen.y1)


def _written(text: str, seen: Box, turn: int, unit: float) -> bytes:
    length = sum(NARROW.get(sign, DIGIT) for sign in text) / 1000 * SIZE * unit
    width = seen.y1 - seen.y0 if turn in (90, 270) else seen.x1 - seen.x0
    along, below = max((width - length) / 2, 2 * unit), (STRIP - BASELINE) * unit
    matrix = {
        0: (1, 0, 0, 1, seen.x0 + along, seen.y0 - below),
        90: (0, 1, -1, 0, seen.x1 + below, seen.y0 + along),
        180: (-1, 0, 0, -1, seen.x1 - along, seen.y1 + below),
        270: (0, -1, 1, 0, seen.x0 - below, seen.y1 - along),
    }[turn]
    place = " ".join(f"{number:.3f}" for number in matrix)
    clip = f"{seen.x0:.3f} {seen.y0:.3f} {seen.x1 - seen.x0:.3f} {seen.y1 - seen.y0:.3f} re W n"
    line = f"q 0.25 g BT {FONT} {SIZE * unit:.3f} Tf {place} Tm ({text}) Tj ET Q\nq {clip}\n"
    return line.encode("cp1252")

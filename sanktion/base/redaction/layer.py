"""The text of a page's picture: invisible, so that what was not taken away can still be searched and copied."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from pikepdf import Dictionary, Name, Pdf, Stream

from sanktion.base.redaction.reading import Char

# Helvetica's own widths (Adobe's metrics, thousandths of the size) of the characters from 32 to 126.
WIDTHS = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278"
    " 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944"
    " 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500"
    " 278 556 500 722 500 500 500 334 260 334 584"
)
OTHER = 556
WIDTH = dict(enumerate(map(int, WIDTHS.split()), start=32))
# Smaller than what is seen: no letter of ours reaches into a box that the letter seen doesn't.
SHRUNK = 0.8
FIRST, LAST = 32, 255


@dataclass(frozen=True)
class Run:
    """Characters that stand side by side on one line."""

    chars: list[Char]

    @property
    def text(self) -> str:
        return "".join(char.text for char in self.chars)


def runs_of(chars: Iterable[Char]) -> list[Run]:
    runs: list[Run] = []
    current: list[Char] = []
    for char in chars:
        if current and (char.is_space or not _follows(current[-1], char)):
            runs.append(Run(current))
            current = []
        if not char.is_space:
            current.append(char)
    return [*runs, Run(current)] if current else runs


def _follows(last: Char, char: Char) -> bool:
    """Letters on a slant get a place each: the rectangle around a slanted word would reach far over others."""
    if not char.is_straight or not math.isclose(last.angle, char.angle, abs_tol=0.01) or last.size != char.size:
        return False
    across, along = _turned(last, char)
    return abs(across) < 0.1 * char.size and 0 <= along < 1.5 * char.size


def _turned(last: Char, char: Char) -> tuple[float, float]:
    dx, dy = char.origin[0] - last.origin[0], char.origin[1] - last.origin[1]
    cos, sin = math.cos(char.angle), math.sin(char.angle)
    return dy * cos - dx * sin, dx * cos + dy * sin


class Alphabet:
    """Which font and which of its codes stands for a character: Windows' own first, then as many as are needed."""

    def __init__(self):
        self.codes: dict[str, tuple[int, int]] = {}
        self._others = 0

    def place(self, char: str) -> tuple[int, int]:
        if char not in self.codes:
            self.codes[char] = self._next(char)
        return self.codes[char]

    def _next(self, char: str) -> tuple[int, int]:
        try:
            code = char.encode("cp1252")
        except UnicodeEncodeError:
            font, code = divmod(self._others, LAST - FIRST + 1)
            self._others += 1
            return font + 1, code + FIRST
        return 0, code[0]

    def fonts(self, pdf: Pdf) -> Dictionary:
        fonts: dict[int, dict[int, str]] = {}
        for char, (font, code) in self.codes.items():
            fonts.setdefault(font, {})[code] = char
        return Dictionary({f"/T{font}": _font(pdf, codes) for font, codes in sorted(fonts.items())})


def _font(pdf: Pdf, codes: dict[int, str]) -> Dictionary:
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type1,
            BaseFont=Name.Helvetica,
            Encoding=Name.WinAnsiEncoding,
            FirstChar=FIRST,
            LastChar=LAST,
            Widths=[_width(code) for code in range(FIRST, LAST + 1)],
            ToUnicode=Stream(pdf, _to_unicode(codes)),
        )
    )


def _width(code: int) -> int:
    return WIDTH.get(code, OTHER)


def _to_unicode(codes: dict[int, str]) -> bytes:
    pairs = [f"<{code:02X}> <{char.encode('utf-16-be').hex().upper()}>" for code, char in sorted(codes.items())]
    # A block holds a hundred at most (Adobe Technical Note 5014).
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    listed = "\n".join("\n".join([f"{len(block)} beginbfchar", *block, "endbfchar"]) for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <FF> endcodespacerange\n{listed}\nendcmap end end"
    ).encode("ascii")


def layer(runs: Iterable[Run], alphabet: Alphabet) -> bytes:
    """The text operators; 3 is the mode that paints nothing."""
    lines = ["BT 3 Tr"]
    for run in runs:
        lines += _lines(run, alphabet)
    return "\n".join([*lines, "ET"]).encode("ascii")


def _lines(run: Run, alphabet: Alphabet) -> list[str]:
    placed = [alphabet.place(char) for char in run.text]
    if not placed or len({font for font, _ in placed}) > 1:
        return [line for char in run.chars if len(run.chars) > 1 for line in _lines(Run([char]), alphabet)]
    first, size = run.chars[0], max(run.chars[0].size * SHRUNK, 0.1)
    cos, sin = math.cos(first.angle), math.sin(first.angle)
    stretch = 100 * _length(run) / (sum(_width(code) for _, code in placed) * size / 1000)
    x, y = first.origin
    codes = bytes(code for _, code in placed).hex().upper()
    return [
        f"/T{placed[0][0]} {size:.2f} Tf {stretch:.1f} Tz",
        f"{cos:.4f} {sin:.4f} {-sin:.4f} {cos:.4f} {x:.2f} {y:.2f} Tm <{codes}> Tj",
    ]


def _length(run: Run) -> float:
    """From where the first character stands to where the last one's ink ends, along the line."""
    first, last = run.chars[0], run.chars[-1]
    cos, sin = math.cos(first.angle), math.sin(first.angle)
    x, y = first.origin
    ends = [(cx - x) * cos + (cy - y) * sin for cx, cy in last.box.corners]
    straight = max(ends)
    return max(straight if len(run.chars) > 1 else min(straight, first.size), 0.1)

"""A mark across every page of a PDF that says who looks at it, and when (V093). No domain rule lives here."""

import math
import secrets
from io import BytesIO

import pikepdf
from pikepdf import Dictionary, Name

ACROSS = 34  # points
ALONG = 8
GREY = 0.45
OPACITY = 0.28
# The line at the foot is small and in the margin.
FOOT_OPACITY = 0.8
# A little more than the mean width of a letter of Helvetica, in parts of its size.
LETTER = 0.55
READ_ONLY = pikepdf.Permissions(
    accessibility=True,
    extract=False,
    modify_annotation=False,
    modify_assembly=False,
    modify_form=False,
    modify_other=False,
    print_highres=False,
    print_lowres=False,
)


def watermark(data: bytes, across: list[str], along: str) -> bytes:
    """The PDF with the lines of ``across`` on the slant of every page and ``along`` at its foot, above what is there.

    The page as one sees it is marked, however it is turned or cut. A reader that keeps to the rules neither prints
    nor copies the result.
    """
    made, marks = BytesIO(), {}
    with pikepdf.open(BytesIO(data)) as source, pikepdf.new() as sheets:
        for page in source.pages:
            size = _seen_size(page)
            if size not in marks:
                marks[size] = _sheet(sheets, *size, across, along)
            page.add_overlay(marks[size], pikepdf.Rectangle(*map(float, page.trimbox)))
        owner = secrets.token_urlsafe(24)
        source.save(made, encryption=pikepdf.Encryption(owner=owner, user="", allow=READ_ONLY))
    return made.getvalue()


def can_be_marked(data: bytes) -> bool:
    try:
        with pikepdf.open(BytesIO(data)) as source:
            return len(source.pages) > 0
    except pikepdf.PdfError:
        return False


def _seen_size(page: pikepdf.Page) -> tuple[float, float]:
    left, bottom, right, top = (float(edge) for edge in page.trimbox)
    width, height = right - left, top - bottom
    return (height, width) if int(page.get("/Rotate", 0)) % 180 else (width, height)


def _sheet(sheets: pikepdf.Pdf, width: float, height: float, across: list[str], along: str) -> pikepdf.Page:
    page = sheets.add_blank_page(page_size=(width, height))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    faint, plain = (Dictionary(Type=Name.ExtGState, ca=value, CA=value) for value in (OPACITY, FOOT_OPACITY))
    page.Resources = Dictionary(Font=Dictionary(F1=font), ExtGState=Dictionary(G1=faint, G2=plain))
    slanted, foot = _slanted(width, height, across), _foot(width, along)
    drawn = b"\n".join([f"{GREY} g".encode(), b"/G1 gs", *slanted, b"/G2 gs", foot])
    page.Contents = sheets.make_stream(b"q\n" + drawn + b"\nQ")
    return page


def _slanted(width: float, height: float, lines: list[str]) -> list[bytes]:
    """The lines along the diagonal, one below the other, through the middle; as large as fits."""
    slope = math.atan2(height, width)
    cos, sin = math.cos(slope), math.sin(slope)
    room = 0.86 * math.hypot(width, height)
    drawn = []
    for place, line in enumerate(lines):
        size = min(ACROSS, room / (LETTER * max(len(line), 1)))
        down = (place - (len(lines) - 1) / 2) * ACROSS * 1.6
        half = len(line) * size * LETTER / 2
        x = width / 2 - half * cos + down * sin
        y = height / 2 - half * sin - down * cos
        matrix = f"{cos:.4f} {sin:.4f} {-sin:.4f} {cos:.4f} {x:.2f} {y:.2f} Tm"
        drawn.append(_text(line, size, matrix))
    return drawn


def _foot(width: float, line: str) -> bytes:
    size = min(ALONG, 0.9 * width / (LETTER * max(len(line), 1)))
    return _text(line, size, f"1 0 0 1 {0.05 * width:.2f} 10 Tm")


def _text(line: str, size: float, matrix: str) -> bytes:
    # WinAnsi has the Danish letters; a letter of another alphabet in a name is written as a question mark.
    written = pikepdf.String(line.encode("cp1252", "replace")).unparse()
    return b"BT /F1 %.2f Tf %s %s Tj ET" % (size, matrix.encode(), written)

import re

from .refusal import UNKNOWN, Refused

MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# Text by its letters, but a program or a page by its meaning.
NOT_PLAIN = re.compile(
    r"\s*(<(!doctype|!--|\?xml|html|head|body|svg|script|\?php)|\{\\rtf|%!ps|#!|@echo)", re.IGNORECASE
)
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
MAX_CHARACTERS, MAX_LINES = 100_000, 3_000
# A line of 100,000 letters without a space takes the typesetter two minutes; cut like this it takes a second.
LONGEST_LINE = 110


def open_text(data: bytes) -> bytes:
    """The text as UTF-8 with one kind of line end. Whatever is not known by its first bytes must be this."""
    text = _decoded(data).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    if CONTROLS.search(text) or NOT_PLAIN.match(text):
        raise Refused(UNKNOWN)
    if len(text) > MAX_CHARACTERS or text.count("\n") > MAX_LINES:
        raise Refused("Teksten er for lang. Del den op, eller gem den som PDF.")
    lines = [part for line in text.expandtabs(8).split("\n") for part in _cut(line.rstrip())]
    return "\n".join(lines).encode()


def _cut(line: str) -> list[str]:
    parts = []
    while len(line) > LONGEST_LINE:
        place = line.rfind(" ", 1, LONGEST_LINE)
        place = LONGEST_LINE if place < 1 else place + 1
        parts.append(line[:place])
        line = line[place:]
    return [*parts, line]


def _decoded(data: bytes) -> str:
    marked = next((name for mark, name in MARKS if data.startswith(mark)), None)
    try:
        if marked:
            return data.decode(marked)
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            return data.decode("cp1252")
    except UnicodeDecodeError:
        raise Refused(UNKNOWN) from None

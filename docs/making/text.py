"""Markdown, and the header by which a made file is known."""

from collections.abc import Iterable
from pathlib import Path

DOCS = Path(__file__).resolve().parents[1]
ROOT = DOCS.parent
HEADER = "<!-- Lavet af koden: {source} og docs/making/{name}.md. Ret der, og lav filen på ny med «make docs». -->"
PLACE, JOIN = "<!-- tabeller -->", "\n\n"


def made(name: str, source: str, parts: Iterable[str]) -> str:
    """The text of docs/making/<name>.md with the tables in their place; ``source`` says what they were made from."""
    text = (DOCS / "making" / f"{name}.md").read_text(encoding="utf-8")
    return f"{HEADER.format(source=source, name=name)}\n\n{text.replace(PLACE, JOIN.join(parts))}"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(head), *(list(row) for row in rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join(f"| {' | '.join(cell.replace('|', '∣') for cell in line)} |" for line in lines)


def sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}".rstrip(".") + "."

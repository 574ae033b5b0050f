"""Texts that people keep, in a small fixed form: paragraphs, lists, **bold** and named fields in braces.

Never the template language: what stands in the database can name a field of its letter, and nothing else.
"""

import re
from collections.abc import Iterable, Mapping

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

FIELD = re.compile(r"\{([^{}]*)\}")
BOLD = re.compile(r"\*\*(.+?)\*\*")
LISTS = {"ul": re.compile(r"- (.+)"), "ol": re.compile(r"\d+\. (.+)")}


def faults(body: str, known: Iterable[str]) -> list[str]:
    """What is wrong with a text, as Danish sentences; empty when it can be used."""
    known = list(known)
    found = []
    if unknown := sorted({name for name in FIELD.findall(body) if name not in known}):
        may = ", ".join(f"{{{name}}}" for name in known) or "ingen"
        found.append(f"Ukendt felt: {', '.join(f'{{{name}}}' for name in unknown)}. Teksten kan bruge: {may}.")
    if re.search(r"[{}]", FIELD.sub("", body)):
        found.append("En krølleparentes mangler sin makker. Felter skrives {sådan}.")
    if BOLD.sub("", body).count("**"):
        found.append("To stjerner begynder en fremhævning, og to afslutter den på samme linje: **sådan**.")
    return found


def to_html(body: str, values: Mapping[str, object]) -> SafeString:
    """The text as paragraphs and lists. Raises KeyError for a field without a value."""
    blocks = [block for block in re.split(r"\n\s*\n", body.replace("\r\n", "\n").strip()) if block]
    return mark_safe("\n".join(_block(block, values) for block in blocks))  # noqa: S308 - every piece is escaped


def _block(block: str, values: Mapping[str, object]) -> str:
    lines = block.split("\n")
    for tag, form in LISTS.items():
        items = [form.fullmatch(line.strip()) for line in lines]
        if all(items):
            return f"<{tag}>" + "".join(f"<li>{_line(item[1], values)}</li>" for item in items) + f"</{tag}>"
    return f"<p>{'<br>'.join(_line(line, values) for line in lines)}</p>"


def _line(line: str, values: Mapping[str, object]) -> str:
    # Bold before the fields, so that stars in a value stay stars.
    bold = BOLD.sub(r"<strong>\1</strong>", escape(line))
    return FIELD.sub(lambda field: escape(values[field[1]]), bold)

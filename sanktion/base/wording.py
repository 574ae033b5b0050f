"""Texts that people keep, in a small fixed form: paragraphs, lists, **bold** and named fields in braces.

Never the template language: what stands in the database can name a field of its letter, and nothing else.
"""

import re
from collections.abc import Iterable, Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

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
    blocks = re.split(r"\n\s*\n", body.replace("\r\n", "\n").strip())
    return format_html_join("\n", "{}", ((_block(block, values),) for block in blocks if block))


def _block(block: str, values: Mapping[str, object]) -> SafeString:
    lines = block.split("\n")
    for tag, form in LISTS.items():
        items = [form.fullmatch(line.strip()) for line in lines]
        if all(items):
            rows = format_html_join("", "<li>{}</li>", ((_line(item[1], values),) for item in items))
            return format_html("<{0}>{1}</{0}>", tag, rows)
    first, *more = (_line(line, values) for line in lines)
    return format_html("<p>{}{}</p>", first, format_html_join("", "<br>{}", ((line,) for line in more)))


def _line(line: str, values: Mapping[str, object]) -> SafeString:
    """Every second piece is bold. The fields are filled after, so that stars in a value stay stars."""
    pieces = [FIELD.sub(lambda field: str(values[field[1]]), piece) for piece in BOLD.split(line)]
    forms = ("{}", "<strong>{}</strong>")
    return format_html_join("", "{}", ((format_html(forms[n % 2], piece),) for n, piece in enumerate(pieces)))

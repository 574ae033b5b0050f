"""How large a letter with passages blacked out is beside the letter itself.

The letters are journal sheets of our own making, which is what is blacked out most: small files of text, where a page
that becomes a picture costs most. A name is blacked out in one entry of each, and the check reads it through.
"""

from datetime import UTC, datetime
from random import Random
from statistics import mean

from django.conf import settings

from sanktion.actions.document import LETTER_STYLES
from sanktion.base import pdf
from sanktion.base.redaction import Box, find, leaks, redact
from sanktion.models import NoteKind

GOAL = 3
NOW = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)
EVENT = {"get_kind_display": "Udeblevet fra samtale", "occurred_on": NOW.date()}
CASE = {"number": "2026-0000001", "citizen": {"name": "Ida Holm"}, "event": EVENT}
NAME, TEMPLATE = "Mette Aagaard", "sanktion/letters/journal.html"
WORDS = (
    "borgeren oplyste at hun udeblev fra samtalen fordi søsteren blev indlagt samme morgen kommunen har derefter"
    " gennemgået jobplanen de aftalte møder og oplysningerne som arbejdsgiveren sendte sagsbehandleren vurderer om der"
    " er rimelig grund til udeblivelsen når dokumentationen modtages rådighed ydelse frist brev aftale høring"
).split()
ENTRIES, LENGTH = (3, 8, 20), 40


def run() -> list[dict]:
    ratios = []
    for entries in ENTRIES:
        letter = _letter(entries)
        boxes: dict[int, list[Box]] = {}
        for found in find(letter, NAME):
            boxes.setdefault(found.page, []).append(found.box)
        made = redact(letter, boxes)
        if leaks(made, boxes, words=[NAME]):
            raise RuntimeError("The check found something under a box.")
        ratios.append((len(made), len(letter)))
    name = f"Størrelse af et overstreget brev, mod brevet selv ({', '.join(map(str, ENTRIES))} notater)"
    ours, peer = (mean(sizes) / 1024 for sizes in zip(*ratios, strict=True))
    worst = max(made / letter for made, letter in ratios)
    return [{"name": name, "ours": ours, "peer": peer, "ratio": worst, "goal": GOAL, "unit": "KB"}]


def _letter(entries: int) -> bytes:
    """The same each time; in words that don't repeat as a form's do."""
    pick = Random(entries)
    texts = [" ".join(pick.choices(WORDS, k=LENGTH)).capitalize() + "." for _ in range(entries)]
    texts[1] += f" Søsteren er {NAME}."
    noted = [_entry(number, text) for number, text in enumerate(texts, start=1)]
    context = {"case": CASE, "entries": noted, "left_out": 0, "sender": settings.SANKTION_SENDER, "now": NOW}
    return pdf.render(TEMPLATE, context, stylesheets=LETTER_STYLES, archival=False)


def _entry(number: int, text: str) -> dict:
    facts = {"kind": NoteKind.PHONE, "author": "Lis Kjær", "happened_at": NOW, "written_at": NOW, "text": text}
    return facts | {"number": number, "heading": "Telefonsamtale", "get_concerns_supervision_display": "Angår tilsynet"}

"""Hearing letters through our own rendering beside a bare WeasyPrint loop over the same HTML, and what memory it keeps.

The bare loop is given every advantage: stylesheets and fonts are read once for all its letters.
"""

import gc
import time
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from uuid import uuid4

import psutil
from django.conf import settings
from django.contrib.auth.models import Group
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from parthoering.actions import draft_hearing, run_batch, start_batch
from parthoering.letters import render_hearing
from parthoering.models import Channel, Hearing, HearingBatch
from sanktion.actions.document import LETTER_STYLES
from sanktion.actions.event import open_case
from sanktion.base import typesetting
from sanktion.base.acting import system
from sanktion.models import Citizen, EventKind, EventOrigin, NegativeEvent, Role, Team, User

KINDS = list(EventKind)
# Every kind of event by every channel is another letter.
VARIANTS, ROUNDS = len(KINDS) * len(Channel), 4
WARM_UP, LETTERS = 100, 1_000
SPEED_GOAL = round(1 / 0.9, 3)  # «at least 0.9 of the speed»
MEMORY_GOAL_MB = 5
BATCH = 500
# Case, letter, journal, log and delivery of each are written too.
BATCH_GOAL = 2


def run() -> list[dict]:
    with system("benchmark"):
        clerk, hearings = _hearings()
        # Memory first: nothing but our own letters has been made in this process yet.
        growth = _growth_mb(hearings, clerk)
        ours, peer = _speeds(hearings, clerk)
    count = VARIANTS
    # Each letter is a transaction of its own, as a worker makes them.
    batch, bare = _batch_seconds(clerk)
    name = f"{count} partshøringsbreve, mod bar WeasyPrint over samme HTML"
    return [
        {"name": name, "ours": ours, "peer": peer, "ratio": ours / peer, "goal": SPEED_GOAL, "unit": "s"},
        {
            "name": f"Hukommelse, der ikke kommer igen efter {LETTERS} breve i én proces, mod {MEMORY_GOAL_MB} MB",
            "ours": growth,
            "peer": MEMORY_GOAL_MB,
            "ratio": growth / MEMORY_GOAL_MB,
            "goal": 1,
            "unit": "MB",
        },
        {
            "name": f"{BATCH} partshøringer i én forsendelse, sag åbnet, mod bar WeasyPrint over så mange breve",
            "ours": batch,
            "peer": bare,
            "ratio": batch / bare,
            "goal": BATCH_GOAL,
            "unit": "s",
        },
    ]


def _hearings() -> tuple[User, list[Hearing]]:
    team = Team.objects.create(name="Brevmåling")
    clerk = User.objects.create(username="brevmaaling", first_name="Ida", last_name="Holm")
    clerk.teams.add(team)
    clerk.groups.add(Group.objects.get(name=Role.CASEWORKER))
    hearings = []
    for number in range(len(KINDS)):
        case = open_case(_event(number, team), by=clerk)
        hearings += [draft_hearing(case, channel) for channel in Channel]
    return clerk, hearings


def _event(number: int, team: Team) -> NegativeEvent:
    """The same eleven letters over and over, long and short."""
    variant = number % len(KINDS)
    return NegativeEvent.objects.create(
        citizen=Citizen.objects.create(cpr=f"61017{number:05d}", first_name="Åse", last_name="Ærø", team=team),
        kind=KINDS[variant],
        occurred_on="2026-03-03",
        origin=EventOrigin.STATE,
        description="Mødte ikke og meldte ikke afbud. " * (1 + variant * 3),
    )


def _batch_seconds(clerk: User) -> tuple[float, float]:
    """Seconds for the batch, and for bare PDFs of the same letters: after each turn of the batch its letters are
    made so too, for a machine is not equally fast all the while."""
    with system("benchmark"):
        team = clerk.teams.get()
        pks = [_event(len(KINDS) + number, team).pk for number in range(BATCH)]
        batch = start_batch(pks, key=uuid4(), by=clerk)
    make_bare, ours, bare = _bare_writer(), 0.0, 0.0
    while True:
        with _recorded() as texts:
            ours += _seconds(partial(run_batch, batch.pk))
        bare += sum(_seconds(partial(make_bare, text)) for text in texts)
        with system("benchmark"):
            if not HearingBatch.objects.get(pk=batch.pk).is_running:
                break
    with system("benchmark"):
        if batch.rows.filter(status="sent").count() != BATCH:
            raise RuntimeError("Forsendelsen blev ikke hel")
    return ours, bare


def _growth_mb(hearings: list[Hearing], clerk: User) -> float:
    process = psutil.Process()
    for number in range(WARM_UP):
        render_hearing(hearings[number % VARIANTS], by=clerk)
    gc.collect()
    before = process.memory_info().rss
    for number in range(LETTERS):
        render_hearing(hearings[number % VARIANTS], by=clerk)
    gc.collect()
    return (process.memory_info().rss - before) / 2**20


def _speeds(hearings: list[Hearing], clerk: User) -> tuple[float, float]:
    """Seconds for the same letters, each the best of its rounds and taken in turn: what else the machine does is
    no part of the answer."""
    with _recorded() as texts:
        for hearing in hearings:
            render_hearing(hearing, by=clerk)
    bare = _bare_writer()
    bare(texts[0])
    ours = peer = 0.0
    for hearing, text in zip(hearings, texts, strict=True):
        rounds = [
            (_seconds(partial(render_hearing, hearing, by=clerk)), _seconds(partial(bare, text))) for _ in range(ROUNDS)
        ]
        ours += min(mine for mine, _ in rounds)
        peer += min(theirs for _, theirs in rounds)
    return ours, peer


def _seconds(work) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


@contextmanager
def _recorded():
    """The HTML that our rendering hands to WeasyPrint."""
    texts: list[str] = []
    write = typesetting._write

    def record(text, *args):
        texts.append(text)
        return write(text, *args)

    typesetting._write = record
    try:
        yield texts
    finally:
        typesetting._write = write


def _bare_writer():
    root, fonts = Path(settings.STATICFILES_DIRS[0]), FontConfiguration()
    sheets = [CSS(filename=root / name, font_config=fonts) for name in LETTER_STYLES]

    def write(text: str) -> bytes:
        document = HTML(string=text, base_url=str(root))
        return document.write_pdf(stylesheets=sheets, font_config=fonts, pdf_variant="pdf/a-3a", pdf_identifier=True)

    return write

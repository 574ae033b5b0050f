"""The papers of one case as a bundle, beside a bare pikepdf merge of the same files.

Ours is the whole act: each paper is fetched and unsealed, its fingerprint taken, what acts is left behind, every page
is stamped, contents with links and bookmarks are made, and the result is sealed and stored. The bare merge gets the
finished files and puts their pages into one. Memory is the most that this module's own process has held, with the
system loaded, when the first bundle is made.
"""

import io
import os
import resource
import time
from collections.abc import Callable
from functools import partial
from uuid import uuid4

import pikepdf
from django.contrib.auth.models import Group
from django.db import transaction
from weasyprint import HTML

from sanktion.base.acting import acting, system
from sanktion.models import Role, Team, User
from tests.factories import CitizenFactory
from tests.factories.bundles import paper
from tests.factories.tilsyn import selected_of
from tilsyn.actions.bundles import make, request_bundles
from tilsyn.models import Bundle, BundleContent, BundleStatus

PAPERS, PAGES = int(os.environ.get("SANKTION_BENCH_PAPERS", "500")), 20
ROUNDS, SORTS = 3, 10
GOAL, MOST_MEMORY = 2.5, 400
LINE = "Borgeren oplyser, at mødet ikke kunne nås den dag på grund af sygdom og transport. "
STYLE = "@page{size:A4;margin:20mm} body{font:10pt 'IBM Plex Sans',sans-serif} section{break-before:page}"


class Undo(Exception):
    """Leaves a transaction, so that nothing stays."""


def run() -> list[dict]:
    rows: list[dict] = []
    # Away from the numbers that the other benchmarks leave behind.
    CitizenFactory.reset_sequence(1)
    try:
        with system("benchmark"):
            lead = _lead()
            with acting(lead):
                rows += _measure(lead)
            raise Undo
    except Undo:
        return rows


def _lead() -> User:
    lead = User.objects.create(username="samlemaaling", first_name="Tove", last_name="Holm")
    lead.teams.add(Team.objects.create(name="Samlemåling"))
    lead.groups.add(Group.objects.get(name=Role.SUPERVISION))
    return lead


def _measure(lead: User) -> list[dict]:
    files = _files()
    selected = selected_of(lead)
    for number, data in enumerate(files):
        paper(selected, data=data, title=f"Brev nr. {number + 1}", kind=1 + number % 10)
    [bundle] = request_bundles(selected.supervision, [selected], by=lead, key=uuid4())
    ours, bare = partial(_make, bundle), partial(_merge, files)
    first = _seconds(ours)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    # In turn, each the best of its rounds: what else the machine does is no part of the answer.
    rounds = [(_seconds(ours), _seconds(bare)) for _ in range(ROUNDS)]
    best, peer = min(first, *(times[0] for times in rounds)), min(times[1] for times in rounds)
    name = f"Saml {PAPERS} dokumenter à {PAGES} sider, mod bar pikepdf over samme filer"
    kept = f"Hukommelse, når {PAPERS} dokumenter à {PAGES} sider samles, mod {MOST_MEMORY} MB"
    return [
        {"name": name, "ours": best, "peer": peer, "ratio": best / peer, "goal": GOAL, "unit": "s"},
        {"name": kept, "ours": memory, "peer": MOST_MEMORY, "ratio": memory / MOST_MEMORY, "goal": 1, "unit": "MB"},
    ]


def _files() -> list[bytes]:
    """Some sorts drawn, and every file its own by a mark within."""
    sorts = [_drawn(sort) for sort in range(SORTS)]
    return [_marked(sorts[number % SORTS], number) for number in range(PAPERS)]


def _drawn(sort: int) -> bytes:
    lines = "".join(f"<p>{LINE * 6} {sort}</p>" for _ in range(5))
    pages = "".join(f"<section><h2>Afsnit {number}</h2>{lines}</section>" for number in range(PAGES))
    page = f'<html lang="da"><title>Brev</title><style>{STYLE}</style>{pages}'
    return HTML(string=page).write_pdf(pdf_variant="pdf/a-3a")


def _marked(data: bytes, number: int) -> bytes:
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.pages[0].contents_add(pdf.make_stream(f"% {number}\n".encode()))
        pdf.save(file, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return file.getvalue()


def _make(bundle: Bundle) -> None:
    try:
        with transaction.atomic():
            make(bundle.pk)
            made = Bundle.objects.get(pk=bundle.pk)
            assert (made.status, made.failure) == (BundleStatus.READY, "")
            assert made.pages > PAPERS * PAGES
            raise Undo
    except Undo:
        assert not BundleContent.objects.filter(bundle=bundle).exists()


def _merge(files: list[bytes]) -> None:
    with pikepdf.new() as merged:
        for data in files:
            with pikepdf.open(io.BytesIO(data)) as one:
                merged.pages.extend(one.pages)
        merged.save(io.BytesIO())


def _seconds(work: Callable) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun

"""A list of 200 stops printed by the application beside a bare WeasyPrint rendering of the same HTML.

Ours is the whole act: the rows are read and locked, the copy is counted, and each name goes into the access log. The
bare one is given every advantage: the finished HTML, and stylesheets and fonts that were read before.
"""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from koerelister.actions.lists import print_copy
from koerelister.printing import STYLES
from sanktion.base import typesetting
from sanktion.base.acting import acting, system
from sanktion.models import Role, Team, User
from tests.factories import CitizenFactory
from tests.factories.koerelister import route_list_of

STOPS, ROUNDS = 200, 3
GOAL = 1.2


class Undo(Exception):
    """Leaves the benchmark's transaction, so that nothing stays."""


def run() -> list[dict]:
    rows: list[dict] = []
    # Away from the numbers that the other benchmarks leave behind.
    CitizenFactory.reset_sequence(1)
    try:
        with system("benchmark"):
            clerk = _clerk()
            with acting(clerk):
                rows += _measure(clerk)
            raise Undo
    except Undo:
        return rows


def _clerk() -> User:
    clerk = User.objects.create(username="printmaaling", first_name="Ida", last_name="Holm")
    clerk.teams.add(Team.objects.create(name="Printmåling"))
    clerk.groups.add(Group.objects.get(name=Role.CASEWORKER))
    return clerk


def _measure(clerk: User) -> list[dict]:
    route_list = route_list_of(clerk, team=clerk.teams.get(), count=STOPS)
    print_list = partial(print_copy, route_list, by=clerk)
    bare = _bare_writer(_html_of(print_list))
    bare()
    # In turn, each the best of its rounds: what else the machine does is no part of the answer.
    rounds = [(_seconds(print_list), _seconds(bare)) for _ in range(ROUNDS)]
    ours, peer = (min(times) for times in zip(*rounds, strict=True))
    name = f"Udskriv en køreliste med {STOPS} stop, mod bar WeasyPrint over samme HTML"
    return [{"name": name, "ours": ours, "peer": peer, "ratio": ours / peer, "goal": GOAL, "unit": "s"}]


def _seconds(work: Callable) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _html_of(print_list: Callable) -> str:
    """The HTML that our rendering hands to WeasyPrint."""
    texts: list[str] = []
    write = typesetting._write

    def record(text, *args):
        texts.append(text)
        return write(text, *args)

    typesetting._write = record
    try:
        print_list()
    finally:
        typesetting._write = write
    return texts[0]


def _bare_writer(text: str) -> Callable:
    root, fonts = Path(settings.STATICFILES_DIRS[0]), FontConfiguration()
    sheets = [CSS(filename=root / name, font_config=fonts) for name in STYLES]
    return lambda: HTML(string=text, base_url=str(root)).write_pdf(stylesheets=sheets, font_config=fonts)

"""«A missed meeting from notice to sent hearing in under a minute and two clicks», by the keystroke-level model.

The model counts what a practised hand does and gives each thing its seconds. Source: Card, Moran and Newell, «The
keystroke-level model for user performance time with interactive systems», Communications of the ACM 23(7), 1980.
"""

import csv
import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from .conftest import DATA, Stack
from .test_chain import load_file

KEY, CLICK, THOUGHT = 0.28, 1.1, 1.35  # seconds
LIMIT_SECONDS, LIMIT_CLICKS = 60, 2
NOTICE = "Udeblev fra jobsamtale kl. 10. Indkaldt i Digital Post en uge før."
ALONE = """
    SELECT min(c.first_name || ' ' || c.last_name) FROM sanktion_citizen c JOIN sanktion_team t ON t.id = c.team_id
    WHERE t.name = 'Team Centrum' AND c.digital_post AND c.protected_until IS NULL AND c.cpr_status = 1
    AND NOT EXISTS (SELECT 1 FROM sanktion_case s WHERE s.citizen_id = c.id)
    GROUP BY c.first_name, c.last_name HAVING count(*) = 1 ORDER BY 1"""


@dataclass
class Hand:
    """Does in the browser what it counts."""

    page: Page
    keys: int = 0
    clicks: int = 0
    thoughts: int = 0

    @property
    def seconds(self) -> float:
        return self.keys * KEY + self.clicks * CLICK + self.thoughts * THOUGHT

    def click(self, target: Locator) -> None:
        target.click()
        self.clicks += 1
        self.thoughts += 1

    def choose(self, target: Locator, label: str) -> None:
        """Open the list, and take one of it."""
        target.select_option(label=label)
        self.clicks += 2
        self.thoughts += 1

    def write(self, target: Locator, text: str, *, instead: bool = False) -> None:
        """Where something stands already it is marked first, with two keys."""
        self.click(target)
        if instead:
            self.press("Control+a", keys=2)
        self.page.keyboard.type(text)
        self.keys += len(text)

    def press(self, key: str, *, keys: int = 1) -> None:
        self.page.keyboard.press(key)
        self.keys += keys


@pytest.fixture
def cpr(sign_in, stack: Stack) -> str:
    """The number that stands on the notice: of somebody of Kirsten's team without a case."""
    if stack.rows("SELECT count(*) FROM sanktion_citizen") == [(0,)]:
        administrator = sign_in("adam")
        for name in ("adresser.csv", "borgere.csv"):
            load_file(administrator, name)
    wanted = stack.rows(ALONE)[0][0]
    with open(DATA / "borgere.csv", encoding="utf-8-sig", newline="") as file:
        people = csv.DictReader(file, delimiter=";")
        return next(row["cpr"] for row in people if f"{row['fornavn']} {row['efternavn']}" == wanted)


def test_from_notice_to_sent_hearing(sign_in, cpr):
    page = sign_in("kirsten")
    hand = Hand(page)
    hand.write(page.get_by_label("Søg efter sag eller borger"), re.sub(r"\D", "", cpr))
    hand.press("Enter")
    hand.click(page.get_by_role("link", name="Registrér hændelse"))
    hand.choose(page.get_by_label("Hændelse", exact=True), "Udeblevet fra jobsamtale i kommunen")
    hand.click(page.get_by_label("Samtale i det individuelle kontaktforløb (jobsamtale)"))
    yesterday = timezone.localdate() - timedelta(days=1)
    hand.write(page.get_by_label("Dato for hændelsen"), f"{yesterday:%d%m%Y}", instead=True)
    hand.write(page.get_by_label("Beskrivelse"), NOTICE)
    hand.click(page.get_by_role("button", name="Gem og åbn sag"))
    before = hand.clicks
    hand.click(page.get_by_role("button", name="Send partshøring"))
    expect(page.get_by_text("Partshøringen er sendt. Svarfristen er").first).to_be_visible()
    expect(page.locator(".idbar .badge").first).to_have_text("Partshøring sendt")
    print(f"{hand.clicks} klik, {hand.keys} taster, {hand.thoughts} overvejelser: {hand.seconds:.1f} sekunder")  # noqa: T201
    assert hand.clicks - before <= LIMIT_CLICKS
    assert hand.seconds <= LIMIT_SECONDS

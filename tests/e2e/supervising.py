"""What the browser tests of supervisions have in common: their cases, and what a page is asked."""

import io
import re
from datetime import timedelta

import pypdfium2
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from tests.factories.pdfs import drawn, text_at

WORKER_SECONDS = 30_000  # milliseconds Playwright waits for the worker
# The cases are made past the pages, in tove's and kirsten's own team, with numbers that no other test has.
MAKE = """
import json, django
django.setup()
from datetime import timedelta
from django.utils import timezone
from sanktion.base.acting import acting
from sanktion.models import Team, User
from tests.factories import CaseFactory, CitizenFactory, EventFactory
from tests.factories.tilsyn import eligible

CitizenFactory.reset_sequence(9000)
EventFactory.reset_sequence(9000)
kirsten, team = User.objects.get(username="kirsten"), Team.objects.get(name="Team Centrum")

def made(category=2, days_ago=5):
    with acting(kirsten):
        occurred_on = timezone.localdate() - timedelta(days=days_ago)
        event = EventFactory(citizen=CitizenFactory(team=team), occurred_on=occurred_on)
        case = eligible(CaseFactory(event=event, by=kirsten), category=category)
    return {"number": case.number, "name": case.citizen.name, "cpr": case.citizen.cpr}

print(json.dumps({
    "wrong": made(), "right": made(), "gone": made(category=4), "visit": made(), "elsewhere": made(),
    "survey": [made(days_ago=400), made(days_ago=410)],
}))
"""


def day(moved: int = 0) -> str:
    return f"{timezone.localdate() + timedelta(days=moved):%d-%m-%Y}"


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str | re.Pattern) -> None:
    page.get_by_role("main").get_by_role("link", name=name).first.click()


def choose(page: Page, group: str, answer: str) -> None:
    page.get_by_role("group", name=re.compile(group)).get_by_label(answer, exact=True).check()


def field(page: Page, label: str) -> Locator:
    return page.get_by_label(re.compile(rf"^\s*{re.escape(label)}(\s+\(frivilligt\))?\s*$"))


def fill(page: Page, label: str, text: str) -> None:
    field(page, label).fill(text)


def paper(*lines: str) -> bytes:
    places = (text_at(60, 760 - 30 * number, line) for number, line in enumerate(lines))
    return drawn(b"".join(places), size=(595, 842))


def lay(page: Page, label: str, name: str, *lines: str) -> None:
    file = {"name": name, "mimeType": "application/pdf", "buffer": paper(*lines)}
    field(page, label).set_input_files(file)


def seen(page: Page, text: str | re.Pattern) -> None:
    expect(page.get_by_role("main").get_by_text(text).first).to_be_visible()


def words(page: Page, url: str) -> str:
    """What stands in the PDF at the address."""
    answer = page.request.get(url)
    assert answer.status == 200, url
    with pypdfium2.PdfDocument(io.BytesIO(answer.body())) as pdf:
        return "\n".join(one.get_textpage().get_text_range() for one in pdf)


def register(page: Page, form: str, way: str = "Underretninger fra staten", **facts: str) -> str:
    """Gives the address of the supervision that is registered."""
    page.goto("/tilsyn/")
    follow(page, "Registrér en anmodning")
    choose(page, "Tilsynsform", form)
    lay(page, "Direktoratets brev", "varsel.pdf", "Varsel om tilsyn")
    choose(page, "Sådan er sagerne udvalgt", way)
    for label, text in facts.items():
        fill(page, label.replace("_", " "), text)
    press(page, "Registrér")
    expect(page).to_have_url(re.compile(r"/tilsyn/\d{4}-\d+/"))
    return "/tilsyn/" + page.url.rstrip("/").rpartition("/tilsyn/")[2].split("/")[0] + "/"


def name_cases(page: Page, url: str, *numbers: str) -> None:
    page.goto(f"{url}udvaelgelse/ny/")
    fill(page, "Modtaget", day())
    fill(page, "Eller indsæt linjer", "\n".join(["sagsnummer", *numbers]))
    press(page, "Indlæs og se rækkerne")
    follow(page, "Registrér sagerne")
    press(page, "Registrér sagerne")


def when_done(page: Page, sight: Locator) -> None:
    """A worker that was slower than the page shows a bar, which leads to what it made."""
    bar = page.locator("#job .button")
    expect(sight.or_(bar)).to_be_visible(timeout=WORKER_SECONDS)
    if bar.is_visible():
        bar.click()
    expect(sight).to_be_visible()

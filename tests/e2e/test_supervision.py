"""Supervisions in a browser: a central sample from the directorate's letter to its overall result (V019-V140), a visit
with its reading room (V093-V098), and a spot survey (V102-V106).

Their cases are made past the pages, in tove's own team. Nothing outside the machine is sent to: mail lies in a folder.
"""

import io
import json
import re
import subprocess
import sys
from datetime import timedelta

import pypdfium2
import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect

from tests.factories.certificates import identity
from tests.factories.dispatch import opened_mail
from tests.factories.pdfs import drawn, text_at

from .conftest import ROOT, Stack, _environment, log_in
from .test_pages import check

TODAY = timezone.localdate()
WORKER_SECONDS = 60_000  # milliseconds Playwright waits for the worker
SISTER = "Karen Brandt"
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
    event = EventFactory(citizen=CitizenFactory(team=team), occurred_on=timezone.localdate() - timedelta(days=days_ago))
    with acting(kirsten):
        case = eligible(CaseFactory(event=event, by=kirsten), category=category)
    return {"number": case.number, "name": case.citizen.name, "cpr": case.citizen.cpr}

print(json.dumps({
    "wrong": made(), "right": made(), "gone": made(category=4), "visit": made(), "elsewhere": made(),
    "survey": [made(days_ago=400), made(days_ago=410)],
}))
"""


@pytest.fixture(scope="module")
def made(stack: Stack):
    command = [sys.executable, "-c", MAKE]
    done = subprocess.run(command, cwd=ROOT, env=_environment(stack.var), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def told():
    """What the steps tell each other: addresses."""
    return {}


@pytest.fixture(scope="module")
def desk(stack: Stack, browser: Browser):
    """``desk("tove")`` gives the user's one page, signed in once; a script error in it fails the file."""
    pages: dict[str, Page] = {}
    complaints: list[str] = []

    def page_of(username: str) -> Page:
        if username not in pages:
            context = browser.new_context(base_url=stack.url, locale="da-DK", bypass_csp=True)
            context.set_default_timeout(6_000)
            pages[username] = page = context.new_page()
            page.set_viewport_size({"width": 1440, "height": 900})
            page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
            log_in(page, username)
        return pages[username]

    yield page_of
    for page in pages.values():
        page.context.close()
    assert complaints == []


def day(moved: int = 0) -> str:
    return f"{TODAY + timedelta(days=moved):%d-%m-%Y}"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str | re.Pattern) -> None:
    page.get_by_role("link", name=name).first.click()


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


def test_1_the_letter_arrives_and_is_registered(desk, stack: Stack, told, picture):
    """V019, V021, V052: fourteen days from the day it came."""
    adam = desk("adam")
    identity("Direktoratet", uses=("key_encipherment",)).write(stack.var, "direktoratet")
    adam.goto("/tilsynsmyndighed/ny/")
    fill(adam, "Sikker e-mailadresse", "tilsyn@direktorat.invalid")
    fill(adam, "Certifikat til kryptering", (stack.var / "direktoratet.crt").read_text())
    fill(adam, "Adresse", "Vej 1, 1000 København K")
    fill(adam, "Kilde", "Direktoratets hjemmeside")
    fill(adam, "Gælder fra", day())
    press(adam, "Gem udgaven")
    seen(adam, "Kan bruges")

    page = desk("tove")
    told["url"] = register(page, "Central stikprøvekontrol", Antal_sager_ifølge_varslet="3")
    seen(page, "Materiale til direktoratet")
    seen(page, re.compile("14 dage"))
    picture(page, "tilsyn-overblik")
    check(page)


def test_2_the_list_names_the_cases_and_one_leaves(desk, stack: Stack, told, made, picture):
    """V022, V015, V018: in match category 4 on the day of the event it is out, and the letter is ready at once."""
    page, url = desk("tove"), told["url"]
    name_cases(page, url, *(made[which]["number"] for which in ("wrong", "right", "gone")))
    seen(page, made["wrong"]["number"])
    page.goto(f"{url}omfattet/")
    seen(page, "1 brev mangler at blive skrevet.")
    picture(page, "tilsyn-omfattet")
    check(page)
    press(page, "Skriv 1 brev")
    seen(page, "1 brev er skrevet og ikke sendt.")
    letter = page.get_by_role("main").get_by_role("link", name=re.compile(r"^T?\d{4}-\d+")).last
    text = words(page, letter.get_attribute("href"))
    assert made["gone"]["number"] in text
    statuses = stack.rows(
        "SELECT s.status FROM tilsyn_selectedcase s JOIN tilsyn_supervision t ON t.id = s.supervision_id"
        " WHERE t.number = %s ORDER BY s.number",
        url.split("/")[2],
    )
    assert statuses == [("named",), ("named",), ("withdrawn",)]


def test_3_what_is_missing_on_the_board_is_filled(desk, told, made, picture):
    """V056-V067: the caseworker is asked; one cell by a paper of its own, one by saying why it is not relevant."""
    page, url, number = desk("tove"), told["url"], made["wrong"]["number"]
    page.goto(f"{url}sager/")
    picture(page, "tilsyn-sager")
    check(page)
    follow(page, "Bed om det, der mangler")
    press(page, "Bed om det, der mangler")

    kirsten = desk("kirsten")
    kirsten.goto(f"{url}sager/")
    follow(kirsten, re.compile(f"Mangler.*Ydelse, sag {number}"))
    lay(kirsten, "Filer", "ydelse.pdf", "Borgeren fik kontanthjælp i maj.", f"{SISTER} ringede og meldte afbud.")
    fill(kirsten, "Titel", "Ydelsesoversigt")
    choose(kirsten, "Angår de tilsynet", "Delvis")
    picture(kirsten, "tilsyn-materiale")
    check(kirsten)
    press(kirsten, "Læg på sagen")
    cell = kirsten.locator(f"#sag-{number}-7")
    expect(cell).to_contain_text("Afventer overstregning")
    follow(kirsten, re.compile(f"Mangler.*Timesedler, sag {number}"))
    fill(kirsten, "Ikke relevant, fordi", "Hændelsen vedrører ikke et tilbud med løn.")
    press(kirsten, "Sæt til ikke relevant")
    expect(kirsten.locator(f"#sag-{number}-8")).to_contain_text("Ikke relevant")


def test_4_a_passage_is_held_back_and_another_approves(desk, told, made, picture):
    """V074: found by its words, and gone from the file; whoever marked it can't approve it."""
    page, url, number = desk("tove"), told["url"], made["wrong"]["number"]
    hold_back(page, url, f"{number}-001")
    page.get_by_label("Grund", exact=True).first.select_option(label="Oplysninger om andre personer")
    fill(page, "Find og overstreg ord", SISTER)
    press(page, "Find og overstreg")
    expect(page.locator("#markeringer")).to_contain_text(SISTER)
    picture(page, "tilsyn-overstregning")
    check(page)
    press(page, "Send til godkendelse")
    seen(page, "Sendt til godkendelse")
    expect(page.get_by_role("link", name="Se igennem og godkend")).to_have_count(0)
    # What came in with it stands in the journal, and concerns the supervision as little.
    hold_back(page, url, "Journalark")
    choose(page, "Hvad skal der ske med arket", "Sendes helt")
    press(page, "Gem valget")
    press(page, "Send til godkendelse")

    kirsten = desk("kirsten")
    kirsten.goto(f"{url}tilbageholdt/")
    follow(kirsten, f"Se igennem og godkend: {number}-001")
    picture(kirsten, "tilsyn-godkend")
    check(kirsten)
    text = words(kirsten, kirsten.get_by_role("link", name=re.compile("^Læs den")).get_attribute("href"))
    assert "kontanthjælp" in text
    assert SISTER not in text
    approve(kirsten)
    follow(kirsten, "Se igennem og godkend: Journalark")
    approve(kirsten)
    expect(kirsten.get_by_role("link", name=re.compile("^Se igennem og godkend"))).to_have_count(0)
    kirsten.goto(f"{url}sager/")
    expect(kirsten.locator(f"#sag-{number}-7")).to_contain_text("Til stede")


def hold_back(page: Page, url: str, name: str) -> None:
    page.goto(f"{url}tilbageholdt/")
    page.get_by_role("row", name=re.compile("Skal afgøres")).get_by_role("link", name=name, exact=True).click()
    press(page, "Hold noget tilbage")


def approve(page: Page) -> None:
    choose(page, "Dit svar", "Jeg har set det igennem og godkender")
    press(page, "Send svar")


def test_5_the_worker_makes_the_bundles(desk, stack: Stack, told, made, picture):
    """V056, V073: one file a case, in the order of the ten kinds, without what is held back."""
    page, url, number = desk("tove"), told["url"], made["wrong"]["number"]
    page.goto(f"{url}samling/")
    press(page, "Dan alle")
    follow_when_done(page)
    seen(page, "2 af 2 sager er samlet")
    picture(page, "tilsyn-samling")
    check(page)
    text = words(page, page.get_by_role("link", name=re.compile(r"^Samling til sag 1 ")).get_attribute("href"))
    assert "Ydelsesoversigt" in text
    assert "kontanthjælp" in text
    assert SISTER not in text


def follow_when_done(page: Page) -> None:
    page.locator("#job .button").click(timeout=WORKER_SECONDS)


def test_6_the_material_is_sent_with_secure_mail(desk, stack: Stack, told, made, picture):
    """V054, V055, V081, V084, V092: signed, encrypted, each citizen told, each step ticked."""
    page, url = desk("tove"), told["url"]
    page.goto(f"{url}forsendelse/ny/")
    for box in page.get_by_role("group", name=re.compile("Breve")).get_by_role("checkbox").all():
        box.check()
    picture(page, "tilsyn-ny-forsendelse")
    check(page)
    press(page, "Gør klar")
    seen(page, "Klar til afsendelse")
    tick_all(page)
    follow(page, "Send med sikker e-mail")
    press(page, "Send nu")
    expect(page.get_by_role("link", name="Afslut forsendelsen")).to_be_visible(timeout=WORKER_SECONDS)


def tick_all(page: Page) -> None:
    ticks = page.get_by_role("button", name=re.compile("^Kryds af"))
    for left in range(ticks.count(), 0, -1):
        ticks.first.click()
        expect(ticks).to_have_count(left - 1)

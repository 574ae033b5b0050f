"""Takes the pictures of README from a running demo: ``make run`` in one window, ``make pictures`` in another.

Give another address as the first argument. Pictures are 1440 and 390 pixels wide; PDFs are drawn at 70 dots per inch.
"""

import io
import re
import shutil
import sys
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from sanktion.demo.logins import PASSWORD

FOLDER = Path(__file__).parent / "pictures"
BROWSER = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"]
WIDTHS = {1440: 900, 390: 844}


def save(image: Image.Image, name: str) -> None:
    """256 colours are enough for a screen, and a third of the size."""
    image.convert("RGB").quantize(256).save(FOLDER / f"{name}.png", optimize=True)


def take(page: Page, name: str) -> None:
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        save(Image.open(io.BytesIO(page.screenshot())), f"{name}-{width}")
    page.set_viewport_size({"width": 1440, "height": 900})


def draw(pdf: bytes, name: str) -> None:
    save(pypdfium2.PdfDocument(pdf)[0].render(scale=70 / 72).to_pil(), name)


def sign_in(browser: Browser, address: str, username: str) -> Page:
    page = browser.new_context(base_url=address, locale="da-DK").new_page()
    page.goto("/log-ind/")
    if username == "kirsten":
        take(page, "login")
    page.get_by_label("Brugernavn").fill(username)
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Log ind").click()
    page.wait_for_url(re.compile(r"^(?!.*/log-ind/)"))
    return page


def caseworker(page: Page) -> None:
    take(page, "arbejdskoe")
    page.goto("/koe/?status=seeking_contact")
    page.locator("table.case tbody a").first.click()
    page.locator(".timeline").wait_for()
    take(page, "sag")
    page.goto(f"{page.url}dokumenter/")
    letter = page.get_by_role("link", name=re.compile("^Partshøring")).last.get_attribute("href")
    draw(page.context.request.get(letter).body(), "brev")
    page.goto("/koe/?status=registered")
    page.locator("table.case tbody a").first.click()
    page.get_by_role("link", name="Send partshøring").click()
    take(page, "partshoering")
    page.goto("/koe/?status=ready")
    page.locator("table.case tbody a").first.click()
    page.get_by_role("link", name=re.compile("Træf afgørelse|Foretag")).first.click()
    take(page, "afgoerelse")


def identity(page: Page) -> None:
    """One's own login, and the page that asks who one is."""
    page.goto("/dit-login/")
    take(page, "dit-login")
    page.goto("/bekraeft/?next=/koe/")
    take(page, "bekraeft")


def tour(page: Page) -> None:
    """As far as the first step, with a citizen of its own."""
    page.goto("/rundvisning/")
    page.get_by_role("button", name=re.compile("Start rundvisningen|Begynd forfra")).click()
    page.locator("ol.tour").wait_for()
    take(page, "rundvisning")


def manager(page: Page) -> None:
    page.goto("/statistik/")
    take(page, "statistik")
    page.goto("/logkontrol/")
    take(page, "logkontrol")


def administrator(page: Page) -> None:
    page.goto("/administration/")
    take(page, "administration")
    page.goto("/spaerringer/")
    take(page, "spaerringer")
    page.goto("/lukkedage/")
    take(page, "lukkedage")
    page.goto("/koerelister/omraader/")
    page.get_by_role("link", name="Odense C").first.click()
    take(page, "omraade")
    page.goto("/indlaesning/")
    page.locator("table.case tbody a").first.click()
    take(page, "indlaesning")


def plan(page: Page) -> None:
    """The waiting visits shared out on two drafts, which are then given up again."""
    page.goto("/koerelister/planlaeg/")
    page.get_by_label(re.compile("^Lister i")).first.fill("2")
    page.get_by_role("button", name="Lav listerne").click()
    page.get_by_role("button", name=re.compile("^Udgiv")).wait_for()
    take(page, "plan")
    page.get_by_role("link", name=re.compile("^Kassér")).click()
    page.get_by_role("button", name=re.compile("^Kassér")).click()


def planner(page: Page) -> None:
    plan(page)
    page.goto("/destruktioner/")
    take(page, "destruktioner")
    page.goto("/koerelister/")
    take(page, "koerelister")
    page.locator("main a[href^='/koerelister/']", has_text=re.compile(r"-\d{4}-")).last.click()
    take(page, "koereliste")
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    answer = page.context.request.post(
        f"{page.url}udskriv/", form={"csrfmiddlewaretoken": token}, headers={"Referer": page.url}
    )
    if answer.ok:
        draw(answer.body(), "koereliste-papir")
    page.goto(f"{page.url}registrer/")
    take(page, "indtast-besoeg")


def field_worker(page: Page) -> None:
    page.locator("main a[href^='/koerelister/']", has_text=re.compile(r"-\d{4}-")).last.click()
    page.get_by_role("link", name="Registrér").first.click()
    page.get_by_role("button", name="Gem besøg").wait_for()
    take(page, "besoeg")


def supervisor(page: Page) -> None:
    """The sample that material is collected for, and the one that is over."""
    page.goto("/tilsyn/")
    sample, ended = page.get_by_role("row", name=re.compile("Central stikprøvekontrol")).all()
    now, over = (row.get_by_role("link").first.get_attribute("href") for row in (sample, ended))
    page.goto(f"{now}sager/")
    take(page, "tilsyn-tavle")
    page.goto(f"{now}tilbageholdt/")
    page.get_by_role("row", name=re.compile("Godkendt")).get_by_role("link").first.click()
    page.locator("main img").first.wait_for()
    take(page, "tilsyn-tilbageholdt")
    page.goto(f"{over}samling/")
    bundle = page.get_by_role("link", name=re.compile("^Samling.*PDF", re.DOTALL)).first.get_attribute("href")
    draw(page.context.request.get(bundle).body(), "tilsyn-samling")
    page.goto(f"{over}forsendelse/1/")
    take(page, "tilsyn-forsendelse")
    page.goto(f"{over}resultat/")
    take(page, "tilsyn-resultat")
    page.goto("/tilsyn/over-tid/")
    take(page, "tilsyn-over-tid")


def main(address: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=BROWSER)
        page = sign_in(browser, address, "kirsten")
        caseworker(page)
        planner(page)
        identity(page)
        tour(page)
        field_worker(sign_in(browser, address, "anders"))
        manager(sign_in(browser, address, "lene"))
        supervisor(sign_in(browser, address, "tove"))
        administrator(sign_in(browser, address, "adam"))
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")

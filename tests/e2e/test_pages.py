"""Every page as each role meets it: no accessibility violation, nothing wider than the screen, at desk and on phone.

Runs after the chain, on what it left behind.
"""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from .conftest import WIDTHS, Stack

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Of what passes nothing is told: describing each element that does takes longer than the rules.
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
# The dearest rule. On a phone only the rows of tables have colours of their own, and the queue has all of those.
SAME_COLOURS = OPTIONS | {"rules": {"color-contrast": {"enabled": False}}}
CASE = "/sager/2026-0000001/"
PAGES = {
    "kirsten": [
        "/koe/",
        "/koe/?status=decided",
        "/koe/partshoering/",
        "/koe/?haendelse_fra=x",
        "/koe/?sagsbehandler=ingen",
        "/rundvisning/",
        "/koe/visninger/",
        "/koe/visninger/ny/?frist=uge",
        "/genveje/",
        "/haendelser/",
        "/soeg/",
        "/koerelister/",
        "/koerelister/planlaeg/",
        "/printkoe/",
        "/statistik/",
        "/destruktioner/",
        "/sanktionsregister/",
        "/fejludbetalinger/",
        "/indlaesning/",
        "/indlaesning/ny/",
        "/borgere/1/kategori/",
        "/borgere/1/kategori/?dato=01-06-2026",
        "/borgere/1/kategori/matchkategori/ny/",
        "/adgangskode/",
        "/dit-login/",
        "/dit-login/kode/",
        "/bekraeft/",
        "/tilgaengelighed/",
        CASE,
        f"{CASE}dokumenter/",
        f"{CASE}haendelser/",
        f"{CASE}aendringslog/",
        f"{CASE}tilsyn/",
        f"{CASE}notat/",
        f"{CASE}sagsbehandler/",
        f"{CASE}adgang/",
        f"{CASE}vurdering/",
        f"{CASE}kontakt/ny/",
        f"{CASE}kontakt/kontrol/",
        f"{CASE}partshoering/udsaet/",
        "/borgere/1/to-personer/",
        f"{CASE}vejledning/",
        f"{CASE}klage/",
        f"{CASE}klage/ny/",
        f"{CASE}fejludbetaling/",
        f"{CASE}repraesentanter/",
        f"{CASE}repraesentanter/ny/",
        "/findes-ikke/",
        "/medarbejdere/",
        "/borgere/1/indsigt/",
        "/borgere/1/opslag/",
        "/retningslinjer/",
        "/tilsyn/",
        "/tilsyn/egen-kontrol/",
        "/tilsyn/tjekliste/",
    ],
    "anders": ["/koerelister/", "/koerelister/felt/", "/koe/"],
    "lene": [
        "/medunderskrift/",
        "/opbevaring/sletninger/",
        "/henvendelser/",
        "/henvendelser/?vis=besvarede",
        "/henvendelser/ny/",
        "/henvendelser/tekster/",
        "/henvendelser/tekster/ny/",
        "/henvendelser/tekster/underskriver/",
        "/retningslinjer/",
        "/retningslinjer/ny/",
        "/statistik/",
        "/statistik/udlevering/",
        "/statistik/maaneder/",
        "/statistik/ret/",
        "/statistik/udfald/",
        "/statistik/udfald/forslag/",
        "/kvitteringer/afviste/",
        "/tilsynsklar/",
        "/tilsyn/",
        "/tilsyn/kalender/",
        "/tilsyn/over-tid/",
        "/tilsyn/egen-kontrol/resultat/",
        "/natlig-kontrol/",
        "/logkontrol/",
        "/logkontrol/?vis=behandlede",
        "/logkontrol/stikproever/",
        "/logkontrol/maaneder/",
        "/fejludbetalinger/",
        "/koerelister/hold/",
        "/koerelister/hold/nyt/",
        "/koerelister/hold/1/",
        "/koerelister/saerskilt/",
        "/koerelister/moedesteder/",
        "/koerelister/moedesteder/nyt/",
    ],
    "tove": [
        "/koe/",
        CASE,
        f"{CASE}tilsyn/",
        f"{CASE}opbevaring/",
        f"{CASE}opbevaring/hold/",
        f"{CASE}opbevaring/udsaet/",
        f"{CASE}opbevaring/arkiv/",
        "/opbevaring/",
        "/opbevaring/gennemgang/",
        "/opbevaring/sletninger/",
        "/tilsynsklar/",
        "/tilsyn/",
        "/tilsyn/ny/",
        "/tilsyn/kalender/",
        "/tilsyn/over-tid/",
        "/tilsyn/over-tid/maal/ny/",
        "/tilsyn/over-tid/tal/ny/",
        "/tilsynsmyndighed/",
        "/tilsyn/fremgangsmaade/",
        "/sanktionsregister/",
        "/sanktionsregister/leveringer/",
        "/sanktionsregister/leveringer/ny/",
        "/tilsyn/egen-kontrol/",
        "/tilsyn/egen-kontrol/ny/",
        "/tilsyn/egen-kontrol/resultat/",
        "/tilsyn/tjekliste/",
        "/fejludbetalinger/?vis=afsluttede",
        "/fejludbetalinger/revisor/",
    ],
    "adam": [
        "/tilsyn/fremgangsmaade/",
        "/tilsyn/fremgangsmaade/ny/",
        "/indlaesning/",
        "/indlaesning/4/",
        "/medarbejdere/",
        "/medarbejdere/ny/",
        "/medarbejdere/teams/",
        "/medarbejdere/1/login/",
        "/administration/",
        "/administration/aendringer/",
        "/administration/aendringer/?emne=staff",
        "/spaerringer/",
        "/spaerringer/1/skift/",
        "/spaerringer/medunderskrift/strict/",
        "/spaerringer/kontakttrin/ny/?gruppe=activity_ready",
        "/satser/",
        "/satser/ny/",
        "/lukkedage/",
        "/lukkedage/ny/",
        "/tilsynsmyndighed/",
        "/tilsynsmyndighed/ny/",
        "/satser/1/",
        "/tilsyn/tjekliste/",
        "/tilsyn/tjekliste/ny/",
        "/opbevaring/",
        "/opbevaring/regler/ny/",
        "/koerelister/omraader/",
        "/koerelister/omraader/nyt/",
        "/koerelister/omraader/1/",
        "/koerelister/omraader/uden/",
        "/koerelister/omraader/1/graense/",
        "/koerelister/omraader/1/graense/fjern/",
        "/koerelister/omraader/1/gader/",
        "/koerelister/omraader/1/adresser/",
        "/brevtekster/",
        "/brevtekster/complaint_guidance/",
        "/brevtekster/complaint_guidance/ny/",
    ],
}
# 404 and 403 are pages too.
NOT_OK = {("kirsten", "/findes-ikke/"): 404, ("kirsten", "/medarbejdere/"): 403, ("anders", "/koe/"): 403}


def problems(page: Page, width: int, height: int, options: dict) -> list[str]:
    page.set_viewport_size({"width": width, "height": height})
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("options => axe.run(options).then(told => told.violations)", options)
    told = [f"{page.url} ved {width} px: {rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in found]
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return told + ([f"{page.url} er {overflow} px for bred ved {width} px"] if overflow > 0 else [])


def check(page: Page) -> None:
    on_a_phone = OPTIONS if "/koe/" in page.url else SAME_COLOURS
    sizes = zip(WIDTHS.items(), (OPTIONS, on_a_phone), strict=True)
    found = [problem for (width, height), options in sizes for problem in problems(page, width, height, options)]
    assert found == []


@pytest.mark.parametrize(("username", "path"), [(name, path) for name, paths in PAGES.items() for path in paths])
def test_page_is_accessible_and_fits(visitor, username, path):
    page = visitor(username)
    assert page.goto(path).status == NOT_OK.get((username, path), 200)
    check(page)


def test_login_page_is_accessible_and_fits(stack: Stack, browser):
    page = browser.new_page(base_url=stack.url, bypass_csp=True)
    page.goto("/log-ind/")
    check(page)
    page.get_by_label("Brugernavn").fill("kirsten")
    page.get_by_label("Adgangskode").fill("forkert")
    page.get_by_role("button", name="Log ind").click()
    page.get_by_role("alert").first.wait_for()
    check(page)
    page.close()

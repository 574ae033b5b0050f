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

from sanktion.base.deadlines import add_days
from sanktion.demo.logins import PASSWORD
from tests.factories.certificates import identity
from tests.factories.pdfs import drawn, text_at

from .conftest import ROOT, Stack, _environment, log_in
from .test_pages import check

TODAY = timezone.localdate()
WORKER_SECONDS = 30_000  # milliseconds Playwright waits for the worker
SISTER = "Karen Brandt"
TOLD = """
SELECT count(*) FROM tilsyn_orientationletter o JOIN tilsyn_selectedcase c ON c.id = o.selected_id
JOIN tilsyn_supervision s ON s.id = c.supervision_id"""
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
    follow(kirsten, re.compile(f"Se igennem og godkend.*{number}-001"))
    picture(kirsten, "tilsyn-godkend")
    check(kirsten)
    text = words(kirsten, kirsten.get_by_role("link", name=re.compile("^Læs den")).get_attribute("href"))
    assert "kontanthjælp" in text
    assert SISTER not in text
    approve(kirsten)
    follow(kirsten, re.compile("Se igennem og godkend.*Journalark"))
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
    when_done(page, page.get_by_text("2 af 2 sager er samlet"))
    picture(page, "tilsyn-samling")
    check(page)
    text = words(page, page.get_by_role("link", name=re.compile(r"^Samling til sag 1 ")).get_attribute("href"))
    assert "Ydelsesoversigt" in text
    assert "kontanthjælp" in text
    assert SISTER not in text


def when_done(page: Page, sight: Locator) -> None:
    """A worker that was slower than the page shows a bar, which leads to what it made."""
    bar = page.locator("#job .button")
    expect(sight.or_(bar)).to_be_visible(timeout=WORKER_SECONDS)
    if bar.is_visible():
        bar.click()
    expect(sight).to_be_visible()


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
    when_done(page, page.get_by_role("link", name="Afslut forsendelsen"))
    stack.wait_until(f"{TOLD} WHERE s.number = '{url.split('/')[2]}' AND o.status = 'sent'", 2)
    page.reload()
    expect(page.get_by_role("row", name=re.compile(made["wrong"]["name"]))).to_be_visible()
    tick_all(page)
    picture(page, "tilsyn-forsendelse")
    check(page)
    follow(page, "Afslut forsendelsen")
    press(page, "Afslut")
    expect(page.locator(".pagehead .badge", has_text="Materiale sendt")).to_be_visible()
    outside, inside = opened_mail(
        stack.var, max((stack.var / "mail").rglob("*.eml"), key=lambda mail: mail.stat().st_mtime)
    )
    assert made["wrong"]["cpr"] not in outside.as_string()
    assert len([part for part in inside.walk() if part.get_content_type() == "application/pdf"]) >= 3
    page.goto(f"{url}omfattet/")
    seen(page, re.compile("Brev sendt"))


def tick_all(page: Page) -> None:
    ticks = page.get_by_role("button", name=re.compile("^Kryds af"))
    for left in range(ticks.count(), 0, -1):
        ticks.first.click()
        expect(ticks).to_have_count(left - 1)


def test_7_a_case_with_a_consequence_for_the_refund_is_heard(desk, told, made, picture):
    """V116, V117: always a hearing; the decision itself is left as it is."""
    page, url = desk("tove"), told["url"]
    page.goto(url)
    follow(page, "Afslut tilsynet")
    press(page, "Fortsæt")
    press(page, "Afslut tilsynet")
    expect(page.locator(".pagehead .badge", has_text="Afsluttet, afventer resultat")).to_be_visible()

    case = f"{url}sager/{made['wrong']['number']}/vurdering/"
    page.goto(case)
    follow(page, "Registrér vurderingen")
    write_assessment(page, "Nej", "Forkert afgørelse", refund="Ja")
    seen(page, "I høring hos kommunen")
    picture(page, "tilsyn-hoering")
    check(page)
    follow(page, "Ingen bemærkninger")
    press(page, "Ingen bemærkninger")
    follow(page, "Registrér den endelige vurdering")
    write_assessment(page, "Nej", "Forkert afgørelse", refund="Ja")
    seen(page, "4.123,50")
    expect(page.locator(".pagehead h2")).to_contain_text("Endelig")

    page.goto(f"{url}sager/{made['right']['number']}/vurdering/")
    follow(page, "Registrér vurderingen")
    write_assessment(page, "Ja", "Ingen kritik", refund="Nej")
    page.goto(f"{url}vurderinger/")
    picture(page, "tilsyn-vurderinger")
    check(page)


def write_assessment(page: Page, agrees: str, verdict: str, *, refund: str) -> None:
    fill(page, "Vurderingen modtaget", day())
    choose(page, "Er direktoratet enig", agrees)
    choose(page, "Direktoratets vurdering", verdict)
    if verdict == "Forkert afgørelse":
        page.get_by_label(re.compile("Hvor alvorlig")).select_option(label="Alvorlig fejl")
    choose(page, "Er der et beløb", refund)
    if refund == "Ja":
        fill(page, "Beløb i kroner", "4.123,50")
        fill(page, "Fra", day(-60))
        fill(page, "Til og med", day(-30))
    fill(page, "Begrundelse", "Journalen viser ikke, hvornår borgeren blev vejledt.")
    press(page, "Gem vurderingen")


def test_8_the_result_is_told_and_the_supervision_closed(desk, stack: Stack, told, picture):
    """V122, V127, V136-V140: the four counts, who is to know of them, and the end."""
    page, url = desk("tove"), told["url"]
    page.goto(f"{url}resultat/registrer/")
    fill(page, "Resultatet modtaget", day())
    choose(page, "Følger afgørelserne", "Nej")
    for verdict, count in {"Forkert afgørelse": 1, "Kunne ikke vurderes": 0, "Ingen kritik": 1, "Udgået": 1}.items():
        expect(field(page, verdict)).to_have_value(str(count))
    fill(page, "Fejlagtigt udbetalt i alt, i kroner", "4.123,50")
    lay(page, "Meddelelsen fra direktoratet", "resultat.pdf", "Samlet resultat")
    press(page, "Gem resultatet")
    seen(page, "50,0 %")
    for recipient in ("Kommunalbestyrelsen", "Kommunens revisor"):
        follow(page, "Notér, hvem der er orienteret")
        choose(page, "Hvem er orienteret", recipient)
        fill(page, "Hvordan?", "Brev med kopi")
        press(page, "Notér")
    expect(page.locator("#told ~ dl").get_by_text("Mangler", exact=True)).to_have_count(0)
    picture(page, "tilsyn-resultat")
    check(page)
    page.goto(url)
    follow(page, "Luk tilsynet")
    press(page, "Luk tilsynet")
    expect(page.locator(".pagehead .badge", has_text="Lukket")).to_be_visible()
    counts = stack.rows(
        "SELECT r.wrong, r.not_assessable, r.no_criticism, r.withdrawn FROM tilsyn_supervisionresult r"
        " JOIN tilsyn_supervision s ON s.id = r.supervision_id WHERE s.number = %s AND s.status = 'closed'",
        url.split("/")[2],
    )
    assert counts == [(1, 0, 1, 1)]


def test_a_visit_is_read_in_the_reading_room(desk, stack: Stack, made, picture):
    """V093-V098: one case, approved papers, a reader who sees nothing else, and copies within fourteen days."""
    number, other = made["visit"]["number"], made["elsewhere"]["number"]
    make_reader(desk("adam"))
    page = desk("tove")
    url = register(page, "Tilsynsbesøg", Besøgsdato=day(14))
    name_cases(page, url, number)
    page.goto(f"{url}sager/{number}/laeserum/")
    press(page, "Godkend de valgte til læserummet")
    page.goto(f"{url}laeserum/aabn/")
    fill(page, "Åbner", day())
    fill(page, "Åbner klokken", "00.01")
    fill(page, "Lukker", day(15))
    page.get_by_label("Rita Lund").check()
    press(page, "Åbn læserummet")
    seen(page, "Rita Lund")
    picture(page, "tilsyn-laeserum")
    check(page)

    reader = desk("rita")
    reader.goto("/laeserum/")
    follow(reader, re.compile("^Tilsynsbesøg"))
    expect(reader.locator("tbody tr")).to_have_count(1)
    follow(reader, number)
    picture(reader, "tilsyn-laeserum-sag")
    check(reader)
    journal = reader.get_by_role("link", name=re.compile("^Journalark")).get_attribute("href")
    assert "Rita Lund" in words(reader, journal)
    assert reader.request.get("/koe/").status == 403
    assert reader.request.get(f"/sager/{number}/").status in (403, 404)
    assert reader.request.get(f"/laeserum/{url.split('/')[2]}/sager/{other}/").status == 404
    follow(reader, "Kan ikke vurderes endeligt")
    reader.get_by_label("8. Timesedler").check()
    press(reader, "Bed om kopier")
    seen(reader, "Kommunen sender kopier senest")

    page.goto(f"{url}sager/")
    row = page.get_by_role("row", name=re.compile(number))
    expect(row).to_contain_text("Kopier")
    picture(page, "tilsyn-kopier")
    page.goto(f"{url}laeserum/opslag/")
    seen(page, "Rita Lund")
    query = "SELECT due FROM tilsyn_copyrequest r JOIN tilsyn_selectedcase s ON s.id = r.selected_id"
    assert stack.rows(f"{query} JOIN sanktion_case c ON c.id = s.case_id WHERE c.number = %s", number) == [
        (add_days(TODAY + timedelta(days=14), 14).end,)
    ]


def make_reader(page: Page) -> None:
    page.goto("/medarbejdere/ny/")
    for label, text in {"Fornavn": "Rita", "Efternavn": "Lund", "Brugernavn": "rita"}.items():
        fill(page, label, text)
    page.get_by_label("Direktoratet", exact=True).check()
    fill(page, "Midlertidig adgangskode", PASSWORD)
    fill(page, "Gentag adgangskoden", PASSWORD)
    press(page, "Opret medarbejder")
    seen(page, "Rita Lund")


def test_a_spot_survey_is_answered_and_frozen(desk, stack: Stack, made, picture):
    """V102-V106: bounded by the request's period, kept as it was, and handed over as a file."""
    page = desk("tove")
    period = {"Periode_fra": day(-420), "Periode_til_og_med": day(-390)}
    url = register(page, "Spotundersøgelse", Tema="Udeblivelse fra jobsamtaler", **period)
    page.goto(f"{url}svar/")
    follow(page, "Nyt svar")
    page.get_by_label("Udeblevet fra jobsamtale i kommunen").check()
    press(page, "Søg")
    for case in made["survey"]:
        seen(page, case["number"])
    picture(page, "tilsyn-spot")
    check(page)
    press(page, "Gem svar med 2 sager")
    seen(page, re.compile("^[0-9a-f]{64}$"))
    picture(page, "tilsyn-spot-svar")
    with page.expect_download() as download:
        press(page, "Hent som CSV")
    data = download.value.path().read_bytes()
    assert [case["number"] in data.decode("utf-8-sig") for case in made["survey"]] == [True, True]
    assert made["survey"][0]["cpr"] not in data.decode("utf-8-sig")
    assert stack.rows("SELECT found FROM tilsyn_surveyanswer ORDER BY id DESC LIMIT 1") == [(2,)]

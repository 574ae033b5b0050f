"""A central sample in a browser, from the directorate's letter to its overall result (V019-V140).

Four people on the whole system. Nothing outside the machine is sent to: mail lies in a folder.
"""

import re

import pytest
from playwright.sync_api import Page, expect
from psycopg import sql

from tests.factories.certificates import identity
from tests.factories.dispatch import opened_mail

from .conftest import Stack
from .supervising import choose, day, field, fill, follow, lay, name_cases, press, register, seen, when_done, words
from .test_pages import check

SISTER = "Karen Brandt"
TOLD = """
SELECT count(*) FROM tilsyn_orientationletter o JOIN tilsyn_selectedcase c ON c.id = o.selected_id
JOIN tilsyn_supervision s ON s.id = c.supervision_id"""


@pytest.fixture(scope="module")
def told():
    """What the steps tell each other: addresses."""
    return {}


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


def test_2_the_list_names_the_cases_and_one_leaves(desk, stack: Stack, told, supervised, picture):
    """V022, V015, V018: in match category 4 on the day of the event it is out, and the letter is ready at once."""
    page, url = desk("tove"), told["url"]
    name_cases(page, url, *(supervised[which]["number"] for which in ("wrong", "right", "gone")))
    seen(page, supervised["wrong"]["number"])
    page.goto(f"{url}omfattet/")
    seen(page, "1 brev mangler at blive skrevet.")
    picture(page, "tilsyn-omfattet")
    check(page)
    press(page, "Skriv 1 brev")
    seen(page, "1 brev er skrevet og ikke sendt.")
    letter = page.get_by_role("main").get_by_role("link", name=re.compile(r"^T?\d{4}-\d+")).last
    text = words(page, letter.get_attribute("href"))
    assert supervised["gone"]["number"] in text
    statuses = stack.rows(
        "SELECT s.status FROM tilsyn_selectedcase s JOIN tilsyn_supervision t ON t.id = s.supervision_id"
        " WHERE t.number = %s ORDER BY s.number",
        url.split("/")[2],
    )
    assert statuses == [("named",), ("named",), ("withdrawn",)]


def test_3_what_is_missing_on_the_board_is_filled(desk, told, supervised, picture):
    """V056-V067: the caseworker is asked; one cell by a paper of its own, one by saying why it is not relevant."""
    page, url, number = desk("tove"), told["url"], supervised["wrong"]["number"]
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


def test_4_a_passage_is_held_back_and_another_approves(desk, told, supervised, picture):
    """V074: found by its words, and gone from the file; whoever marked it can't approve it."""
    page, url, number = desk("tove"), told["url"], supervised["wrong"]["number"]
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


def test_5_the_worker_makes_the_bundles(desk, told, picture):
    """V056, V073: one file a case, in the order of the ten kinds, without what is held back."""
    page, url = desk("tove"), told["url"]
    page.goto(f"{url}samling/")
    press(page, "Dan alle")
    when_done(page, page.get_by_text("2 af 2 sager er samlet"))
    picture(page, "tilsyn-samling")
    check(page)
    text = words(page, page.get_by_role("link", name=re.compile(r"^Samling til sag 1 ")).get_attribute("href"))
    assert "Ydelsesoversigt" in text
    assert "kontanthjælp" in text
    assert SISTER not in text


def test_6_the_material_is_sent_with_secure_mail(desk, stack: Stack, told, supervised, picture):
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
    expect(page.get_by_role("row", name=re.compile(supervised["wrong"]["name"]))).to_be_visible()
    tick_all(page)
    picture(page, "tilsyn-forsendelse")
    check(page)
    follow(page, "Afslut forsendelsen")
    press(page, "Afslut")
    expect(page.locator(".pagehead .badge", has_text="Materiale sendt")).to_be_visible()
    outside, inside = opened_mail(
        stack.var, max((stack.var / "mail").rglob("*.eml"), key=lambda mail: mail.stat().st_mtime)
    )
    assert supervised["wrong"]["cpr"] not in outside.as_string()
    assert len([part for part in inside.walk() if part.get_content_type() == "application/pdf"]) >= 3
    page.goto(f"{url}omfattet/")
    seen(page, re.compile("Brev sendt"))


def tick_all(page: Page) -> None:
    ticks = page.get_by_role("button", name=re.compile("^Kryds af"))
    for left in range(ticks.count(), 0, -1):
        ticks.first.click()
        expect(ticks).to_have_count(left - 1)


def test_7_a_case_with_a_consequence_for_the_refund_is_heard(desk, told, supervised, picture):
    """V116, V117: always a hearing; the decision itself is left as it is."""
    page, url = desk("tove"), told["url"]
    page.goto(url)
    follow(page, "Afslut tilsynet")
    press(page, "Fortsæt")
    press(page, "Afslut tilsynet")
    expect(page.locator(".pagehead .badge", has_text="Afsluttet, afventer resultat")).to_be_visible()

    case = f"{url}sager/{supervised['wrong']['number']}/vurdering/"
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
    follow(page, "Meld fejludbetalingen")
    page.get_by_label("Ydelse", exact=True).select_option(label="Kontanthjælp")
    fill(page, "Refusionsordning", "Kontanthjælp, 30 %")
    press(page, "Meld fejludbetaling")
    expect(page.get_by_role("link", name="Meld fejludbetalingen")).to_have_count(0)

    page.goto(f"{url}sager/{supervised['right']['number']}/vurdering/")
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


def test_8_the_result_is_told_and_the_supervision_closed(desk, stack: Stack, told, supervised, picture):
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
    seen(page, "1 vurdering er ikke endelig.")
    let_the_time_for_remarks_pass(stack)
    page.goto(f"{url}sager/{supervised['right']['number']}/vurdering/")
    follow(page, "Bekræft, at vurderingen står")
    press(page, "Bekræft, at vurderingen står")
    page.goto(f"{url}luk/")
    press(page, "Luk tilsynet")
    expect(page.locator(".pagehead .badge", has_text="Lukket")).to_be_visible()
    counts = stack.rows(
        "SELECT r.wrong, r.not_assessable, r.no_criticism, r.withdrawn FROM tilsyn_supervisionresult r"
        " JOIN tilsyn_supervision s ON s.id = r.supervision_id WHERE s.number = %s AND s.status = 'closed'",
        url.split("/")[2],
    )
    assert counts == [(1, 0, 1, 1)]
    page.goto("/tilsyn/over-tid/")
    seen(page, "4.123,50 kr.")
    picture(page, "tilsyn-over-tid")


def let_the_time_for_remarks_pass(stack: Stack) -> None:
    """What no test can wait for: the assessment came three weeks earlier."""
    table = "ALTER TABLE tilsyn_caseassessment "
    with stack.connection() as connection:
        for trigger in ("assessment_keeps", "assessment_due"):
            connection.execute(sql.SQL(table + "DISABLE TRIGGER {}").format(sql.Identifier(trigger)))
        connection.execute(
            "UPDATE tilsyn_caseassessment SET received_on = received_on - 21, due = due - 21 WHERE status = 'received'"
        )
        for trigger in ("assessment_keeps", "assessment_due"):
            connection.execute(sql.SQL(table + "ENABLE TRIGGER {}").format(sql.Identifier(trigger)))

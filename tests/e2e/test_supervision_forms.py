"""A visit with its reading room (V093-V098), and a spot survey (V102-V106), in a browser."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from sanktion.base.deadlines import add_days
from sanktion.demo.logins import PASSWORD

from .conftest import Stack
from .supervising import day, fill, follow, name_cases, press, register, seen, words
from .test_pages import check


def test_a_visit_is_read_in_the_reading_room(desk, stack: Stack, supervised, picture):
    """V093-V098: one case, approved papers, a reader who sees nothing else, and copies within fourteen days."""
    number, other = supervised["visit"]["number"], supervised["elsewhere"]["number"]
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
    choose_password(reader)
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
        (add_days(timezone.localdate() + timedelta(days=14), 14).end,)
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


def choose_password(page: Page) -> None:
    """Before anything else, as of everyone whose password an administrator knows."""
    fill(page, "Nuværende adgangskode", PASSWORD)
    for label in ("Ny adgangskode", "Gentag den nye adgangskode"):
        fill(page, label, "en tavs kaktus i vinduet")
    press(page, "Skift adgangskode")


def test_a_spot_survey_is_answered_and_frozen(desk, stack: Stack, supervised, picture):
    """V102-V106: bounded by the request's period, kept as it was, and handed over as a file."""
    page = desk("tove")
    period = {"Periode_fra": day(-420), "Periode_til_og_med": day(-390)}
    url = register(page, "Spotundersøgelse", Tema="Udeblivelse fra jobsamtaler", **period)
    page.goto(f"{url}svar/")
    follow(page, "Nyt svar")
    page.get_by_label("Udeblevet fra jobsamtale i kommunen").check()
    press(page, "Søg")
    for case in supervised["survey"]:
        seen(page, case["number"])
    picture(page, "tilsyn-spot")
    check(page)
    press(page, "Gem svar med 2 sager")
    seen(page, re.compile("^[0-9a-f]{64}$"))
    picture(page, "tilsyn-spot-svar")
    with page.expect_download() as download:
        press(page, "Hent som CSV")
    data = download.value.path().read_bytes()
    assert [case["number"] in data.decode("utf-8-sig") for case in supervised["survey"]] == [True, True]
    assert supervised["survey"][0]["cpr"] not in data.decode("utf-8-sig")
    assert stack.rows("SELECT found FROM tilsyn_surveyanswer ORDER BY id DESC LIMIT 1") == [(2,)]
    page.goto(url)
    follow(page, "Afslut tilsynet")
    press(page, "Fortsæt")
    press(page, "Afslut tilsynet")
    expect(page.locator(".pagehead .badge", has_text="Afsluttet")).to_be_visible()


def test_a_request_registered_by_mistake_lapses(desk, supervised):
    page = desk("tove")
    url = register(page, "Central stikprøvekontrol")
    page.goto(url)
    follow(page, "Anmodningen bortfalder")
    check(page)
    fill(page, "Hvorfor bortfalder den?", "Registreret to gange")
    press(page, "Fortsæt")
    press(page, "Luk anmodningen")
    seen(page, "Bortfaldet: Registreret to gange")

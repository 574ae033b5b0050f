"""The main job from end to end: import, case, hearing, no answer, route list, visit, statistic, destruction, decision.

Four people, each in a browser of their own, on the whole system: gunicorn, worker, beat, PostgreSQL and Redis. The one
thing that is not waited for is the deadline: the database's owner moves the hearing a month back.
"""

import io
import re
from datetime import date, timedelta

import pypdfium2
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from psycopg import sql

from .conftest import DATA, Stack

IMPORT_SECONDS = 60_000  # milliseconds Playwright waits for the worker
VISITABLE = """
    SELECT c.id, e.id, c.first_name || ' ' || c.last_name FROM sanktion_citizen c
    JOIN sanktion_negativeevent e ON e.citizen_id = c.id JOIN sanktion_address a ON a.id = c.address_id
    WHERE c.cpr_status = 1 AND c.protected_until IS NULL AND c.digital_post AND a.postcode = '5000'
    AND (SELECT count(*) FROM sanktion_negativeevent o WHERE o.citizen_id = c.id) = 1
    ORDER BY e.occurred_on, e.id LIMIT %s"""
STOPS = 4


def yesterday() -> date:
    return timezone.localdate() - timedelta(days=1)


@pytest.fixture(scope="module")
def told():
    """What the steps tell each other: the numbers of the cases and of the list."""
    return {}


def load_file(page: Page, name: str) -> None:
    page.goto("/indlaesning/ny/")
    page.get_by_label("CSV-fil").set_input_files(DATA / name)
    page.get_by_role("button", name="Læg op og se indholdet").click()
    for box in page.get_by_role("checkbox", name=re.compile("^Tag række")).all():
        box.check()
    page.get_by_role("button", name=re.compile(r"^Indlæs ([\d.]+|de valgte) rækker$")).click()
    expect(page.locator("dl.facts dt", has_text="Allerede indlæst")).to_be_visible(timeout=IMPORT_SECONDS)


def figure(page: Page, label: str) -> int:
    value = page.locator("dl.facts > div", has=page.get_by_text(label, exact=True)).locator("dd").inner_text()
    return int(value.replace(".", ""))


def open_case(page: Page, url: str, citizen: int) -> str:
    page.goto(f"/borgere/{citizen}/")
    page.get_by_role("button", name="Åbn sag").click()
    expect(page).to_have_url(re.compile(r"/sager/\d{4}-\d{7}/"))
    return page.url.removeprefix(url)


def choose(scope, label: str, answer: str) -> None:
    scope.get_by_role("group", name=re.compile(label)).get_by_label(answer, exact=True).check()


@pytest.mark.parametrize(("name", "rows"), [("adresser.csv", 2817), ("borgere.csv", 900), ("haendelser.csv", 600)])
def test_1_the_administrator_loads_the_files(sign_in, picture, name, rows):
    page = sign_in("adam")
    load_file(page, name)
    assert (figure(page, "Rækker i filen"), figure(page, "Indlæst"), figure(page, "Afvist")) == (rows, rows, 0)
    picture(page, "indlaesning")


def test_2_the_same_file_again_adds_nothing(sign_in, stack: Stack):
    page = sign_in("adam")
    load_file(page, "haendelser.csv")
    assert (figure(page, "Indlæst"), figure(page, "Allerede indlæst")) == (0, 600)
    assert stack.rows("SELECT count(*) FROM sanktion_negativeevent") == [(600,)]


def test_3_each_fault_is_told_in_danish_and_good_rows_go_in(sign_in, picture):
    page = sign_in("adam")
    load_file(page, "haendelser-med-fejl.csv")
    lines = (DATA / "haendelser-med-fejl.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    expected = [line.rsplit(";", 1)[1] for line in lines]
    assert figure(page, "Indlæst") == sum(sentence.startswith("indlæses") for sentence in expected) == 3
    body = page.get_by_role("main").inner_text()
    for sentence in expected:
        assert sentence.startswith("indlæses") or sentence in body
    picture(page, "indlaesning-fejl")


def test_4_the_caseworker_opens_cases_and_hears_the_citizens(sign_in, stack: Stack, told, picture):
    page = sign_in("kirsten")
    picture(page, "arbejdskoe-tom")
    citizens = stack.rows(VISITABLE, STOPS + 1)
    told["names"] = [row[2] for row in citizens]
    told["cases"] = [open_case(page, stack.url, row[0]) for row in citizens]
    for number, case in enumerate(told["cases"]):
        page.goto(case)
        page.get_by_role("link", name="Send partshøring").click()
        if number == 0:
            picture(page, "partshoering")
        page.get_by_role("button", name="Send partshøring").click()
        expect(page.get_by_text("Partshøring sendt").first).to_be_visible()
    letter = page.context.request.get(f"{case}dokumenter/1/")
    text = pypdfium2.PdfDocument(io.BytesIO(letter.body()))[0].get_textpage().get_text_range()
    assert told["names"][-1] in text
    assert "senest den" in text


def test_5_one_answers_and_the_others_let_the_deadline_pass(sign_in, stack: Stack, told):
    page = sign_in("kirsten")
    page.goto(told["cases"][0])
    page.get_by_role("link", name="Registrér borgerens svar").click()
    page.get_by_label("Borgerens egne ord").fill("Jeg var syg og ringede afbud kl. 7.45.")
    page.get_by_label("Modtaget via").select_option(label="Telefon")
    page.get_by_role("button", name="Gem svaret").click()
    expect(page.get_by_text("Jeg var syg og ringede afbud kl. 7.45.")).to_be_visible()
    expect(page.locator(".idbar .badge").first).to_have_text("Svar modtaget")
    stack.let_a_month_pass()
    for _ in range(2):  # safe to run twice
        stack.run_task("parthoering.tasks.expire_hearings")
    page.goto(told["cases"][1])
    stack.wait_until("SELECT count(*) FROM sanktion_case WHERE status = 'seeking_contact'", STOPS)
    for case in told["cases"][1:]:
        page.goto(case)
        expect(page.locator(".idbar .badge").first).to_have_text("Søger kontakt")
        expect(page.get_by_text("Svarfrist udløbet uden svar")).to_have_count(1)


def test_6_no_decision_before_contact_was_sought(sign_in, told):
    page = sign_in("kirsten")
    page.goto(told["cases"][1])
    expect(page.get_by_role("link", name="Træf afgørelse")).to_have_count(0)
    expect(page.get_by_role("button", name="Afslut kontaktforsøg")).to_be_disabled()
    page.goto(f"{told['cases'][1]}afgoerelse/")
    expect(page.get_by_role("button", name="Træf afgørelse")).to_have_count(0)


def test_7_the_planner_makes_the_list_and_prints_it(sign_in, stack: Stack, told, picture):
    page = sign_in("kirsten")
    page.goto("/koerelister/planlaeg/")
    picture(page, "planlaeg")
    page.get_by_label("Hold 2").uncheck()
    page.get_by_role("button", name="Lav listerne").click()
    page.locator("a.nowrap", has_text=re.compile("OC-")).click(timeout=IMPORT_SECONDS)
    picture(page, "kladde")
    page.get_by_role("button", name="Udgiv listen").click()
    expect(page.locator("tbody tr")).to_have_count(STOPS)
    told["list"] = page.url.removeprefix(stack.url)
    picture(page, "koereliste")
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    printed = page.context.request.post(
        f"{told['list']}udskriv/", form={"csrfmiddlewaretoken": token}, headers={"Referer": page.url}
    )
    assert printed.headers["cache-control"] == "no-store"
    text = "".join(sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(io.BytesIO(printed.body())))
    for name in told["names"][1:]:
        assert name in text
    for case in told["cases"]:
        assert case.strip("/").rpartition("/")[2] not in text  # B023: name and address only
    assert "destrueres efter registrering" in text


def test_8_the_field_worker_notes_a_visit_on_the_phone(sign_in, told, picture):
    page = sign_in("anders", viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    page.goto(f"{told['list']}stop/1/")
    page.get_by_label("Dato").fill(f"{yesterday():%d-%m-%Y}")
    page.get_by_label("Kl.").fill("16.40")
    choose(page, "Navn på dørtelefon", "Borgerens navn")
    choose(page, "Navn på postkasse", "Andet navn")
    page.get_by_label("Andet navn, som der stod").fill("Friis")
    choose(page, "Kontakt med borgeren", "Nej")
    choose(page, "Åbnede en anden person", "Ja")
    choose(page, "Hvem åbnede", "Nabo")
    page.get_by_label("Hvad personen oplyste").fill("Borgeren er bortrejst til søndag.")
    picture(page, "besoeg-telefon")
    page.get_by_role("button", name="Gem besøg").click()
    expect(page.get_by_text(re.compile("Stop 2 af"))).to_be_visible()


def press(page: Page, *keys: str) -> None:
    """Names of keys are pressed; anything else is typed."""
    for key in keys:
        named = key in {"Tab", "Enter", "Control+A"}
        page.keyboard.press(key) if named else page.keyboard.type(key)


def test_9_the_rest_is_keyed_in_from_paper_with_the_keyboard_alone(sign_in, told, picture):
    page = sign_in("kirsten")
    page.goto(f"{told['list']}registrer/")
    picture(page, "indtast-besoeg")
    for stop in (2, 3):
        page.locator(f"#stop-{stop}").get_by_label("Dato").focus()
        press(page, "Control+A", f"{yesterday():%d-%m-%Y}", "Tab", f"170{stop}")
        # The citizen's name, no name, not read; contact; nobody else opened.
        press(page, "b", "i", "x", "j", "n", "Ringede på.", "Enter")
        expect(page.locator(f"#stop-{stop}.settled")).to_be_visible()
    expect(page.locator("#stop-4").get_by_label("Kl.")).to_be_focused()
    press(page, "i", "1", "Enter")
    expect(page.get_by_text("Alle stop er registreret")).to_be_visible()


def test_a_the_list_is_destroyed_and_names_nobody(sign_in, stack: Stack, told, picture):
    before = stack.rows("SELECT coalesce(sum(count), 0) FROM koerelister_visitcount WHERE NOT contact")
    assert before == [(1,)]
    assert stack.rows("SELECT coalesce(sum(count), 0) FROM koerelister_visitcount") == [(3,)]
    page = sign_in("kirsten")
    page.goto(f"{told['list']}destruer/")
    page.get_by_role("group", name="Eksemplar 1").get_by_label("Hvad er der blevet af det?").select_option("shredded")
    picture(page, "destruer")
    page.get_by_role("button", name="Destruér listen").click()
    expect(page).to_have_url(re.compile(r"/destruktioner/\d+/$"))
    expect(page.locator(".alert-success").last).to_contain_text("0 fund")
    picture(page, "kvittering")
    tables = stack.rows("SELECT tablename FROM pg_tables WHERE tablename LIKE 'koerelister%%'")
    columns = stack.rows(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_name LIKE 'koerelister%%' AND column_name LIKE '%%case_id'"
    )
    assert len(tables) > len(columns) > 0
    for table, column in columns:
        assert stack.rows(sql.SQL("SELECT {} FROM {}").format(sql.Identifier(column), sql.Identifier(table))) == []
    assert stack.rows("SELECT stops, visited FROM koerelister_destructionrecord") == [(STOPS, 3)]
    assert page.context.request.get(told["list"]).status == 404


def test_b_the_manager_reads_the_figures(sign_in, picture):
    page = sign_in("lene")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Besøgsstatistik")
    expect(page.locator("dl.kpis")).to_contain_text("3")
    picture(page, "statistik")


def test_c_the_caseworker_reads_what_was_seen_and_decides(sign_in, stack: Stack, told, picture):
    page = sign_in("kirsten")
    noted = []
    for case in told["cases"][1:]:
        page.goto(case)
        noted.append(page.locator(".timeline").inner_text())
        picture(page, "sag") if "Friis" in noted[-1] else None
    seen = next(text for text in noted if "Friis" in text)
    assert "Borgeren er bortrejst til søndag." in seen
    assert "af Anders Lund" in seen
    assert sum("Hjemmebesøg" in text and "Ringede på." in text for text in noted) == 2
    page.goto(told["cases"][1 + noted.index(seen)])
    page.get_by_role("link", name="Afslut kontaktforsøg").click()
    page.get_by_role("button", name="Afslut kontaktforsøg").click()
    page.get_by_role("link", name=re.compile("vurdering|Vurdér")).first.click()
    choose(page, "Står borgeren til rådighed", "Nej")
    choose(page, "Havde borgeren en rimelig grund", "Nej, borgeren havde ikke en rimelig grund")
    page.get_by_label("Vurdering af rådigheden").fill("Borgeren er ikke mødt og har ikke henvendt sig.")
    page.get_by_label("Vurdering af grunden").fill("Borgeren har ikke svaret, og der er ikke oplyst en grund.")
    choose(page, "Hvad betyder hændelsen for udbetalingen", "Ingen betydning for udbetalingen")
    picture(page, "vurdering")
    page.get_by_role("button", name=re.compile("Gem")).click()
    expect(page.get_by_text("Der mangler skriftlig vejledning")).to_be_visible()
    prove_guidance(page)
    decide(page, picture)
    expect(page.locator(".idbar .badge").first).to_have_text("Afgjort")
    number = page.url.strip("/").rpartition("/")[2]
    letter = page.context.request.get(f"/sager/{number}/dokumenter/3/")
    pages = pypdfium2.PdfDocument(io.BytesIO(letter.body()))
    text = "".join(sheet.get_textpage().get_text_range() for sheet in pages)
    assert "fradrag" in text
    assert "4 uger" in text
    assert f"{number}-003" in text
    assert stack.rows("SELECT count(*) FROM sanktion_decision") == [(1,)]


def prove_guidance(page: Page) -> None:
    page.get_by_role("link", name="Registrér vejledning").first.click()
    page.get_by_label("Hvornår fik borgeren vejledningen?").fill("03-02-2020")
    letter = {"name": "vejledning.txt", "mimeType": "text/plain", "buffer": b"Du har pligt til at komme til samtaler."}
    page.get_by_label("Eller ny fil").set_input_files(letter)
    page.get_by_role("button", name="Gem vejledningen").click()
    expect(page.get_by_text("Skriftlig vejledning registreret")).to_be_visible()


def decide(page: Page, picture) -> None:
    page.get_by_role("link", name="Træf afgørelse").click()
    page.get_by_label("Fradrag").check()
    expect(page.get_by_label("Retsgrundlag").locator("option:checked")).to_contain_text("§ 37")
    page.get_by_label("Virkning fra").fill(f"{timezone.localdate():%d-%m-%Y}")
    page.get_by_label("Begrundelse").fill("Du mødte ikke, og vi har ikke kunnet få kontakt med dig.")
    picture(page, "afgoerelse")
    page.get_by_role("button", name="Træf afgørelse").click()
    page.get_by_role("button", name="Træf afgørelse").click()

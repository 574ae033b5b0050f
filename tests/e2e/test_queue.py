"""The work queue in a browser: filters that last, keys that can be switched off, a case taken and given back."""

import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import Stack
from .test_chain import load_file

OPEN = "SELECT count(*) FROM sanktion_case WHERE status NOT IN ('decided', 'closed')"
LEFT = """UPDATE sanktion_case SET owner_id = NULL
    WHERE id = (SELECT min(id) FROM sanktion_case WHERE status NOT IN ('decided', 'closed'))"""
FILTERED = re.compile(r"/koe/\?.*frist=uge")


@pytest.fixture
def page(sign_in, stack: Stack) -> Page:
    """Kirsten's page, with at least three open cases whatever ran before."""
    if stack.rows("SELECT count(*) FROM sanktion_negativeevent") == [(0,)]:
        administrator = sign_in("adam")
        for name in ("adresser.csv", "borgere.csv", "haendelser.csv"):
            load_file(administrator, name)
    page = sign_in("kirsten")
    while stack.rows(OPEN)[0][0] < 3:
        page.goto("/haendelser/")
        page.get_by_role("button", name="Åbn sag").first.click()
        expect(page).to_have_url(re.compile(r"/sager/\d{4}-\d{7}/"))
    page.goto("/koe/")
    return page


def test_filters_survive_a_trip_into_a_case_and_the_back_button(page: Page):
    page.get_by_label("Frist", exact=True).select_option("Inden for 7 dage")
    expect(page).to_have_url(FILTERED)
    expect(page.get_by_text("Frist: Inden for 7 dage")).to_be_visible()
    page.locator("[data-row]").first.click()
    page.get_by_role("link", name="Ændringslog").click()
    page.get_by_role("link", name="Tilbage til arbejdskøen").click()
    expect(page).to_have_url(FILTERED)
    expect(page.get_by_label("Frist", exact=True)).to_have_value("uge")
    page.locator("[data-row]").first.click()
    page.go_back()
    expect(page).to_have_url(FILTERED)
    expect(page.get_by_text("Frist: Inden for 7 dage")).to_be_visible()
    expect(page.get_by_label("Frist", exact=True)).to_have_value("uge")


def test_the_list_is_worked_through_from_the_keyboard(page: Page):
    rows = page.locator("[data-row]")
    first, second = (rows.nth(place).get_attribute("href") for place in (0, 1))
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"{first}$"))
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile(f"{second}$"))
    page.keyboard.press("u")
    expect(page).to_have_url(re.compile("/koe/$"))
    page.goto("/haendelser/")
    page.keyboard.press("g")
    page.keyboard.press("k")
    expect(page).to_have_url(re.compile("/koe/$"))


def test_the_list_of_keys_opens_and_closes_but_not_while_one_writes(page: Page):
    dialog = page.get_by_role("dialog", name="Tastaturgenveje")
    page.keyboard.press("?")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_text("Gå til arbejdskøen")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("/")
    field = page.get_by_label("Søg efter sag eller borger")
    expect(field).to_be_focused()
    page.keyboard.type("j?gk")
    expect(field).to_have_value("j?gk")
    expect(dialog).to_be_hidden()
    expect(page).to_have_url(re.compile("/koe/$"))


def test_the_keys_are_switched_off_and_on_without_script(page: Page, sign_in):
    plain = sign_in("kirsten", java_script_enabled=False)
    plain.goto("/genveje/")
    expect(plain.get_by_text("Næste række i listen")).to_be_visible()
    plain.get_by_label("Brug tastaturgenveje").uncheck(force=True)
    plain.get_by_role("button", name="Gem").click()
    page.goto("/koe/")
    page.keyboard.press("j")
    expect(page.locator("[data-row]").first).not_to_be_focused()
    plain.get_by_label("Brug tastaturgenveje").check(force=True)
    plain.get_by_role("button", name="Gem").click()
    expect(plain.get_by_text("slået til")).to_be_visible()


def test_case_without_owner_is_taken_and_given_back(page: Page, stack: Stack):
    with stack.connection() as connection:
        connection.execute(LEFT)
    page.goto("/koe/?sagsbehandler=ingen")
    page.get_by_role("button", name="Tag sagen").first.click()
    expect(page.get_by_text("Du er nu sagsbehandler på sag")).to_be_visible()
    expect(page).to_have_url(re.compile("sagsbehandler=ingen"))
    page.get_by_role("button", name="Fortryd").click()
    expect(page.get_by_text("er uden sagsbehandler igen")).to_be_visible()
    page.get_by_role("button", name="Tag sagen").first.click()
    expect(page.get_by_text("Ingen sager passer til filtrene")).to_be_visible()

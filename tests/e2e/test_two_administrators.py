"""Issue 6, «two persons where it matters»: one administrator proposes to switch a gate off, another answers."""

import re

from playwright.sync_api import Locator, Page, expect

from .test_pages import check

GATE = "virkning inden for tre hele måneder"
PROPOSAL = f"Slå spærringen fra: {GATE}"


def link(page: Page, words: str, of: str) -> Locator:
    """What it is about is said to those who hear the page; the browser puts a space before it."""
    return page.get_by_role("link", name=re.compile(rf"^{words}\s*: {re.escape(of)}$", re.IGNORECASE))


def switch(page: Page, words: str, button: str, reason: str) -> None:
    page.goto("/spaerringer/")
    link(page, words, GATE).click()
    page.get_by_label("Begrundelse").fill(reason)
    page.get_by_label("Ja, ").check()
    page.get_by_role("button", name=button).click()


def answer(page: Page, words: str, label: str, button: str, word: str) -> None:
    page.goto("/spaerringer/")
    link(page, words, PROPOSAL).click()
    check(page)
    page.get_by_label(label).fill(word)
    page.get_by_role("button", name=button).click()


def test_a_gate_is_switched_off_by_two_and_on_by_one(desk, picture):
    adam, birgit = desk("adam"), desk("birgit")
    switch(adam, "Foreslå slået fra", "Foreslå", "Jurist vurderer fristen.")
    expect(adam.get_by_text("Det gælder først, når en anden administrator har godkendt det.")).to_be_visible()
    expect(link(adam, "Træk tilbage", PROPOSAL)).to_have_count(1)
    expect(link(adam, "Godkend", PROPOSAL)).to_have_count(0)
    check(adam)
    answer(adam, "Træk tilbage", "Hvorfor?", "Træk tilbage", "Jeg ville skrive en anden grund.")
    expect(adam.get_by_text("Dit forslag er trukket tilbage.")).to_be_visible()

    switch(adam, "Foreslå slået fra", "Foreslå", "Jurist har vurderet fristen.")
    birgit.goto("/administration/")
    expect(birgit.get_by_text("Venter på dig")).to_be_visible()
    check(birgit)
    birgit.goto("/spaerringer/")
    picture(birgit, "spaerringer-forslag")
    answer(birgit, "Afvis", "Hvorfor ikke?", "Afvis", "Vurderingen mangler.")
    expect(birgit.get_by_text("Forslaget er afvist. Intet er ændret.")).to_be_visible()

    switch(adam, "Foreslå slået fra", "Foreslå", "Vurderingen er nu på sagen.")
    answer(birgit, "Godkend", "Hvorfor er du enig?", "Godkend", "Læst og enig.")
    expect(birgit.get_by_text("Forslaget er godkendt og gælder fra nu af.")).to_be_visible()
    row = birgit.get_by_role("row").filter(has_text="Vurderingen er nu på sagen.")
    expect(row).to_contain_text("Adam Juul foreslog, Birgit Lind godkendte")

    switch(birgit, "Slå til", "Slå til", "Fristen skal gælde igen.")
    expect(birgit.get_by_text("Spærringen er slået til.")).to_be_visible()
    birgit.goto("/administration/aendringer/?emne=gates")
    expect(birgit.get_by_text("Adam Juul foreslog, Birgit Lind godkendte")).to_be_visible()

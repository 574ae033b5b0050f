"""Many hearing letters in a browser: chosen with one box, looked at, sent by the real worker, followed to the end."""

import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import Stack
from .test_chain import IMPORT_SECONDS, load_file

WAITING = (
    "SELECT count(*) FROM sanktion_negativeevent e WHERE NOT EXISTS (SELECT 1 FROM sanktion_case WHERE event_id = e.id)"
)
RESULT = re.compile(r"/koe/partshoering/\d+/")


@pytest.fixture
def page(sign_in, stack: Stack) -> Page:
    """Kirsten's page, with new events whatever ran before."""
    if stack.rows("SELECT count(*) FROM sanktion_negativeevent") == [(0,)] or stack.rows(WAITING) == [(0,)]:
        administrator = sign_in("adam")
        for name in ("adresser.csv", "borgere.csv", "haendelser.csv"):
            load_file(administrator, name)
    return sign_in("kirsten")


def send(page: Page) -> int:
    """From the page of what each would get to the page that follows them; how many were sent."""
    button = page.get_by_role("button", name=re.compile(r"^Send \d+ partshøring"))
    wanted = int(re.search(r"\d+", button.inner_text())[0])
    button.click()
    expect(page).to_have_url(RESULT)
    return wanted


def test_a_page_of_new_events_is_heard(page: Page, picture, stack: Stack):
    page.goto("/haendelser/")
    expect(page.get_by_label("Vælg alle 25 på siden")).to_be_visible()
    page.get_by_text("Vælg alle 25 på siden").click()
    expect(page.get_by_role("button", name="Send partshøring til valgte (25)")).to_be_visible()
    picture(page, "flere-valgt")
    page.locator("input[name=valgt]").first.uncheck(force=True)
    page.get_by_role("button", name="Send partshøring til valgte (24)").click()
    expect(page).to_have_url(re.compile("/partshoering/ny/"))
    page.wait_for_load_state()
    picture(page, "flere-bekraeft")
    wanted = send(page)
    picture(page, "flere-undervejs")
    # Left alone the page shows the end by itself.
    page.get_by_text(re.compile("breve er sendt")).first.wait_for(timeout=IMPORT_SECONDS)
    picture(page, "flere-faerdig")
    page.goto(f"{page.url.split('?')[0]}?vis=sent")
    picture(page, "flere-sendt")
    rows = stack.rows("SELECT count(*) FROM parthoering_hearingbatchrow WHERE status = 'sent'")
    assert rows[0][0] >= wanted - 1
    page.goto("/koe/partshoering/")
    picture(page, "flere-liste")


def test_a_batch_is_stopped_and_the_rest_can_be_chosen_again(page: Page, stack: Stack):
    page.goto("/haendelser/")
    page.get_by_role("button", name=re.compile("til alle .*, der passer")).click()
    wanted = send(page)
    page.get_by_role("button", name="Stop, og annullér resten").click()
    expect(page.get_by_text(re.compile(r"Standset\. \d+ breve blev ikke sendt"))).to_be_visible()
    counts = dict(
        stack.rows(
            "SELECT status, count(*) FROM parthoering_hearingbatchrow"
            " WHERE batch_id = (SELECT max(id) FROM parthoering_hearingbatch) GROUP BY status"
        )
    )
    assert sum(counts.values()) == wanted
    assert counts["cancelled"] > 0
    assert "waiting" not in counts


def test_without_script_rows_are_chosen_and_sent_too(page: Page, sign_in):
    plain = sign_in("kirsten", java_script_enabled=False)
    plain.goto("/haendelser/")
    expect(plain.get_by_label("Vælg alle 25 på siden")).to_be_hidden()
    for place in (0, 1):
        plain.locator("input[name=valgt]").nth(place).check(force=True)
    plain.get_by_role("button", name="Send partshøring til valgte").click()
    send(plain)
    expect(plain.get_by_role("heading", name=re.compile("partshøring"))).to_be_visible()


def test_the_nightly_check_is_run_and_read(sign_in, picture, stack: Stack):
    stack.run_task("sanktion.tasks.run_nightly_checks")
    stack.wait_until("SELECT count(*) FROM sanktion_nightlycheck", 1)
    page = sign_in("lene")
    page.get_by_text("Mere", exact=True).click()
    page.get_by_role("link", name="Natlig kontrol").click()
    expect(page.get_by_role("heading", name=re.compile("^Kontrolleret"))).to_be_visible()
    picture(page, "natlig-kontrol")

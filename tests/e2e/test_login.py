"""In by the municipality's own login and out of both, and «Bekræft, at det er dig» on the way, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories.provider import running_provider

from .conftest import PROVIDER_PORT, log_in
from .test_pages import check


@pytest.fixture(scope="module")
def provider(stack):
    with running_provider(PROVIDER_PORT) as provider:
        yield provider


@pytest.fixture
def page(stack, browser):
    context = browser.new_context(base_url=stack.url, locale="da-DK", bypass_csp=True)
    yield context.new_page()
    context.close()


def at_the_provider(page, sub: str) -> None:
    page.wait_for_url(re.compile("/oauth2/authorize"))
    page.locator("input[name=sub]").fill(sub)
    page.locator("input[name=sub]").press("Enter")


def test_in_and_out_by_the_municipalitys_own_login(page, provider):
    provider.tell(
        "eva", groups=["sanktion-leder", "org-1"], preferred_username="eva-e2e", given_name="Eva", family_name="Sø"
    )
    page.goto("/natlig-kontrol/")
    page.get_by_role("link", name="Log ind med kommunens login").click()
    at_the_provider(page, "eva")
    page.wait_for_url(re.compile("/natlig-kontrol/"))
    page.goto("/dit-login/")
    expect(page.get_by_text("Adgangskode og telefon hører til kommunens login")).to_be_visible()
    check(page)
    page.locator("details.usermenu summary").click()
    page.get_by_role("button", name="Log ud").click()
    # By a page of ours to the provider's own: the policy lets no form lead there.
    page.wait_for_url(re.compile("/oauth2/end_session"))
    page.goto("/natlig-kontrol/")
    expect(page).to_have_url(re.compile("/log-ind/"))


def test_who_has_no_role_is_told_what_to_do(page, provider):
    provider.tell("ida", groups=["kantinen"], preferred_username="ida-e2e")
    page.goto("/log-ind/")
    page.get_by_role("link", name="Log ind med kommunens login").click()
    at_the_provider(page, "ida")
    expect(page.get_by_role("heading", name="Du har ikke adgang til Sanktion")).to_be_visible()
    check(page)


def test_a_telephone_is_set_up_and_the_pages_fit(page, provider):
    log_in(page, "rikke")
    page.goto("/dit-login/kode/")
    page.get_by_label("Din adgangskode").fill("sanktion-demo-2026")
    page.get_by_role("button", name="Fortsæt").click()
    expect(page.get_by_role("img", name=re.compile("QR-kode"))).to_be_visible()
    check(page)

"""The real system, started as ``make run`` starts it, in a data folder of its own, and a real browser."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from psycopg import sql
from xdist.scheduler import LoadScopeScheduling

from sanktion.config import env
from sanktion.config.embedded import postgres
from sanktion.demo.logins import PASSWORD
from tests.chaos.database import Database
from tests.factories.certificates import identity

from .supervising import MAKE

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "sanktion" / "demo" / "data"
CHROMIUM = ["--no-sandbox", "--disable-background-networking", "--disable-gpu", "--disable-dev-shm-usage"]
START_SECONDS = 180
WIDTHS = {1440: 900, 390: 844}
# Two workers, each with a system of its own. These files share one, in this order: the chain needs it empty.
SHARE_ONE_SYSTEM = "test_chain test_many_letters test_notice_by_hand test_pages test_queue test_register".split()
# Starts systems of its own: for whichever worker is first free.
STANDS_ALONE = "test_run"
# Where the tests have compiled it all already, and not once more for each system.
COMPILED = {"PYTHONPYCACHEPREFIX": ""}
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
PROVIDER_PORT = 8390 + int(WORKER.removeprefix("gw"))


class BySystem(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        file = Path(nodeid.partition("::")[0]).stem
        if file == STANDS_ALONE:
            return file
        return "chain" if file in SHARE_ONE_SYSTEM else "others"


def pytest_xdist_make_scheduler(config, log):
    return BySystem(config, log)


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(item.fspath).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.e2e)


@dataclass(frozen=True)
class Stack:
    url: str
    var: Path

    def rows(self, query: str | sql.Composed, *params):
        """Read the database past the application, as its owner."""
        with self.connection() as connection:
            return connection.execute(query, params).fetchall()

    def connection(self) -> psycopg.Connection:
        account = env.database(self.variables["DATABASE_OWNER_URL"])
        return psycopg.connect(
            dbname=account["NAME"],
            user=account["USER"],
            password=account["PASSWORD"],
            host=account["HOST"],
            options="-c sanktion.system=tests",
        )

    @cached_property
    def variables(self) -> dict[str, str]:
        tell = "from sanktion.config import embedded\nfor pair in embedded.environment().items(): print('='.join(pair))"
        command = [sys.executable, "-c", tell]
        output = subprocess.run(command, env=_environment(self.var), capture_output=True, text=True, check=True).stdout
        return dict(line.split("=", 1) for line in output.splitlines() if "=" in line)

    def let_a_month_pass(self) -> None:
        """What no test can wait for: the open hearings were written and sent, and ran out, a month earlier."""
        with self.connection() as connection:
            connection.execute("ALTER TABLE parthoering_hearing DISABLE TRIGGER hearing_guard")
            connection.execute(
                "UPDATE parthoering_hearing SET sent_at = sent_at - interval '30 days', starts_on = starts_on - 30,"
                " deadline = deadline - 30 WHERE status = 'sent'"
            )
            connection.execute("ALTER TABLE parthoering_delivery DISABLE TRIGGER delivery_guard")
            connection.execute("UPDATE parthoering_delivery SET sent_at = sent_at - interval '30 days'")
            connection.execute("ALTER TABLE parthoering_delivery ENABLE TRIGGER delivery_guard")
            connection.execute("ALTER TABLE parthoering_hearing ENABLE TRIGGER hearing_guard")

    def run_task(self, name: str) -> None:
        """Ask the running worker, as beat would."""
        command = [sys.executable, "-m", "celery", "-A", "sanktion.config.celery", "call", name]
        subprocess.run(command, cwd=ROOT, env=_environment(self.var), capture_output=True, check=True)

    def wait_until(self, query: str, wanted: int, seconds: float = 30) -> None:
        deadline = time.monotonic() + seconds
        while self.rows(query) != [(wanted,)]:
            assert time.monotonic() < deadline, f"{self.rows(query)} er ikke {wanted}: {query}"
            time.sleep(0.2)


def _environment(var: Path) -> dict[str, str]:
    ours = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SECRET_KEY", "DJANGO_SETTINGS_MODULE")
    kept = {name: value for name, value in os.environ.items() if name not in ours and not name.startswith("SANKTION_")}
    return {
        **kept,
        "SANKTION_VAR": str(var),
        "SANKTION_DEMO_BARE": "1",
        "DJANGO_SETTINGS_MODULE": "sanktion.config.settings.dev",
        "PORT": str(8300 + int(WORKER.removeprefix("gw"))),
        "PYTHONUNBUFFERED": "1",
        **COMPILED,
        # One login serves a whole file: the question has tests of its own.
        "SANKTION_CONFIRM_MINUTES": "60",
        **_provider(),
        **_secure_mail(var),
    }


def _provider() -> dict[str, str]:
    """The municipality's own login, on this machine; test_login.py starts it."""
    endpoints = {
        "ISSUER": "",
        "AUTHORIZATION_URL": "/oauth2/authorize",
        "TOKEN_URL": "/oauth2/token",
        "USERINFO_URL": "/userinfo",
        "JWKS_URL": "/jwks",
        "LOGOUT_URL": "/oauth2/end_session",
    }
    told = {name: f"http://127.0.0.1:{PROVIDER_PORT}{path}" for name, path in endpoints.items()}
    client = {"CLIENT_ID": "sanktion", "CLIENT_SECRET": "hemmelig", "VERIFY_KID": "0"}
    maps = {"ROLE_MAP": '{"sanktion-leder": "leder"}', "TEAM_MAP": '{"org-1": "Team Centrum"}'}
    return {f"SANKTION_OIDC_{name}": value for name, value in (told | client | maps).items()}


def _secure_mail(var: Path) -> dict[str, str]:
    """Mail that is signed and encrypted as it would be, and lies in a folder."""
    signer = {"CERT": str(var / "kommunen.crt"), "KEY": str(var / "kommunen.key")}
    mail = {"": "file", "_FROM": "tilsyn@kommunen.invalid", "_SPOOL": str(var / "mail")}
    return {f"SANKTION_MAIL{name}": value for name, value in mail.items()} | {
        f"SANKTION_MAIL_{name}": value for name, value in signer.items()
    }


@pytest.fixture(scope="session")
def stack(template_database):
    var = ROOT / "var" / f"e2e-{WORKER}"
    shutil.rmtree(var, ignore_errors=True)
    var.mkdir(parents=True)
    _take_tables_along(var / "pg", template_database)
    identity("Kommunen").write(var, "kommunen")
    command = [sys.executable, "-m", "sanktion.config.run"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=_environment(var), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        yield Stack(_read_url(process), var)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)
        process.stdout.close()


def _take_tables_along(folder: Path, template: str) -> None:
    """From the tests' own server, which has made them once; test_run starts from nothing."""
    database = Database(folder)
    try:
        database.copy_from(env.database(os.environ["DATABASE_OWNER_URL"])["HOST"], template)
    finally:
        postgres.stop(folder)


def _read_url(process: subprocess.Popen) -> str:
    seen, deadline = [], time.monotonic() + START_SECONDS
    for line in process.stdout:
        seen.append(line)
        if found := re.search(r"http://127\.0\.0\.1:\d+", line):
            return found[0]
        if time.monotonic() > deadline:
            break
    raise AssertionError("Systemet startede ikke:\n" + "".join(seen))


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
        yield browser
        browser.close()


def log_in(page: Page, username: str) -> None:
    page.goto("/log-ind/")
    page.get_by_label("Brugernavn").fill(username)
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Log ind").click()
    expect(page).not_to_have_url(re.compile("log-ind"))


@pytest.fixture
def sign_in(stack: Stack, browser: Browser):
    """``sign_in("kirsten")`` gives a page of that user's own; a JavaScript or policy error in it fails the test."""
    contexts, complaints = [], []

    def open_page(username: str, **options) -> Page:
        options = {"viewport": {"width": 1440, "height": 900}, "locale": "da-DK", **options}
        context = browser.new_context(base_url=stack.url, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        log_in(page, username)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(scope="module")
def visitor(stack: Stack, browser: Browser):
    """``visitor("kirsten")`` gives the user's one page, signed in once; axe may run in it despite the policy."""
    pages: dict[str, Page] = {}

    def page_of(username: str) -> Page:
        if username not in pages:
            pages[username] = browser.new_context(base_url=stack.url, locale="da-DK", bypass_csp=True).new_page()
            log_in(pages[username], username)
        return pages[username]

    yield page_of
    for page in pages.values():
        page.context.close()


@pytest.fixture(scope="session")
def supervised(stack: Stack):
    """The cases of the supervisions, each by what becomes of it."""
    command = [sys.executable, "-c", MAKE]
    done = subprocess.run(command, cwd=ROOT, env=_environment(stack.var), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def desk(stack: Stack, browser: Browser):
    """``desk("tove")`` gives the user's one page, signed in once; a script error in it fails the file."""
    pages: dict[str, Page] = {}
    complaints: list[str] = []

    def page_of(username: str) -> Page:
        if username not in pages:
            context = browser.new_context(base_url=stack.url, locale="da-DK", bypass_csp=True)
            context.set_default_timeout(20_000)
            pages[username] = page = context.new_page()
            page.set_viewport_size({"width": 1440, "height": 900})
            page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
            log_in(page, username)
        return pages[username]

    yield page_of
    for page in pages.values():
        page.context.close()
    assert complaints == []


@pytest.fixture
def picture():
    """``picture(page, "sag")`` keeps the page as it looks at 1440 and at 390 pixels; none may be wider than that."""
    folder = ROOT / "var" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)

    def take(page: Page, name: str) -> None:
        before = page.viewport_size
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            page.screenshot(path=folder / f"{name}-{width}.png", full_page=width == 390)
            overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert overflow <= 0, f"{name} er {overflow} px for bred ved {width} px"
        page.set_viewport_size(before)

    return take

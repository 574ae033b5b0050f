"""Two people in a stairwell without a network: nothing is lost, nothing is doubled, nothing lies in clear (B023, B045).

Its lists are made past the pages, for a team, a crew and two drivers of each test's own.
"""

import json
import re
import subprocess
import sys

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from sanktion.demo.logins import PASSWORD

from .conftest import ROOT, Stack, _environment, log_in
from .test_pages import check

FIELD = "/koerelister/felt/"
TYPED = "Ringede på to gange. Gardinet bevægede sig."
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "locale": "da-DK",
    "has_touch": True,
    "timezone_id": "Europe/Copenhagen",
}
SETS = 9
MAKE = """
import json, sys, django
django.setup()
from koerelister.models import Crew
from sanktion.base.acting import acting
from tests.factories import CitizenFactory, TeamFactory, UserFactory
from tests.factories.koerelister import AreaFactory, route_list_of

CitizenFactory.reset_sequence(7000)
made = []
for number in range(int(sys.argv[1])):
    team = TeamFactory(name=f"Team Felt {number}")
    people = [UserFactory(username=f"felt{number}{letter}", role=role, teams=[team])
              for letter, role in (("a", "udkørende"), ("b", "udkørende"), ("c", "sagsbehandler"))]
    for user in people:
        user.set_password(sys.argv[2])
        user.save()
    crew = Crew.objects.create(name=f"Felthold {number}")
    crew.members.add(*people[:2])
    with acting(people[2]):
        area = AreaFactory(name=f"Felt {number}", code=f"F{'ABCDEFGHI'[number]}", position=900 + number)
        route_list = route_list_of(people[2], team=team, area=area, crew=crew)
        stops = [{"pk": stop.pk, "name": stop.case.citizen.name, "street": stop.address.street,
                  "address": str(stop.address)} for stop in route_list.stops.with_doors()]
    made.append({"list": route_list.pk, "area": area.pk, "number": route_list.number, "stops": stops,
                 "users": [user.username for user in people], "names": [str(user) for user in people]})
print(json.dumps(made))
"""
DUMP = """async () => {
  const out = [];
  const bytes = (data) => ['utf-8', 'utf-16le', 'latin1'].map((name) => new TextDecoder(name).decode(data)).join('|');
  const told = (value) => {
    if (value instanceof CryptoKey) return `key extractable=${value.extractable}`;
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return bytes(value);
    if (value && typeof value === 'object') return Object.entries(value).map(([k, v]) => `${k}=${told(v)}`).join(';');
    return String(value);
  };
  for (const { name } of await indexedDB.databases()) {
    const base = await new Promise((done) => { indexedDB.open(name).onsuccess = (e) => done(e.target.result); });
    for (const store of base.objectStoreNames) {
      const rows = await new Promise((done) => {
        base.transaction(store).objectStore(store).getAll().onsuccess = (e) => done(e.target.result);
      });
      out.push(...rows.map((row) => `${name}/${store}: ${told(row)}`));
    }
    base.close();
  }
  for (const kept of [localStorage, sessionStorage]) out.push(...Object.entries(kept).map(String));
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      out.push(`${request.url}: ${bytes(await (await cache.match(request)).arrayBuffer())}`);
    }
  }
  return out;
}"""


@pytest.fixture(scope="module")
def sets(stack: Stack):
    command = [sys.executable, "-c", MAKE, str(SETS), PASSWORD]
    done = subprocess.run(command, cwd=ROOT, env=_environment(stack.var), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return iter(json.loads(done.stdout))


@pytest.fixture
def made(sets):
    return next(sets)


@pytest.fixture
def phone(stack: Stack, browser: Browser):
    """``phone(username)`` gives a phone of its own, signed in; a script or policy error on it fails the test."""
    contexts, complaints = [], []

    def hear(message) -> None:
        # A network that is away, and a note that is refused, are told of by the browser itself.
        if message.type == "error" and "Failed to load resource" not in message.text:
            complaints.append(message.text)

    def open_phone(username: str, **options) -> BrowserContext:
        context = browser.new_context(base_url=stack.url, **PHONE, **options)
        context.on("page", lambda page: page.on("pageerror", lambda error: complaints.append(str(error))))
        context.on("console", hear)
        contexts.append(context)
        log_in(context.new_page(), username)
        return context

    yield open_phone
    for context in contexts:
        context.close()
    assert complaints == []


def fetch_list(context: BrowserContext) -> Page:
    page = context.pages[0]
    page.goto(FIELD)
    page.get_by_role("button", name="Hent dagens liste").click()
    expect(page.locator(".doors li")).to_have_count(3)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


def answer(page: Page, name: str, value: str) -> None:
    field = page.locator(f"#visit [name={name}]")
    if field.first.evaluate("field => field.tagName") == "SELECT":
        field.select_option(value)
    else:
        page.locator(f"#visit [name={name}][value={value}]").check(force=True)


def write(page: Page, made: dict, place: int, remarks: str = TYPED) -> None:
    """Fill in a stop as far as the button."""
    page.goto(f"{FIELD}#{made['stops'][place]['pk']}")
    expect(page.locator("#visit")).to_be_visible()
    answer(page, "door_phone", "citizen")
    answer(page, "contact", "no")
    answer(page, "other_opened", "no")
    page.locator("#visit [name=remarks]").fill(remarks)


def key(page: Page, made: dict, place: int, remarks: str = TYPED) -> None:
    write(page, made, place, remarks)
    page.get_by_role("button", name="Gem besøg").click()
    expect(page.get_by_text(f"Stop {place + 1} er gemt på telefonen.")).to_be_visible()


def contact(page: Page, text: str) -> None:
    expect(page.locator("#contact")).to_have_text(text, timeout=30_000)


def noted(stack: Stack, made: dict) -> list[tuple]:
    """Of each stop how it stands, and how often its case says that contact was sought."""
    return stack.rows(
        "SELECT s.status, (SELECT count(*) FROM sanktion_contactattempt a WHERE a.case_id = s.case_id)"
        " FROM koerelister_stop s WHERE s.route_list_id = %s ORDER BY s.position",
        made["list"],
    )


def entries(stack: Stack, made: dict) -> list[int]:
    query = (
        "SELECT (SELECT count(*) FROM sanktion_journalentry j WHERE j.case_id = s.case_id)"
        " FROM koerelister_stop s WHERE s.route_list_id = %s ORDER BY s.position"
    )
    return [row[0] for row in stack.rows(query, made["list"])]


def counted(stack: Stack, made: dict) -> int:
    return stack.rows("SELECT coalesce(sum(count), 0) FROM koerelister_visitcount WHERE area_id = %s", made["area"])[0][
        0
    ]


def wiped(stack: Stack, made: dict) -> int:
    """How many copies the server has been told are gone."""
    query = "SELECT count(*) FROM koerelister_devicecopy WHERE route_list_id = %s AND wiped_at IS NOT NULL"
    return stack.rows(query, made["list"])[0][0]


def kept(page: Page) -> list[str]:
    """What the browser keeps of lists; the empty page and its files aside."""
    return [line for line in page.evaluate(DUMP) if line.startswith(("felt/lists", "felt/stops", "felt/entries"))]


def test_two_stops_keyed_without_a_network_are_saved_once_each(stack: Stack, phone, made, picture):
    context = phone(made["users"][0])
    page, before = fetch_list(context), entries(stack, made)
    contact(page, "Alt er sendt")
    picture(page, "felt-liste")
    context.set_offline(True)
    key(page, made, 0)
    key(page, made, 1)
    contact(page, "Ingen forbindelse – 2 notater venter")
    write(page, made, 2, "Halvt skrevet")
    picture(page, "felt-stop")
    page.wait_for_timeout(300)
    page.close()

    page = context.new_page()
    page.goto(FIELD)
    contact(page, "Ingen forbindelse – 2 notater venter")
    for stop in made["stops"]:
        expect(page.get_by_text(stop["name"]).first).to_be_visible()
    page.get_by_role("link", name=made["stops"][2]["name"]).click()
    expect(page.locator("#visit [name=remarks]")).to_have_value("Halvt skrevet")
    assert (entries(stack, made), counted(stack, made)) == (before, 0)

    context.set_offline(False)
    contact(page, "1 notat påbegyndt")
    assert noted(stack, made) == [("logged", 1), ("logged", 1), ("open", 0)]
    assert entries(stack, made) == [before[0] + 1, before[1] + 1, before[2]]
    assert counted(stack, made) == 2
    # What the server has confirmed is gone from the phone, the rest is still there.
    page.goto(FIELD + "#")
    expect(page.locator(".badge", has_text="Gemt i sagen")).to_have_count(2)
    assert len([line for line in kept(page) if line.startswith("felt/entries")]) == 1
    page.reload()
    contact(page, "1 notat påbegyndt")
    assert counted(stack, made) == 2


def test_an_answer_that_never_came_back_doubles_nothing(stack: Stack, phone, made):
    """The server has saved the note, the network goes before it can say so, and the phone sends it again."""
    context = phone(made["users"][0])
    page, before = fetch_list(context), entries(stack, made)
    lost = []

    def cut(route) -> None:
        lost.append(route.fetch().status)
        route.abort()

    page.route(re.compile(r"/felt/stop/\d+/$"), cut, times=1)
    key(page, made, 0)
    contact(page, "Ingen forbindelse – 1 notat venter")
    assert (lost, counted(stack, made)) == ([200], 1)
    page.reload()
    contact(page, "Alt er sendt")
    assert (entries(stack, made)[0], counted(stack, made)) == (before[0] + 1, 1)

    # One moves, one is noted: nothing is left to do, and nothing is left on the phone.
    with stack.connection() as connection:
        connection.execute(
            "UPDATE sanktion_citizen SET address_id = (SELECT address_id FROM koerelister_stop WHERE id = %s)"
            " WHERE id = (SELECT c.citizen_id FROM sanktion_case c JOIN koerelister_stop s ON s.case_id = c.id"
            " WHERE s.id = %s)",
            [made["stops"][0]["pk"], made["stops"][1]["pk"]],
        )
    page.goto(f"{FIELD}#")
    page.reload()
    expect(page.locator(".badge", has_text="Strøget – kør ikke derhen")).to_be_visible()
    expect(page.get_by_text(made["stops"][1]["name"])).to_have_count(0)
    key(page, made, 2)
    expect(page.get_by_text(re.compile("Alle stop på liste .* er sendt eller strøget"))).to_be_visible()
    assert kept(page) == []
    assert wiped(stack, made) == 1


def test_the_same_stop_keyed_by_two_is_shown_and_not_overwritten(stack: Stack, phone, made, picture):
    # Where axe may look in, despite the policy.
    first, second = (phone(name, bypass_csp=True) for name in made["users"][:2])
    page, other = fetch_list(first), fetch_list(second)
    before = entries(stack, made)
    first.set_offline(True)
    key(page, made, 0)
    key(page, made, 1)
    key(other, made, 0, "Kollegaens notat")
    key(other, made, 1, "Kollegaens notat")
    contact(other, "Alt er sendt")
    first.set_offline(False)
    contact(page, "Alt er sendt – 2 notater kræver dit valg")

    page.goto(f"{FIELD}#{made['stops'][0]['pk']}")
    told = re.compile(
        rf"Stop 1 er allerede registreret af {made['names'][1]} kl\. \d\d\.\d\d\. Jeres notat er ikke gemt\."
    )
    expect(page.get_by_text(told)).to_be_visible()
    expect(page.get_by_text(TYPED)).to_be_visible()
    picture(page, "felt-konflikt")
    check(page)
    page.get_by_role("button", name="Tilføj som bemærkning i sagen").click()
    contact(page, "Alt er sendt – 1 notat kræver dit valg")
    page.goto(f"{FIELD}#{made['stops'][2]['pk']}")
    expect(page.locator("#visit")).to_be_visible()
    check(page)
    page.goto(f"{FIELD}#")
    expect(page.locator(".doors li")).to_have_count(3)
    check(page)
    page.goto(f"{FIELD}#{made['stops'][1]['pk']}")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Slet jeres notat").click()
    contact(page, "Alt er sendt")
    assert entries(stack, made) == [before[0] + 2, before[1] + 1, before[2]]
    assert counted(stack, made) == 2


def test_nothing_on_the_phone_is_in_clear(phone, made):
    page = fetch_list(phone(made["users"][0]))
    page.context.set_offline(True)
    key(page, made, 0, "Første KANARIE notat")
    write(page, made, 1, "Halvt KANARIE notat")
    page.wait_for_timeout(300)
    lines = page.evaluate(DUMP)
    text = "\n".join(lines)
    # The dump sees what it should: the list's number, the key, the rows and the page's own files.
    assert made["number"] in text
    assert "key extractable=false" in text
    assert len([line for line in lines if line.startswith("felt/entries")]) == 2
    assert "Gem besøg" in text
    for stop in made["stops"]:
        for word in (*stop["name"].split(), stop["street"], stop["address"]):
            assert word not in text
    assert "KANARIE" not in text
    assert "citizen" not in "\n".join(kept(page))


@pytest.mark.parametrize(("where", "has_script"), [(FIELD, True), ("/koerelister/", True), ("/koerelister/", False)])
def test_signing_out_wipes(stack: Stack, phone, made, where, has_script):
    """Without our script the server's own word to the browser does it; then nobody confirms the copy."""
    page = fetch_list(phone(made["users"][0]))
    if not has_script:
        page.route(re.compile(r"/leave.*\.js"), lambda route: route.abort())
    page.goto(where)
    if where != FIELD:
        page.locator(".usermenu summary").click()
    page.get_by_role("button", name="Log ud").click()
    expect(page).to_have_url(re.compile("log-ind"))
    assert kept(page) == []
    assert wiped(stack, made) == has_script


def test_a_list_given_to_another_crew_goes_from_the_phone_at_the_next_contact(stack: Stack, phone, made):
    page = fetch_list(phone(made["users"][0]))
    with stack.connection() as connection:
        connection.execute(
            "UPDATE koerelister_routelist SET crew_id = (SELECT min(id) FROM koerelister_crew WHERE id <> crew_id)"
            " WHERE id = %s",
            [made["list"]],
        )
    page.reload()
    expect(page.get_by_text("givet til et andet hold og er slettet fra telefonen")).to_be_visible()
    assert kept(page) == []
    assert wiped(stack, made) == 1


def test_a_login_that_ran_out_keeps_all_and_only_the_same_user_goes_on(stack: Stack, phone, made):
    """Then midnight comes, and nothing is left."""
    context = phone(made["users"][0])
    page = fetch_list(context)
    context.set_offline(True)
    key(page, made, 0)
    contact(page, "Ingen forbindelse – 1 notat venter")
    context.clear_cookies()
    context.set_offline(False)
    contact(page, "Log ind for at sende – 1 notat venter")
    page.goto(FIELD + "#")
    expect(page.get_by_text(made["stops"][0]["name"])).to_have_count(0)

    log_in(page, made["users"][1])
    page.goto(FIELD)
    contact(page, "Listen er en andens")
    expect(page.get_by_role("button", name=re.compile("^Hent"))).to_have_count(0)
    expect(page.get_by_text(made["stops"][0]["name"])).to_have_count(0)
    assert counted(stack, made) == 0

    context.clear_cookies()
    log_in(page, made["users"][0])
    page.goto(FIELD)
    contact(page, "Alt er sendt")
    assert counted(stack, made) == 1

    context.set_offline(True)
    page.clock.install()
    page.goto(FIELD)
    expect(page.get_by_text(made["stops"][1]["name"])).to_be_visible()
    page.clock.fast_forward("24:00:00")
    expect(page.get_by_text("Dagen er slut. Listen er slettet fra telefonen.")).to_be_visible()
    assert kept(page) == []

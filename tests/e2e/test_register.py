"""B024-B029 with hands on: ten papers keyed in by keyboard alone, and a list on a phone whose citizen answers.

The cases are made as the tests' factories make them, in the application's own actions, on the running system.
"""

import os
import re
import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from .conftest import ROOT, WIDTHS, Stack
from .test_chain import choose
from .test_pages import check

MAKE = """
from koerelister.models import Area, Crew
from sanktion.base.acting import acting
from sanktion.models import User
from tests.factories.core import CitizenFactory, EventFactory
from tests.factories.koerelister import route_list_of
# Numbers that no other file has used.
CitizenFactory.reset_sequence(8000)
EventFactory.reset_sequence(8000)
kirsten = User.objects.get(username="kirsten")
anders = User.objects.get(username="anders")
crew = Crew.objects.get_or_create(name="Hold 8")[0]
crew.members.add(anders)
with acting(kirsten):
    for code, count in (("OC", {papers}), ("OV", 3)):
        team, area = kirsten.teams.first(), Area.objects.get(code=code)
        print("list", route_list_of(kirsten, team=team, count=count, area=area, crew=crew).pk)
"""
ANSWER = """
from koerelister.models import Stop
from sanktion.base.acting import acting
from sanktion.models import User
kirsten = User.objects.get(username="kirsten")
with acting(kirsten):
    Stop.objects.get(route_list={route_list}, position={position}).case.receive_answer(by=kirsten)
"""
PAPERS = 10
MOST_KEYS = 25
SHORT_TEXT, OTHER_TEXT = "Rejst.", "Mødt nabo."


def shell(stack: Stack, code: str) -> str:
    ours = {"SANKTION_VAR": str(stack.var), "DJANGO_SETTINGS_MODULE": "sanktion.config.settings.dev"}
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
    environment = os.environ | stack.variables | ours
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def lists(stack: Stack) -> list[str]:
    """The keys of a list to key in and of one to drive with."""
    return re.findall(r"list (\d+)", shell(stack, MAKE.format(papers=PAPERS)))


class Keyboard:
    """Counts every key, letters of the free texts too."""

    def __init__(self, page: Page):
        self.page, self.pressed = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def write(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.pressed += len(text)


def key_in(keyboard: Keyboard, minute: int) -> None:
    """Time, three names, no contact, a neighbour opened and told something that isn't adverse, a remark."""
    keyboard.write(f"00{minute:02d}")
    keyboard.press("b", "i", "x", "n", "j", "n")
    keyboard.write(SHORT_TEXT)
    keyboard.press("Enter", "Enter")
    keyboard.write(OTHER_TEXT)
    keyboard.press("Enter")


def test_ten_papers_take_at_most_25_keys_a_stop(sign_in, stack: Stack, lists, picture):
    page = sign_in("kirsten")
    page.goto(f"/koerelister/{lists[0]}/registrer/")
    expect(page.get_by_text(f"0 af {PAPERS} registreret")).to_be_visible()
    picture(page, "indtast-ti-stop")
    counts = []
    for stop in range(1, PAPERS):
        keyboard = Keyboard(page)
        key_in(keyboard, stop)
        expect(page.locator(f"#stop-{stop}.settled")).to_be_visible()
        expect(page.locator(f"#stop-{stop + 1} input[name$='-time']")).to_be_focused()
        counts.append(keyboard.pressed - len(SHORT_TEXT + OTHER_TEXT))
    expect(page.get_by_text(f"{PAPERS - 1} af {PAPERS} registreret")).to_be_visible()
    last = Keyboard(page)
    last.press("i", "6", "Enter")
    expect(page.get_by_text("Alle stop er registreret")).to_be_visible()
    assert max(counts) <= MOST_KEYS
    assert max(counts) + len(SHORT_TEXT + OTHER_TEXT) <= 30
    noted = "SELECT status, count(*) FROM koerelister_stop WHERE route_list_id = %s GROUP BY 1 ORDER BY 1"
    assert stack.rows(noted, int(lists[0])) == [("logged", PAPERS - 1), ("struck", 1)]


def test_a_half_written_stop_is_not_left_by_mistake(sign_in, lists):
    page = sign_in("kirsten")
    page.goto(f"/koerelister/{lists[1]}/registrer/")
    page.locator("#stop-1").get_by_label("Bemærkninger").press_sequentially("Halvt")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    assert asked == ["beforeunload"]
    page.reload()
    assert asked == ["beforeunload"]


@pytest.fixture
def phone(sign_in) -> Page:
    return sign_in("anders", viewport={"width": 390, "height": WIDTHS[390]}, is_mobile=True, has_touch=True)


def test_every_target_on_the_phone_is_large_and_the_acts_are_at_the_thumb(phone: Page, lists, picture):
    phone.goto(f"/koerelister/{lists[1]}/stop/2/")
    expect(phone.get_by_text("Ingen GPS, ingen billeder, ingen lyd.")).to_be_visible()
    targets = phone.locator(".atdoor fieldset label, .doorbar .button, .atdoor .form-input:not(textarea)").all()
    heights = [box["height"] for box in (target.bounding_box() for target in targets) if box]
    assert len(heights) > 20
    assert min(heights) >= 48
    acts = [phone.get_by_role("button", name="Gem besøg")]
    acts += [phone.get_by_role("link", name=name, exact=True) for name in ("Forrige", "Næste")]
    for act in acts:
        box = act.bounding_box()
        assert WIDTHS[390] - 120 < box["y"] < box["y"] + box["height"] <= WIDTHS[390]
    picture(phone, "stop-paa-telefon")


def test_a_child_who_opens_is_asked_nothing(phone: Page, lists, picture):
    phone.goto(f"/koerelister/{lists[1]}/stop/1/")
    expect(phone.get_by_label("Hvad personen oplyste")).to_be_hidden()
    choose(phone, "Åbnede en anden person", "Ja")
    expect(phone.get_by_label("Hvad personen oplyste")).to_be_visible()
    choose(phone, "Hvem åbnede", "Et barn")
    expect(phone.get_by_label("Hvad personen oplyste")).to_be_hidden()
    picture(phone, "stop-et-barn")


def test_an_answer_strikes_the_stop_on_the_open_screen_and_spares_what_is_written(
    phone: Page, stack: Stack, lists, picture
):
    phone.clock.install()
    phone.goto(f"/koerelister/{lists[1]}/stop/3/")
    phone.get_by_label("Bemærkninger").fill("Ringet på.")
    shell(stack, ANSWER.format(route_list=lists[1], position=3))
    phone.clock.fast_forward(21_000)
    expect(phone.get_by_text("Borgeren har svaret – stop strøget")).to_be_visible()
    expect(phone.get_by_label("Bemærkninger")).to_have_value("Ringet på.")
    picture(phone, "stop-stroeget")


def test_without_a_connection_the_writing_is_left_in_peace(visitor, lists):
    page = visitor("anders")
    page.clock.install()
    page.goto(f"/koerelister/{lists[1]}/stop/2/")
    remarks = page.get_by_label("Bemærkninger")
    remarks.fill("Ringet på.")
    page.context.set_offline(True)
    with page.expect_event("requestfailed"):
        page.clock.fast_forward(21_000)
    expect(page.get_by_text("Der er ikke forbindelse")).to_have_count(0)
    expect(remarks).to_be_focused()
    expect(remarks).to_have_value("Ringet på.")
    page.context.set_offline(False)


@pytest.mark.parametrize(("username", "path"), [("kirsten", "registrer/"), ("anders", "stop/1/"), ("anders", "")])
def test_the_pages_are_accessible_and_fit_with_every_question_open(visitor, lists, username, path):
    page = visitor(username)
    page.goto(f"/koerelister/{lists[1]}/{path}")
    if path:
        choose(page.locator(".visitform").first, "Navn på postkasse", "Andet navn")
        choose(page.locator(".visitform").first, "Åbnede en anden person", "Ja")
        page.locator(".notvisited summary").first.click()
    check(page)

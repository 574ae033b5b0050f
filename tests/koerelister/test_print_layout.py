"""B023, B029: how the paper list is laid out, and that only names, addresses and fixed words stand on it."""

import re
from datetime import date
from uuid import uuid4

import pypdfium2
import pytest

from koerelister import printing
from koerelister.models import Area, Crew, RouteList, Stop
from koerelister.visit import DOOR_RULE, NameRead, OpenedBy
from sanktion.models import Address, Case, Citizen

pytestmark = pytest.mark.thorough

FIXED = """
    Køreliste · Område Fredag 20. november 2026 besøg INDEHOLDER PERSONOPLYSNINGER Liste nr. Eksemplar Uden stop og
    Åbner et barn, stilles ingen spørgsmål. Sig ikke, hvorfor I kommer. Kørt af Indtastet den / af Makuleret
    døre Dato Kl. Navn på dørtelefon postkasse hoveddør Borgerens Andet Intet Ulæseligt Ikke aflæst Andet navn, som der
    stod Kontakt med borgeren Ja Nej Anden person åbnede Samlever Pårørende Nabo Vicevært Barn Ukendt Hvad personen
    oplyste Kan være til ugunst for borgeren Bemærkninger Ikke besøgt – grund Side af
    Indeholder personoplysninger – destrueres efter registrering Ruten
""".split()
LONG_NAME = ("Maximiliane Alexandra Konstantina", "Christoffersen-Bjerregaard Vestergaard Poulsen")


def a_stop(position: int, *, stairway=None, house="17", floor="", name=("Åse", "Ærø")) -> Stop:
    address = Address(access_address_id=stairway or uuid4(), street="Mimersgade", house_number=house, floor=floor)
    address.postcode, address.post_district = "2200", "København N"
    citizen = Citizen(first_name=name[0], last_name=name[1], cpr="6101700001", phone="99887766")
    return Stop(position=position, address=address, case=Case(number="2026-0000042", citizen=citizen))


def pages_of(stops: list[Stop], *, copy: int = 1, **options) -> list[str]:
    day = date(2026, 11, 20)
    route_list = RouteList(number="NB-2026-1120-2", area=Area(name="Nørrebro"), crew=Crew(name="Hold 2"), date=day)
    route_list.printed_copies = copy
    with pypdfium2.PdfDocument(printing.render_copy(route_list, stops, **options)) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def stops_on(pages: list[str]) -> list[int]:
    return [page.count("Bemærkninger") for page in pages]


@pytest.fixture(scope="module")
def six() -> list[str]:
    return pages_of([a_stop(number) for number in range(1, 7)])


def test_five_stops_a_page(six):
    assert stops_on(six) == [5, 1]


def test_one_stop_is_one_page_with_its_sign_off():
    (page,) = pages_of([a_stop(1)])
    assert all(box in page for box in ("Kørt af", "Indtastet den / af", "Makuleret den / af"))


def test_the_route_is_drawn_where_there_is_room():
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><path d="M1 1 L19 9" stroke="black"/></svg>'
    (page,) = pages_of([a_stop(1)], picture=svg)
    assert "Ruten" in page


def test_the_rule_of_the_door_and_the_mark_stand_on_every_page(six):
    for number, page in enumerate(six, start=1):
        assert DOOR_RULE in page
        assert "INDEHOLDER PERSONOPLYSNINGER" in page
        assert f"Side {number} af 2" in page


def test_long_names_break_and_no_stop_is_divided():
    pages = pages_of([a_stop(number, name=LONG_NAME) for number in range(1, 6)])
    assert stops_on(pages) == [page.count("Maximiliane") for page in pages] == [4, 1]


def test_a_stairway_has_its_address_once_a_page_and_its_doors_below():
    stairway = uuid4()
    doors = [a_stop(number, stairway=stairway, house="41L", floor=str(number)) for number in range(1, 10)]
    pages = pages_of(doors)
    assert [page.count("Mimersgade 41L · 2200 København N · 9 døre") for page in pages] == [1] * len(pages)
    assert "".join(pages).count("Mimersgade") == len(pages) == 2


def test_the_others_keep_their_numbers_when_some_are_left_out():
    (page,) = pages_of([a_stop(2), a_stop(5, name=("Ida", "Lund"))], copy=2, left_out=[1, 3, 4])
    assert re.search(r"\b2\s+Åse Ærø", page)
    assert re.search(r"\b5\s+Ida Lund", page)
    assert "Eksemplar 2" in page
    assert "Uden nr. 1, 3 og 4" in page
    assert "Uden 20 stop" in pages_of([a_stop(21)], left_out=list(range(1, 21)))[0]


def test_only_names_addresses_and_fixed_words_stand_on_it():
    """B023: no number of a case or a person, no event, benefit, deadline or telephone number."""
    stairway = uuid4()
    text = "\n".join(
        pages_of([a_stop(1), *(a_stop(n, stairway=stairway, house="9", floor=str(n)) for n in (2, 3))], left_out=[4])
    )
    for known in ("NB-2026-1120-2", "Nørrebro", "Hold 2", "Åse Ærø", "Mimersgade", "2200 København N"):
        text = text.replace(known, "")
    words = {word for word in text.split() if not re.fullmatch(r"\d{1,2}[.,]?", word)}
    assert words <= set(FIXED)


def test_each_answer_of_the_screen_has_its_box():
    assert set(printing.READINGS) == set(NameRead)
    assert set(printing.ROLES) == set(OpenedBy)
    assert list(printing.READINGS) == list(NameRead)
    assert list(printing.ROLES) == list(OpenedBy)

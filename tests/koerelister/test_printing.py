"""B023, B029: the paper list carries name and address, and nothing else about the person."""

import re

import pypdfium2
import pytest

from koerelister.actions.lists import NothingToPrint, print_copy
from koerelister.models import RouteList, Stop
from sanktion.models import AccessKind, AccessLog
from tests.factories import AddressFactory
from tests.factories.koerelister import ordered, route_list_of, seeking_case

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


def pages_of(data: bytes) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data)]


def test_name_and_address_stand_on_it_and_nothing_else_of_the_person(route_list, caseworker, settings):
    text = "\n".join(pages_of(print_copy(route_list, by=caseworker)))
    for stop in route_list.stops.with_doors():
        case, citizen = stop.case, stop.case.citizen
        assert citizen.name in text
        assert stop.address.first_line in text
        assert stop.address.postal_line in text
        forbidden = [citizen.cpr, citizen.formatted_cpr, citizen.cpr[:6], case.number, case.event.description]
        forbidden += [
            case.event.get_kind_display(),
            case.get_status_display(),
            str(citizen.benefit),
            case.event.reference,
        ]
        forbidden += [citizen.phone, f"{case.next_due:%d-%m-%Y}"]
        assert [word for word in forbidden if word and word in text] == []
    assert not re.search(r"\d{6}-?\d{4}", text)


def test_the_head_and_foot_stand_on_every_page(caseworker, team, area, crew):
    route_list = route_list_of(caseworker, team=team, count=7, area=area, crew=crew)
    pages = pages_of(print_copy(route_list, by=caseworker))
    assert len(pages) == 2
    for number, page in enumerate(pages, start=1):
        assert "Køreliste · Område Odense C" in page
        assert "Hold 2 · 7 besøg" in page
        assert f"Liste nr. {route_list.number} · Eksemplar 1" in page
        assert "Indeholder personoplysninger – destrueres efter registrering" in page
        assert f"Side {number} af 2" in page


def test_the_boxes_stand_in_the_order_of_the_screen_form(route_list, caseworker):
    text = pages_of(print_copy(route_list, by=caseworker))[0]
    boxes = [
        "Dato",
        "Kl.",
        "Navn på dørtelefon",
        "Navn på postkasse",
        "Navn på hoveddør",
        "Andet navn, som der stod",
        "Kontakt med borgeren",
        "Anden person åbnede",
        "Samlever",
        "Hvad personen oplyste",
        "Kan være til ugunst for borgeren",
        "Bemærkninger",
        "Ikke besøgt – grund",
    ]
    places = [text.index(box) for box in boxes]
    assert places == sorted(places)


def test_doors_of_a_stairway_stand_together(caseworker, team, area, crew):
    stairway = AddressFactory().access_address_id
    for floor in ("3", "1"):
        address = AddressFactory(access_address_id=stairway, floor=floor, house_number="41L", latitude=55.44)
        ordered(seeking_case(caseworker, team=team, address=address), area)
    route_list = route_list_of(caseworker, team=team, count=1, area=area, crew=crew)
    text = pages_of(print_copy(route_list, by=caseworker))[0]
    assert "Østre Stationsvej 41L · 5000 Odense C · 2 døre" in text
    assert text.index("1. th") < text.index("3. th")


def test_each_copy_is_counted_and_numbered(route_list, caseworker):
    assert "Eksemplar 1" in pages_of(print_copy(route_list, by=caseworker))[0]
    assert "Eksemplar 2" in pages_of(print_copy(route_list, by=caseworker))[0]
    assert RouteList.objects.get(pk=route_list.pk).printed_copies == 2


@pytest.mark.parametrize("change", ["answered", "protected", "moved", "struck"])
def test_whoever_is_no_longer_to_be_visited_is_left_out(route_list, stop, caseworker, change):
    citizen = stop.case.citizen
    if change == "answered":
        stop.case.receive_answer(by=caseworker)
    elif change == "struck":
        stop.strike("unsafe", by=caseworker)
    else:
        citizen.address = AddressFactory() if change == "moved" else citizen.address
        citizen.protected_until = "2999-01-01" if change == "protected" else None
        citizen.save()
    text = pages_of(print_copy(route_list, by=caseworker))[0]
    assert stop.address.first_line not in text
    assert "2 besøg" in text
    assert "Uden nr. 1" in text


def test_an_empty_list_is_not_printed(route_list, caseworker):
    Stop.objects.filter(route_list=route_list).update(status="struck", strike_reason="unsafe")
    with pytest.raises(NothingToPrint):
        print_copy(route_list, by=caseworker)
    assert RouteList.objects.get(pk=route_list.pk).printed_copies == 0


def test_the_access_log_knows_whose_name_was_printed(route_list, caseworker):
    print_copy(route_list, by=caseworker)
    printed = AccessLog.objects.filter(kind=AccessKind.PRINT, user=caseworker)
    citizens = {stop.case.citizen_id for stop in route_list.stops.with_doors()}
    assert set(printed.values_list("citizen_id", flat=True)) == citizens

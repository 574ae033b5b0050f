"""The reading room as the unit handles it: what its pages show, and what a press on a button does."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tilsyn.models import ReadingRoom

from ..factories import TeamFactory, UserFactory
from ..factories.rooms import reader_of, room_of, shown_of, visit_of
from ..factories.tilsyn import selected_of, supervision_of

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture
def tove(team):
    return UserFactory(role="tilsynsansvarlig", teams=[team])


@pytest.fixture
def selected(tove):
    return shown_of(tove, supervision=visit_of(tove))


@pytest.fixture
def visitor(client, tove):
    client.force_login(tove)
    return client


def url(selected, name="reading_room", *more) -> str:
    return reverse(name, args=[selected.supervision.number, *more])


def opening(reader, **changes) -> dict:
    day = (timezone.localdate() + timedelta(days=1)).strftime("%d-%m-%Y")
    times = {"opens_on": day, "opens_time": "8.00", "closes_on": day, "closes_time": "16.00"}
    return times | {"readers": [reader.pk], "key": uuid.uuid4()} | changes


def test_the_page_tells_of_rooms_readers_and_papers(visitor, selected, tove):
    room_of(selected.supervision, tove, reader_of(first_name="Åse", last_name="Kjær"))
    page = visitor.get(url(selected)).content.decode()
    assert all(text in page for text in ("Åbent", "Åse Kjær", selected.case.number, "Luk nu"))


def test_a_room_is_opened_by_the_form(visitor, selected):
    reader = reader_of()
    assert visitor.post(url(selected, "reading_room_open"), opening(reader)).status_code == 302
    room = ReadingRoom.objects.get()
    assert timezone.localtime(room.opens_at).hour == 8
    assert room.readers.get().user == reader


def test_the_form_is_filled_in_with_the_day_of_the_visit(visitor, selected):
    page = visitor.get(url(selected, "reading_room_open")).content.decode()
    assert selected.supervision.visit_on.strftime("%d-%m-%Y") in page


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"readers": []}, "Vælg mindst én læser"),
        ({"closes_time": "7.00"}, "Læserummet skal lukke, efter at det er åbnet"),
        ({"opens_on": "x"}, "Skriv datoen"),
    ],
)
def test_what_is_wrong_is_told(visitor, selected, changes, told):
    response = visitor.post(url(selected, "reading_room_open"), opening(reader_of(), **changes))
    assert response.status_code == 422
    assert told in response.content.decode()
    assert not ReadingRoom.objects.exists()


def test_colleagues_cannot_be_chosen_as_readers(visitor, selected, tove):
    assert visitor.post(url(selected, "reading_room_open"), opening(tove)).status_code == 422


def test_who_does_not_see_all_the_cases_is_told_and_gets_no_button(visitor, selected):
    selected_of(UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()]), supervision=selected.supervision)
    page = visitor.get(url(selected)).content.decode()
    assert reverse("reading_room_open", args=[selected.supervision.number]) not in page
    response = visitor.post(url(selected, "reading_room_open"), opening(reader_of()))
    assert "1 af sagerne kan du ikke se" in response.content.decode()


def test_a_room_is_closed_by_a_press_and_asked_first(visitor, selected, tove):
    room = room_of(selected.supervision, tove)
    close = url(selected, "reading_room_close", room.pk)
    assert "Luk læserummet nu?" in visitor.get(close).content.decode()
    visitor.post(close)
    room.refresh_from_db()
    assert room.has_ended


def test_the_end_is_moved_later_only_with_a_reason(visitor, selected, tove):
    room = room_of(selected.supervision, tove)
    day = (timezone.localdate() + timedelta(days=9)).strftime("%d-%m-%Y")
    move = url(selected, "reading_room_move", room.pk)
    later = {"closes_on": day, "closes_time": "12.00"}
    assert visitor.post(move, later).status_code == 422
    assert visitor.post(move, later | {"because": "Forsinket"}).status_code == 302
    room.refresh_from_db()
    assert timezone.localtime(room.closes_at).hour == 12


def test_another_supervisions_room_is_not_reached_through_this_one(visitor, selected, tove):
    other = shown_of(tove, supervision=visit_of(tove))
    room = room_of(other.supervision, tove)
    assert visitor.post(url(selected, "reading_room_close", room.pk)).status_code == 404


def test_papers_are_approved_and_taken_out_by_the_page(visitor, selected):
    page = url(selected, "selected_room", selected.case.number)
    assert visitor.post(page, {"papers": ["journal"]}).status_code == 302
    shown = visitor.get(page).content.decode()
    assert shown.count("Godkendt</span>") == 2
    paper = selected.room_papers.get(paper_key="journal")
    response = visitor.get(url(selected, "selected_room_paper", selected.case.number, paper.pk))
    assert response.headers["Content-Type"] == "application/pdf"
    visitor.post(url(selected, "selected_room_withdraw", selected.case.number, paper.pk))
    assert not selected.room_papers.in_force().filter(paper_key="journal").exists()


def test_a_paper_the_case_does_not_hold_is_refused(visitor, selected):
    page = url(selected, "selected_room", selected.case.number)
    assert visitor.post(page, {"papers": ["document:987654"]}).status_code == 422


def test_only_a_visit_has_the_tab_and_the_page(visitor, tove):
    sample = selected_of(tove, supervision=supervision_of(tove))
    assert "laeserum" not in visitor.get(url(sample, "supervision")).content.decode()
    assert visitor.get(url(sample)).status_code == 404
    assert visitor.get(url(sample, "selected_copies", sample.case.number)).status_code == 404
    assert visitor.get(url(sample, "selected_room", sample.case.number)).status_code == 404


def test_a_caseworker_opens_no_room(client, caseworker, selected):
    client.force_login(caseworker)
    assert client.get(url(selected)).status_code == 403

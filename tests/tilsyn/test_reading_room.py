"""V093, V100: the directorate reads the named cases' approved papers, from-to, and nothing else at all."""

import uuid
from datetime import timedelta

import pypdfium2
import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from sanktion.actions.document import file_document
from sanktion.base.permissions import grant
from sanktion.models import (
    AccessKind,
    AccessLog,
    CaseUserObjectPermission,
    JournalEntry,
    MaterialKind,
    NoteKind,
    SupervisionRelevance,
)
from tilsyn.actions.reading_room import (
    RoomNotOpened,
    close_room,
    move_end,
    open_room,
    outlived_grants,
    settle_access,
)
from tilsyn.actions.room_papers import PaperNotApproved, approve_papers, withdraw_paper
from tilsyn.actions.scope import OutsideScope
from tilsyn.models import ReadingRoom, RoomLook, RoomPaper, WithdrawnBecause
from tilsyn.tasks import settle_reading_rooms

from ..factories import TeamFactory, UserFactory
from ..factories.files import pdf
from ..factories.rooms import reader_of, room_of, shown_of, visit_of
from ..factories.tilsyn import selected_of, supervision_of

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture
def tove(team):
    return UserFactory(role="tilsynsansvarlig", teams=[team], first_name="Tove")


@pytest.fixture
def visit(tove):
    return visit_of(tove)


@pytest.fixture
def selected(tove, visit):
    return shown_of(tove, supervision=visit)


@pytest.fixture
def reader():
    return reader_of(first_name="Åse", last_name="Kjær")


@pytest.fixture
def room(tove, visit, selected, reader):
    return room_of(visit, tove, reader)


@pytest.fixture
def reading(client, reader):
    client.force_login(reader)
    return client


def room_url(visit) -> str:
    return reverse("reader_room", args=[visit.number])


def case_url(selected, name="reader_case", *more) -> str:
    return reverse(name, args=[selected.supervision.number, selected.case.number, *more])


def paper_url(selected) -> str:
    return case_url(selected, "reader_paper", selected.room_papers.first().pk)


def status(client, *urls) -> list[int]:
    return [client.get(url).status_code for url in urls]


# What the reader sees


def test_the_reader_sees_the_named_case_and_its_approved_paper(reading, room, visit, selected):
    assert selected.case.number in reading.get(room_url(visit)).content.decode()
    page = reading.get(case_url(selected)).content.decode()
    assert "Tidligere sanktioner, 12 måneder" in page
    assert all(kind.label in page for kind in MaterialKind)


def test_the_paper_is_marked_with_who_reads_and_when(reading, room, selected):
    response = reading.get(paper_url(selected))
    document = pypdfium2.PdfDocument(response.content)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    year = timezone.localdate().year
    told = ("Åse Kjær", f"{year} kl.", "Læserum, må ikke kopieres", f"Tilsyn {selected.supervision.number}")
    assert all(part in text for text in texts for part in told)
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Disposition"].startswith("inline")


def test_the_first_page_after_login_is_the_reading_room(reading, room):
    assert reading.get(reverse("home")).headers["Location"] == reverse("reader_rooms")
    page = reading.get(reverse("reader_rooms")).content.decode()
    assert f"Tilsynsbesøg {room.supervision.number}" in page


def test_cases_of_the_visit_without_approved_papers_are_not_there(reading, room, visit, tove):
    other = selected_of(tove, supervision=visit)
    assert status(reading, case_url(other)) == [404]
    assert other.case.number not in reading.get(room_url(visit)).content.decode()


def test_papers_that_are_not_approved_are_not_there(reading, room, selected, tove):
    paper = selected.room_papers.get()
    url = paper_url(selected)
    withdraw_paper(paper, by=tove)
    withdraw_paper(paper, by=tove)
    assert status(reading, url) == [404]


def test_another_cases_paper_is_not_reached_through_this_case(reading, room, visit, selected, tove):
    other = shown_of(tove, supervision=visit)
    url = case_url(selected, "reader_paper", other.room_papers.get().pk)
    assert status(reading, url) == [404]


def test_what_is_read_is_what_was_approved(reading, room, selected, tove):
    """The journal grows after the approval; the directorate reads the sheet as it was."""
    note = {"kind": NoteKind.NOTE, "by": tove}
    JournalEntry.objects.write(selected.case, heading="Før", **note)
    approve_papers(selected, ["journal"], by=tove)
    JournalEntry.objects.write(selected.case, heading="Efterfølgende", **note)
    url = case_url(selected, "reader_paper", selected.room_papers.get(paper_key="journal").pk)
    document = pypdfium2.PdfDocument(reading.get(url).content)
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert ("Før" in text, "Efterfølgende" in text) == (True, False)


def test_nothing_can_be_written_but_the_one_thing(reading, room, visit, selected):
    urls = [reverse("reader_rooms"), room_url(visit), case_url(selected), paper_url(selected)]
    assert [reading.post(url).status_code for url in urls] == [405] * 4


# When


@pytest.mark.parametrize(("hours", "code"), [(-1, 403), (0, 200), (7, 200), (8, 403), (9, 403)])
def test_the_room_is_open_from_to_and_ends_by_itself(client, tove, visit, selected, reader, hours, code):
    """No task runs here: the clock alone is asked."""
    start = timezone.now().replace(microsecond=0)
    with time_machine.travel(start, tick=False):
        room_of(visit, tove, reader, opens_in=1)
    with time_machine.travel(start + timedelta(hours=1 + hours), tick=False):
        client.force_login(reader)
        assert set(status(client, room_url(visit), case_url(selected), paper_url(selected))) == {code}


def test_who_knocks_at_a_shut_door_is_told_and_written_down(reading, room, visit, reader, tove):
    close_room(room, by=tove)
    page = reading.get(room_url(visit))
    assert page.status_code == 403
    assert "Læserummet er ikke åbent" in page.content.decode()
    assert list(RoomLook.objects.values_list("user", "was_shut")) == [(reader.pk, True)]


def test_another_reader_finds_no_room(client, room, visit, selected):
    client.force_login(reader_of())
    assert status(client, room_url(visit), case_url(selected), paper_url(selected)) == [404] * 3


def test_a_case_that_leaves_is_shut_at_once(reading, room, selected, tove):
    selected.withdraw(WithdrawnBecause.DIRECTORATE, by=tove)
    assert status(reading, case_url(selected), paper_url(selected)) == [404, 404]


def test_without_the_grant_the_room_alone_opens_nothing(reading, room, selected):
    CaseUserObjectPermission.objects.all().delete()
    assert status(reading, case_url(selected)) == [404]


# Grants


def grants() -> set[tuple[int, int]]:
    return set(CaseUserObjectPermission.objects.values_list("user", "content_object"))


def test_grants_follow_the_room(room, selected, reader, tove):
    assert grants() == {(reader.pk, selected.case_id)}
    close_room(room, by=tove)
    close_room(room, by=tove)
    assert grants() == set()


def test_the_task_takes_the_grants_of_a_room_that_ended_by_itself(room, selected):
    with time_machine.travel(room.closes_at, tick=False):
        assert outlived_grants() == 1
        settle_reading_rooms()
        settle_reading_rooms()
        assert (grants(), outlived_grants()) == (set(), 0)


def test_the_task_takes_the_grant_of_a_case_that_left(room, selected, tove):
    selected.withdraw(WithdrawnBecause.DIRECTORATE, by=tove)
    assert (outlived_grants(), settle_access(), grants()) == (1, 1, set())


def test_a_colleagues_own_grant_is_left_alone(room, selected, tove):
    colleague = UserFactory(role="sagsbehandler", teams=[TeamFactory()])
    grant(colleague, "view_case", selected.case)
    close_room(room, by=tove)
    assert grants() == {(colleague.pk, selected.case_id)}


def test_a_reader_whose_user_is_closed_loses_the_grant(room, reader):
    reader.is_active = False
    reader.save()
    settle_access()
    assert grants() == set()


# Opening, moving, closing


def test_the_journal_tells_of_the_room_and_the_directorate_does_not_read_that(room, selected, reader):
    entry = JournalEntry.objects.filter(case=selected.case).first()
    assert "Direktoratet kan læse" in entry.heading
    assert dict(entry.facts)["Læsere"] == str(reader)
    assert entry.concerns_supervision == SupervisionRelevance.NO


def test_a_double_click_opens_one_room(visit, selected, tove, reader):
    now, key = timezone.now(), uuid.uuid4()
    facts = {"opens_at": now, "closes_at": now + timedelta(hours=1), "readers": [reader], "key": key}
    assert open_room(visit, **facts, by=tove) == open_room(visit, **facts, by=tove)
    assert ReadingRoom.objects.count() == 1


def test_only_a_visit_has_a_room(tove, reader):
    with pytest.raises(RoomNotOpened, match="tilsynsbesøg"):
        room_of(supervision_of(tove), tove, reader)


def test_no_room_is_opened_while_cases_lie_outside_the_users_scope(visit, selected, tove, reader):
    selected_of(UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()]), supervision=visit)
    with pytest.raises(OutsideScope, match="1 af sagerne"):
        room_of(visit, tove, reader)


def test_no_room_without_papers_readers_or_time(visit, tove, reader):
    with pytest.raises(RoomNotOpened, match="godkendte papirer"):
        room_of(visit, tove, reader)
    shown_of(tove, supervision=visit)
    with pytest.raises(RoomNotOpened, match="lukke"):
        room_of(visit, tove, reader, opens_in=-9)
    room_of(visit, tove, reader)
    with pytest.raises(RoomNotOpened, match="allerede"):
        room_of(visit, tove, reader, opens_in=2)


def test_the_end_is_moved_earlier_freely_and_later_with_a_reason(room, tove):
    earlier, later = room.closes_at - timedelta(hours=1), room.closes_at + timedelta(hours=1)
    move_end(room, earlier, because="", by=tove)
    with pytest.raises(RoomNotOpened, match="hvorfor"):
        move_end(room, later, because=" ", by=tove)
    move_end(room, later, because="Direktoratet blev forsinket.", by=tove)
    room.refresh_from_db()
    assert (room.closes_at, room.moved_because) == (later, "Direktoratet blev forsinket.")


def test_a_room_that_has_ended_cannot_be_moved(room, tove):
    close_room(room, by=tove)
    with pytest.raises(RoomNotOpened, match="lukket"):
        move_end(room, room.closes_at + timedelta(hours=1), because="Mere tid", by=tove)


# Papers


def test_what_may_not_leave_may_not_be_read_either(visit, tove):
    """V074, V100."""
    selected = selected_of(tove, supervision=visit)
    render = {"title": "Notat", "kind": MaterialKind.OTHER, "render": lambda number: pdf()}
    document = file_document(selected.case, **render, concerns=SupervisionRelevance.PARTLY, by=tove)
    with pytest.raises(PaperNotApproved, match="kun delvis"):
        approve_papers(selected, [f"document:{document.pk}", "look_back"], by=tove)


def test_a_paper_that_is_no_pdf_is_refused(visit, tove):
    selected = selected_of(tove, supervision=visit)
    render = {"title": "Notat", "kind": MaterialKind.OTHER, "render": lambda number: b"%PDF"}
    document = file_document(selected.case, **render, by=tove)
    with pytest.raises(PaperNotApproved, match="kan ikke åbnes"):
        approve_papers(selected, [f"document:{document.pk}"], by=tove)


def test_approving_twice_keeps_the_first(selected, tove):
    assert approve_papers(selected, ["look_back"], by=tove) == 0
    assert RoomPaper.objects.count() == 1


# The log


def test_every_look_is_logged_and_shown_to_the_responsible(reading, room, visit, selected, reader, tove):
    reading.get(case_url(selected))
    reading.get(paper_url(selected))
    log = AccessLog.objects.filter(user=reader, kind=AccessKind.READ, page="reading_room", case=selected.case)
    assert log.count() == 2
    reading.force_login(tove)
    page = reading.get(reverse("reading_room_looks", args=[visit.number])).content.decode()
    assert all(text in page for text in ("Åse Kjær", "Sagens side", "Tidligere sanktioner, 12 måneder"))


def test_looks_at_cases_outside_the_users_scope_are_counted_only(reading, room, visit, selected):
    reading.get(case_url(selected))
    reading.force_login(UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()]))
    page = reading.get(reverse("reading_room_looks", args=[visit.number])).content.decode()
    assert "1 opslag gælder sager, der hører til andre teams" in page
    assert selected.case.number not in page


def test_what_stands_in_the_journal_alone_is_not_told_as_missing(client, tove, visit, reader):
    """V100: of the entries in the sheet that was approved, and no later ones."""
    selected = selected_of(tove, supervision=visit)
    facts = {"kind": NoteKind.NOTE, "concerns": SupervisionRelevance.YES, "by": tove}
    JournalEntry.objects.write(selected.case, heading="Vurderet", material=MaterialKind.AVAILABILITY, **facts)
    approve_papers(selected, ["look_back", "journal"], by=tove)
    JournalEntry.objects.write(selected.case, heading="Senere", material=MaterialKind.TIME_SHEETS, **facts)
    room_of(visit, tove, reader)
    client.force_login(reader)
    page = client.get(reverse("reader_case", args=[visit.number, selected.case.number]))
    told = {section: in_journal for section, papers, in_journal in page.context["sections"] if not papers}
    assert (told[MaterialKind.AVAILABILITY], told[MaterialKind.TIME_SHEETS]) == (True, False)
    assert "Se journalarket" in page.content.decode()

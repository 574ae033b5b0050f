"""V096, V097: «kan ikke vurderes endeligt» makes the copy request, with its own 14 days from the visit."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from sanktion.models import AccessKind, AccessLog, JournalEntry, MaterialKind, SupervisionRelevance
from tilsyn.actions.copies import CopiesNotAsked, ask_for_copies, awaiting_copies, settle_copies
from tilsyn.actions.requests import change_supervision
from tilsyn.actions.steps import hold_visit
from tilsyn.board import board_of
from tilsyn.contributions import copied
from tilsyn.models import CopyRequest, WithdrawnBecause
from tilsyn.shown.rooms import copies_late

from ..factories import TeamFactory, UserFactory
from ..factories.rooms import reader_of, room_of, shown_of, visit_of
from ..factories.tilsyn import selected_of, supervision_of

pytestmark = pytest.mark.django_db
KINDS = [MaterialKind.PAYMENTS, MaterialKind.TIME_SHEETS]


@pytest.fixture
def tove(team):
    return UserFactory(role="tilsynsansvarlig", teams=[team])


@pytest.fixture
def selected(tove):
    return selected_of(tove, supervision=visit_of(tove))


def asked(selected, by, **changes):
    return ask_for_copies(
        selected, **{"kinds": KINDS, "note": "Mangler bilag", "asked_by": "Åse Kjær"} | changes, by=by
    )


@pytest.mark.parametrize(
    ("visit_on", "due"),
    [
        (date(2026, 11, 3), date(2026, 11, 17)),
        # Skærtorsdag to 2. påskedag are closed.
        (date(2027, 3, 11), date(2027, 3, 30)),
    ],
)
def test_the_copies_are_due_14_days_after_the_visit_whenever_they_are_asked_for(tove, visit_on, due):
    with time_machine.travel(visit_on - timedelta(days=20), tick=False):
        selected = selected_of(tove, supervision=visit_of(tove, visit_on=visit_on))
    with time_machine.travel(visit_on + timedelta(days=3), tick=False):
        assert asked(selected, tove).due == due


def test_asking_twice_is_one_request_until_it_is_settled(selected, tove):
    first = asked(selected, tove)
    assert asked(selected, tove, kinds=[MaterialKind.OTHER]) == first
    settle_copies(selected, by=tove)
    settle_copies(selected, by=tove)
    assert asked(selected, tove) != first


def test_the_case_is_one_whose_copies_are_to_be_sent(selected, tove):
    other = selected_of(tove, supervision=selected.supervision)
    asked(selected, tove)
    assert list(awaiting_copies(selected.supervision)) == [selected]
    settle_copies(selected, by=tove)
    assert not awaiting_copies(other.supervision).exists()


def test_a_case_that_left_owes_no_copies(selected, tove):
    asked(selected, tove)
    selected.withdraw(WithdrawnBecause.DIRECTORATE, by=tove)
    assert not awaiting_copies(selected.supervision).exists()


def test_the_journal_tells_of_it_and_the_directorate_does_not_read_that(selected, tove):
    asked(selected, tove)
    entry = JournalEntry.objects.filter(case=selected.case).first()
    assert dict(entry.facts)["Materiale"] == "Timesedler og Udbetalingsspecifikationer"
    assert entry.concerns_supervision == SupervisionRelevance.NO


def test_only_of_a_visit_and_a_case_that_takes_part(tove, selected):
    with pytest.raises(CopiesNotAsked):
        asked(selected_of(tove, supervision=supervision_of(tove)), tove)
    selected.withdraw(WithdrawnBecause.DIRECTORATE, by=tove)
    with pytest.raises(CopiesNotAsked):
        asked(selected, tove)


def test_the_board_shows_it_with_its_own_deadline(client, selected, tove):
    due = asked(selected, tove).due
    assert [row.due for row in board_of(selected.supervision, user=tove).copies] == [due]
    client.force_login(tove)
    overview = client.get(reverse("supervision", args=[selected.supervision.number])).content.decode()
    assert "kunne ikke vurderes endeligt" in overview


def test_the_nightly_check_counts_those_past_their_day(selected, tove):
    due = asked(selected, tove).due
    assert [copies_late(due), copies_late(due + timedelta(days=1))] == [0, 1]


def test_the_citizens_own_export_tells_of_it(selected, tove):
    """Art. 15."""
    asked(selected, tove)
    told = [text for _, text in copied(selected.case.citizen)]
    assert any("om kopier: Timesedler, Udbetalingsspecifikationer. Mangler bilag" in text for text in told)


# By whom


def test_the_reader_asks_in_the_room(client, tove):
    selected, reader = shown_of(tove, supervision=visit_of(tove)), reader_of(first_name="Åse", last_name="Kjær")
    room_of(selected.supervision, tove, reader)
    client.force_login(reader)
    place = [selected.supervision.number, selected.case.number]
    response = client.post(reverse("reader_copies", args=place), {"kinds": [8], "note": "Alle uger"})
    assert response.headers["Location"] == reverse("reader_case", args=place)
    made = CopyRequest.objects.get()
    assert (made.by, made.asked_by, made.kinds, made.note) == (reader, "Åse Kjær", [8], "Alle uger")
    assert AccessLog.objects.filter(user=reader, kind=AccessKind.WRITE, page="reading_room").count() == 1
    assert "Kommunen sender kopier" in client.get(reverse("reader_case", args=place)).content.decode()


def test_the_responsible_asks_on_the_readers_behalf_and_says_whose(client, selected, tove):
    client.force_login(tove)
    url = reverse("selected_copies", args=[selected.supervision.number, selected.case.number])
    assert client.post(url, {"kinds": [8], "note": ""}).status_code == 422
    assert client.post(url, {"kinds": [8], "note": "", "asked_by": "Åse Kjær"}).status_code == 302
    assert CopyRequest.objects.get().by == tove


def test_at_least_one_kind_is_named(client, selected, tove):
    client.force_login(tove)
    url = reverse("selected_copies", args=[selected.supervision.number, selected.case.number])
    response = client.post(url, {"asked_by": "Åse Kjær"})
    assert "Vælg mindst én slags materiale" in response.content.decode()
    assert not CopyRequest.objects.exists()


def test_another_teams_requests_are_not_seen(selected, tove):
    asked(selected, tove)
    stranger = UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()])
    assert not CopyRequest.objects.visible_to(stranger).exists()


def test_the_copies_stand_in_the_queue_with_a_deadline_of_their_own(client, selected, tove):
    """V097."""
    copies = asked(selected, tove)
    client.force_login(tove)
    rows = [row for row in client.get(reverse("queue")).context["rows"] if "kopier" in row.title]
    assert [(row.due, row.number) for row in rows] == [(copies.due, selected.case.number)]
    assert rows[0].step_url == reverse("selected_bundle", args=[selected.supervision.number, selected.case.number])
    assert "timesedler" in rows[0].why
    settle_copies(selected, by=tove)
    shown = client.get(reverse("queue")).context["rows"]
    assert not [row for row in shown if "kopier" in row.title]


def test_another_teams_copies_stand_in_nobody_elses_queue(client, selected, tove):
    asked(selected, tove)
    client.force_login(UserFactory(role="tilsynsansvarlig", teams=[TeamFactory()]))
    assert not [row for row in client.get(reverse("queue")).context["rows"] if "kopier" in row.title]


def test_the_deadline_follows_the_day_the_visit_was_held(tove):
    """V097: counted from the visit itself, when it was held on another day than planned, and noted in the case."""
    with time_machine.travel(date(2026, 10, 1), tick=False):
        selected = selected_of(tove, supervision=visit_of(tove, visit_on=date(2026, 11, 3)))
        copies = asked(selected, tove)
        change_supervision(selected.supervision, {"visit_on": date(2026, 11, 10)}, reason="Flyttet", by=tove)
        copies.refresh_from_db()
        assert copies.due == date(2026, 11, 24)
    with time_machine.travel(date(2026, 11, 12), tick=False):
        hold_visit(selected.supervision, held_on=date(2026, 11, 11), by=tove)
    copies.refresh_from_db()
    assert copies.due == date(2026, 11, 25)
    headings = [entry.heading for entry in JournalEntry.objects.filter(case=selected.case)]
    assert sum("Fristen for kopier" in heading for heading in headings) == 2


def test_the_deadline_moves_with_the_visit_and_in_no_other_way(selected, tove):
    copies = asked(selected, tove)
    with pytest.raises(IntegrityError, match="kun noteres"), transaction.atomic():
        copies.follow_visit(copies.due + timedelta(days=60))

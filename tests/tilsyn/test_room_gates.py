"""V093, V096: ways round the reading room's rules, tried in the database itself."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from sanktion.base.acting import acting
from sanktion.models import MaterialKind
from tilsyn.actions.copies import ask_for_copies, settle_copies
from tilsyn.actions.reading_room import close_room
from tilsyn.actions.room_papers import withdraw_paper
from tilsyn.models import (
    CopyRequest,
    MaterialAsk,
    ReadingRoom,
    RoomLook,
    RoomPaper,
    RoomReader,
    Supervision,
    SupervisionStatus,
    WithdrawnBecause,
)

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
def room(tove, selected):
    return room_of(selected.supervision, tove)


FORBIDDEN = [
    "DELETE FROM tilsyn_readingroom",
    "DELETE FROM tilsyn_roomreader",
    "DELETE FROM tilsyn_roomlook",
    "DELETE FROM tilsyn_roompaper",
    "DELETE FROM tilsyn_roompapercontent",
    "DELETE FROM tilsyn_copyrequest",
    "DELETE FROM tilsyn_materialask",
    "UPDATE tilsyn_roomreader SET user_id = user_id",
    "UPDATE tilsyn_roomlook SET user_id = user_id",
    "UPDATE tilsyn_roompapercontent SET data = data",
    "UPDATE tilsyn_materialask SET asked_by_id = asked_by_id",
]


def refused(act, match: str) -> None:
    with pytest.raises(IntegrityError, match=match), transaction.atomic():
        act()


def new_room(supervision, by, **changes):
    now = timezone.now()
    facts = {"opens_at": now, "closes_at": now + timedelta(hours=1), "opened_by": by}
    return lambda: ReadingRoom.objects.create(supervision=supervision, **facts | changes)


def update(row, **changes):
    return lambda: type(row)._base_manager.filter(pk=row.pk).update(**changes)


def test_a_room_is_for_a_visit_that_is_not_over(tove, selected):
    refused(new_room(supervision_of(tove), tove), "tilsynsbesøg")
    visit = selected.supervision
    over = {"status": SupervisionStatus.ENDED, "ended_on": timezone.localdate()}
    Supervision.objects.filter(pk=visit.pk).update(**over)
    refused(new_room(visit, tove), "tilsynsbesøg")


def test_a_room_ends_after_it_begins_and_there_is_one_at_a_time(tove, room):
    other = visit_of(tove)
    refused(new_room(other, tove, closes_at=timezone.now() - timedelta(hours=1)), "room_ends_after_it_begins")
    refused(new_room(room.supervision, tove), "room_one_at_a_time")
    close_room(room, by=tove)
    assert new_room(room.supervision, tove)().is_open


def test_a_room_is_opened_in_ones_own_name(tove, selected):
    with acting(UserFactory()):
        refused(new_room(selected.supervision, tove), "eget navn")


def test_only_the_end_of_a_room_is_moved_and_later_only_with_a_reason(tove, room):
    later = room.closes_at + timedelta(hours=1)
    refused(update(room, closes_at=later), "åbent længere")
    refused(update(room, closes_at=later, moved_because="  "), "åbent længere")
    refused(update(room, opens_at=room.opens_at - timedelta(days=1)), "lukketid")
    refused(update(room, supervision=visit_of(tove)), "lukketid")
    assert update(room, closes_at=later, moved_because="Forsinket")() == 1


def test_a_room_that_is_closed_stays_closed(tove, room):
    close_room(room, by=tove)
    refused(update(room, closed_at=None), "lukketid")
    refused(update(room, closes_at=room.closes_at + timedelta(days=1), moved_because="Mere"), "lukketid")


@pytest.mark.parametrize("fields", [{"role": "sagsbehandler"}, {}, {"role": "direktoratet", "teams": True}])
def test_nobody_but_the_directorate_reads(room, fields):
    fields = fields | ({"teams": [TeamFactory()]} if "teams" in fields else {})
    user = UserFactory(**fields)
    refused(lambda: RoomReader.objects.create(room=room, user=user), "direktoratets egne")


def test_nobody_reads_who_is_a_colleague_as_well(room):
    user = reader_of()
    user.groups.add(Group.objects.get(name="sagsbehandler"))
    refused(lambda: RoomReader.objects.create(room=room, user=user), "direktoratets egne")


def test_papers_are_shown_of_cases_that_take_part_in_a_visit(tove, selected):
    facts = {"section": 1, "title": "x", "dated": timezone.localdate(), "sha256": "0" * 64, "approved_by": tove}

    def approve(of):
        return lambda: RoomPaper.objects.create(selected=of, paper_key="journal", **facts)

    refused(approve(selected_of(tove, supervision=supervision_of(tove))), "ikke med i et tilsynsbesøg")
    selected.withdraw(WithdrawnBecause.DIRECTORATE, by=tove)
    refused(approve(selected), "ikke med i et tilsynsbesøg")
    with acting(UserFactory()):
        refused(approve(selected), "eget navn")


def test_an_approved_paper_is_only_ever_taken_out(tove, selected):
    paper = selected.room_papers.get()
    refused(update(paper, title="Noget andet"), "kun tages ud")
    refused(update(paper, sha256="0" * 64, withdrawn_at=timezone.now(), withdrawn_by=tove), "kun tages ud")
    withdraw_paper(paper, by=tove)
    refused(update(paper, withdrawn_at=None, withdrawn_by=None), "kun tages ud")


def test_copies_are_asked_of_a_visit_once_at_a_time_and_stay_as_asked(tove, selected):
    facts = {"kinds": [8], "due": timezone.localdate(), "asked_by": "Åse", "by": tove}

    def ask(of, **changes):
        return lambda: CopyRequest.objects.create(selected=of, **facts | changes)

    refused(ask(selected_of(tove, supervision=supervision_of(tove))), "ikke med i et tilsynsbesøg")
    refused(ask(selected, kinds=[]), "copy_request_kinds_known")
    refused(ask(selected, kinds=[11]), "copy_request_kinds_known")
    refused(ask(selected, asked_by=" "), "copy_request_says_who")
    asked = ask_for_copies(selected, kinds=[MaterialKind.OTHER], asked_by="Åse", by=tove)
    refused(ask(selected), "copy_request_one_open")
    refused(update(asked, due=timezone.localdate() + timedelta(days=90)), "kun noteres som sendt")
    settle_copies(selected, by=tove)
    refused(update(asked, settled_at=None, settled_by=None), "kun noteres som sendt")


def test_what_was_read_and_by_whom_is_never_changed_or_deleted(tove, room, selected):
    RoomLook.objects.create(room=room, user=room.readers.get().user, selected=selected)
    MaterialAsk.objects.create(selected=selected, asked_by=tove)
    ask_for_copies(selected, kinds=[MaterialKind.OTHER], asked_by="Åse", by=tove)
    for statement in FORBIDDEN:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert [RoomLook.objects.count(), RoomPaper.objects.count(), CopyRequest.objects.count()] == [1, 1, 1]

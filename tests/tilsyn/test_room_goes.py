"""What the reading room keeps of a case goes with it, when the supervision is closed and the case is destroyed."""

import pytest
from django.utils import timezone

from sanktion.actions.disposal import run_disposal
from sanktion.models import Case
from tilsyn.actions.copies import ask_for_copies
from tilsyn.actions.reading_room import close_room
from tilsyn.models import CopyRequest, MaterialAsk, ReadingRoom, RoomLook, RoomPaper, RoomPaperContent, Supervision

from ..factories import UserFactory
from ..factories.retention import approved_disposal, closed_case
from ..factories.rooms import room_of, shown_of, visit_of

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


def test_it_goes_with_the_case_and_the_room_itself_stays(caseworker, team):
    tove = UserFactory(role="tilsynsansvarlig", teams=[team])
    case = closed_case(caseworker)
    selected = shown_of(tove, supervision=visit_of(tove), case=case)
    room = room_of(selected.supervision, tove)
    look = {"room": room, "user": room.readers.get().user}
    RoomLook.objects.create(**look, selected=selected, paper=selected.room_papers.get())
    RoomLook.objects.create(**look, was_shut=True)
    MaterialAsk.objects.create(selected=selected, asked_by=tove)
    ask_for_copies(selected, kinds=[8], asked_by="Åse", by=tove)
    close_room(room, by=tove)
    closed = {"status": "closed", "ended_on": timezone.localdate()}
    Supervision.objects.filter(pk=selected.supervision_id).update(**closed)
    run_disposal(approved_disposal([case]).pk)
    assert not Case.objects.filter(pk=case.pk).exists()
    gone = (RoomPaper, RoomPaperContent, CopyRequest, MaterialAsk)
    assert [model.objects.count() for model in gone] == [0] * 4
    assert (ReadingRoom.objects.count(), RoomLook.objects.get().was_shut) == (1, True)

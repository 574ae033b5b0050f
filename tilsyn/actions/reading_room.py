"""The reading room (V093): opening it to named people of the directorate, and seeing that it ends."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sanktion.base.danish import listing
from sanktion.base.permissions import grant, revoke
from sanktion.models import Case, JournalEntry, NoteKind, Role, SupervisionRelevance, User
from sanktion.models.case import CaseUserObjectPermission
from sanktion.templatetags.sanktion_ui import danish_datetime
from tilsyn.actions.scope import OutsideScope, outside_scope
from tilsyn.models import ReadingRoom, RoomPaper, RoomReader, SelectedCase, SelectedStatus, Supervision


class RoomNotOpened(Exception):
    """Why it can't be, as a sentence for the user."""


def possible_readers():
    return User.objects.filter(is_active=True, groups__name=Role.DIRECTORATE).order_by("first_name", "last_name", "pk")


@transaction.atomic
def open_room(
    supervision: Supervision, *, opens_at: datetime, closes_at: datetime, readers: list[User], by: User, key: UUID
) -> ReadingRoom:
    """The same ``key`` twice (a double click) gives the room there is. Raises RoomNotOpened or OutsideScope."""
    Supervision.objects.select_for_update(of=("self",)).get(pk=supervision.pk)
    if made := ReadingRoom.objects.filter(key=key).first():
        return made
    _guard_scope(supervision, by)
    _guard_opening(supervision, opens_at, closes_at, readers)
    room = ReadingRoom(supervision=supervision, opens_at=opens_at, closes_at=closes_at, opened_by=by, key=key)
    room._history_user, room._change_reason = by, "Læserum åbnet"
    room.save()
    RoomReader.objects.bulk_create(RoomReader(room=room, user=reader) for reader in readers)
    _tell_journals(room, readers, by=by)
    settle_access()
    return room


def _guard_scope(supervision: Supervision, by: User) -> None:
    if outside := outside_scope(supervision, by):
        raise OutsideScope(f"{outside} af sagerne kan du ikke se. En, der ser dem alle, skal åbne læserummet.")


def _guard_opening(supervision: Supervision, opens_at: datetime, closes_at: datetime, readers: list[User]) -> None:
    if not supervision.is_visit or not supervision.takes_cases:
        raise RoomNotOpened("Et læserum åbnes kun til et tilsynsbesøg, der ikke er afsluttet.")
    if not readers:
        raise RoomNotOpened("Vælg mindst én læser.")
    if closes_at <= max(opens_at, timezone.now()):
        raise RoomNotOpened("Læserummet skal lukke, efter at det er åbnet.")
    if not shown_papers(supervision).exists():
        raise RoomNotOpened("Der er ingen godkendte papirer. Godkend sagernes papirer først.")
    at_the_time = ReadingRoom.objects.filter(supervision=supervision, closed_at__isnull=True)
    if at_the_time.filter(opens_at__lt=closes_at, closes_at__gt=opens_at).exists():
        raise RoomNotOpened("Der er allerede et læserum i det tidsrum.")


def shown_papers(supervision: Supervision):
    """What the directorate reads of the cases that take part."""
    named = SelectedCase.objects.taking_part().filter(supervision=supervision)
    return RoomPaper.objects.readable().filter(selected__in=named)


def _tell_journals(room: ReadingRoom, readers: list[User], *, by: User) -> None:
    """Once a case, whether it has papers yet or not: it is one of those the room was opened to."""
    facts = [
        ("Fra", danish_datetime(room.opens_at)),
        ("Til", danish_datetime(room.closes_at)),
        ("Læsere", listing([str(reader) for reader in readers])),
    ]
    heading = f"Direktoratet kan læse sagens godkendte papirer (tilsyn {room.supervision.number})"
    marks = {"kind": NoteKind.SYSTEM, "concerns": SupervisionRelevance.NO}
    for selected in room.supervision.selected.taking_part().select_related("case"):
        JournalEntry.objects.write(selected.case, **marks, heading=heading, facts=facts, by=by)


@transaction.atomic
def move_end(room: ReadingRoom, closes_at: datetime, *, because: str, by: User) -> None:
    """Earlier, or later with a reason. Raises RoomNotOpened."""
    room = ReadingRoom.objects.select_for_update(of=("self",)).get(pk=room.pk)
    if room.has_ended:
        raise RoomNotOpened("Læserummet er lukket. Åbn et nyt.")
    if closes_at <= max(room.opens_at, timezone.now()):
        raise RoomNotOpened("Vælg et tidspunkt, der ikke er gået, eller luk læserummet nu.")
    if closes_at > room.closes_at and not because.strip():
        raise RoomNotOpened("Skriv, hvorfor læserummet skal være åbent længere.")
    others = ReadingRoom.objects.filter(supervision=room.supervision_id, closed_at__isnull=True).exclude(pk=room.pk)
    if others.filter(opens_at__lt=closes_at, closes_at__gt=room.opens_at).exists():
        raise RoomNotOpened("Der er et andet læserum i det tidsrum.")
    room.move_end(closes_at, because=because, by=by)


@transaction.atomic
def close_room(room: ReadingRoom, *, by: User) -> None:
    """Asking again changes nothing."""
    room = ReadingRoom.objects.select_for_update(of=("self",)).get(pk=room.pk)
    if not room.has_ended:
        room.close(by=by)
    settle_access()


@transaction.atomic
def settle_access() -> int:
    """Give the directorate's readers what their rooms say, and take everything else from them; how much changed.

    Safe to run twice and at any time: it compares what is with what should be. The look itself asks the clock, so
    nothing is open meanwhile.
    """
    wanted, given = _wanted(), _given()
    for user_id, case_id in given - wanted:
        revoke(User.objects.get(pk=user_id), "view_case", Case.objects.get(pk=case_id))
    for user_id, case_id in wanted - given:
        grant(User.objects.get(pk=user_id), "view_case", Case.objects.get(pk=case_id))
    return len(wanted ^ given)


def outlived_grants() -> int:
    """For the nightly check: there should be none."""
    return len(_given() - _wanted())


def _wanted() -> set[tuple[int, int]]:
    selected = "room__supervision__selected"
    found = RoomReader.objects.filter(
        **{
            "room__in": ReadingRoom.objects.not_ended_at(timezone.now()),
            "user__is_active": True,
            f"{selected}__status": SelectedStatus.NAMED,
            f"{selected}__in": RoomPaper.objects.in_force().values("selected"),
        }
    )
    return set(found.values_list("user", f"{selected}__case").distinct())


def _given() -> set[tuple[int, int]]:
    """The directorate's people never get into a case in any other way."""
    found = CaseUserObjectPermission.objects.filter(user__groups__name=Role.DIRECTORATE)
    return set(found.values_list("user", "content_object").distinct())

"""A list on a phone (B045): handed out as a numbered copy, its notes taken in once, and wiped."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from koerelister import traces
from koerelister.actions.visits import from_the_list
from koerelister.field import to_carry
from koerelister.models import DeviceCopy, RouteList, RouteListStatus, Stop
from sanktion.actions.gates import note_adverse
from sanktion.models import JournalEntry, MaterialKind, NoteKind, User
from sanktion.models.gates import ADVERSE_FACT


class NothingToCarry(Exception):
    """No stop of the list may be on a phone. The message is for the user."""


@transaction.atomic
def hand_out(route_list: RouteList, *, by: User) -> dict:
    """What the phone keeps, with its copy number. Protected citizens never go on a phone."""
    lists = RouteList.objects.select_for_update(of=("self",)).filter(status=RouteListStatus.OPEN)
    route_list = lists.filter(pk=route_list.pk).first()
    stops = list(route_list.stops.with_doors()) if route_list else []
    stops = [stop for stop in stops if stop.is_to_be_visited and not stop.is_shielded]
    if not stops:
        raise NothingToCarry("Der er ingen stop at besøge på listen, så der er intet at hente.")
    copy = DeviceCopy.objects.create(route_list=route_list, user=by, number=route_list.device_copies.count() + 1)
    traces.printed(stops, by=by)
    return to_carry(copy, stops)


def is_written(stop: Stop, key: UUID) -> bool:
    """The phone has sent this note before and never heard that it was saved."""
    return JournalEntry.objects.written_with(stop.case, key) is not None


@transaction.atomic
def add_remark(
    stop: Stop,
    *,
    facts: list[tuple[str, str]],
    text: str = "",
    happened_at: datetime | None = None,
    adverse: bool = False,
    key: UUID,
    by: User,
) -> JournalEntry:
    """The note that lost to a colleague's, beside it in the case. The visit is counted already, so it isn't again."""
    if adverse and not is_written(stop, key):
        note_adverse(stop.case, by=by)
        facts = [*facts, ADVERSE_FACT]
    traces.written(stop.case, by=by)
    return JournalEntry.objects.write(
        stop.case,
        kind=NoteKind.VISIT,
        heading="Hjemmebesøg – bemærkning til et besøg, der allerede er registreret",
        text=text,
        facts=[*from_the_list(stop), *facts],
        happened_at=happened_at,
        material=MaterialKind.EXPLANATION,
        by=by,
        key=key,
    )


def who_was_first(stop: Stop) -> str:
    """Said to the one whose note came too late: who and when, never what was noted."""
    entries = JournalEntry.objects.filter(case=stop.case).order_by("-number")
    first = next((entry for entry in entries if entry.kind == NoteKind.VISIT), None)
    done = f"Stop {stop.position} er allerede {stop.get_status_display().lower()}"
    by = f" af {first.author} kl. {timezone.localtime(first.written_at):%H.%M}" if first else ""
    return f"{done}{by}. Jeres notat er ikke gemt."


def confirm_wiped(route_list_id: int, number: int, *, by: User) -> None:
    """The phone says that it has thrown its copy away. Once is enough, and only of one's own."""
    copies = DeviceCopy.objects.visible_to(by).filter(route_list=route_list_id, number=number, wiped_at__isnull=True)
    copies.update(wiped_at=timezone.now())

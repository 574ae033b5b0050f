from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from koerelister import traces
from koerelister.actions.separate import forget_separate
from koerelister.destruction import ledger
from koerelister.drawing.lists import paper_picture
from koerelister.field import still_on_phones
from koerelister.models import DestructionRecord, PaperCopy, RouteList, RoutePlan, Stop, StopStatus
from koerelister.models.destruction import accounted_for
from koerelister.printing import render_copy
from sanktion.base.danish import listing
from sanktion.models import User


class NothingToPrint(Exception):
    """No stop of the list is to be visited any more. The message is for the user."""


class CannotDestroy(Exception):
    """B043: something is not noted yet, or some paper is not accounted for. The message is for the user."""


@transaction.atomic
def print_copy(route_list: RouteList, *, by: User) -> bytes:
    """The list as PDF, with its copy number. The bytes are kept nowhere; the copy is counted (B045)."""
    rows = RouteList.objects.published().select_related("area", "crew__start", "crew__end")
    route_list = rows.select_for_update(of=("self",)).get(pk=route_list.pk)
    everybody = list(route_list.stops.with_doors())
    stops = [stop for stop in everybody if stop.is_to_be_visited]
    if not stops:
        raise NothingToPrint("Der er ingen stop at besøge på listen, så der er intet at udskrive.")
    route_list.printed_copies += 1
    route_list.is_changed_since_print = False
    route_list.save(update_fields=["printed_copies", "is_changed_since_print"])
    traces.printed(stops, by=by)
    left_out = [stop.position for stop in everybody if stop not in stops]
    return render_copy(route_list, stops, left_out=left_out, picture=paper_picture(route_list, stops))


@transaction.atomic
def move(stop: Stop, *, up: bool) -> None:
    """B022: change places with the stop before or after; nothing happens at the ends."""
    route_list = RouteList.objects.locked().get(pk=stop.route_list_id)
    stops = list(Stop.objects.select_for_update(of=("self",)).filter(route_list=stop.route_list_id))
    place = stops.index(stop)
    other = place - 1 if up else place + 1
    if 0 <= other < len(stops):
        stops[place].position, stops[other].position = stops[other].position, stops[place].position
        Stop.objects.bulk_update([stops[place], stops[other]], ["position"])
        route_list.note_change()


@transaction.atomic
def destroy(route_list: RouteList, *, paper: Sequence[PaperCopy] = (), by: User) -> DestructionRecord:
    """B043-B047: delete the list and its stops, and keep a record that says nothing about any citizen."""
    rows = RouteList.objects.select_for_update(of=("self",)).select_related("area")
    route_list = rows.filter(pk=route_list.pk).first()
    if route_list is None:
        raise CannotDestroy("Listen er allerede destrueret.")
    stops = list(route_list.stops.select_for_update(of=("self",)))
    _all_noted(stops)
    _all_accounted_for(route_list, paper)
    _gone_from_phones(route_list)
    record = _record(route_list, stops, paper, by=by)
    route_list.stops.all().delete()
    route_list.device_copies.all().delete()
    plan_id = route_list.plan_id
    forget_separate(route_list)
    route_list.delete()
    RoutePlan.objects.spent().filter(pk=plan_id).delete()
    transaction.on_commit(ledger.catch_up, robust=True)
    return record


def _all_noted(stops: list[Stop]) -> None:
    if still_open := [str(stop.position) for stop in stops if stop.is_open]:
        raise CannotDestroy(f"Listen kan ikke destrueres: stop {listing(still_open)} mangler at blive registreret.")


def _all_accounted_for(route_list: RouteList, paper: Sequence[PaperCopy]) -> None:
    if not accounted_for(paper, route_list.printed_copies):
        raise CannotDestroy(
            f"Listen kan ikke destrueres: der er udskrevet {route_list.printed_copies} eksemplarer, "
            f"og der er gjort rede for {len(paper)}."
        )


def _gone_from_phones(route_list: RouteList) -> None:
    if on_phones := route_list.device_copies.unwiped(timezone.now()).count():
        raise CannotDestroy(still_on_phones(on_phones))


def _record(route_list: RouteList, stops: list[Stop], paper: Sequence[PaperCopy], *, by: User) -> DestructionRecord:
    return DestructionRecord.objects.link(
        number=route_list.number,
        list_key=route_list.pk,
        stop_keys=sorted(stop.pk for stop in stops),
        area=route_list.area,
        date=route_list.date,
        stops=len(stops),
        visited=sum(stop.status == StopStatus.LOGGED for stop in stops),
        copies_printed=route_list.printed_copies,
        copies_shredded=sum(copy.is_shredded for copy in paper),
        paper=[copy.entry for copy in sorted(paper, key=lambda copy: copy.number)],
        by=by,
    )

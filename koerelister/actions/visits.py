from uuid import UUID

from django.db import transaction
from django.utils import timezone

from koerelister import traces
from koerelister.actions.orders import also_sought, order_again
from koerelister.models import RouteList, Stop, StrikeReason, VisitCount
from koerelister.visit import Visit
from sanktion.actions.contact import record_attempt
from sanktion.base.danish import long_date
from sanktion.models import Case, ContactChannel, JournalEntry, MaterialKind, NoteKind, User

SAME_VISIT = ("Samme besøg", "Noteret i alle de sager, hvor borgeren søges. Besøget tæller én gang.")


class AlreadyLogged(Exception):
    """Somebody has noted this stop. Nothing was changed. The message is for the user."""

    def __init__(self, stop: Stop):
        super().__init__(f"Stop {stop.position} er allerede {stop.get_status_display().lower()}. Intet er ændret.")


class StopHasMoved(AlreadyLogged):
    """The list's order was changed: the number now stands at another door. Nothing was changed."""

    def __init__(self, stop: Stop):
        Exception.__init__(self, f"Listens rækkefølge er ændret: stop {stop.position} er nu et andet. Intet er gemt.")


@transaction.atomic
def log_visit(stop: Stop, *, visit: Visit, adverse: bool = False, by: User, key: UUID | None = None) -> JournalEntry:
    """B030, B033: note the visit in the case and count it, or neither. The case's status stays what it is.

    One visit is noted in each case in which the citizen is sought, and counted once (B034).
    """
    stop = _lock_open(stop)
    for order in also_sought(stop):
        _note(order.case, stop, visit, more=[SAME_VISIT], adverse=adverse, by=by)
        order.delete()
    entry = _note(stop.case, stop, visit, adverse=adverse, by=by, key=key)
    VisitCount.objects.add_one(timezone.localdate(visit.happened_at), stop.route_list.area, contact=visit.contact)
    stop.log(by=by)
    _settle(stop.route_list, by=by)
    return entry


def _note(case: Case, stop: Stop, visit: Visit, *, more=(), adverse: bool, by: User, key=None) -> JournalEntry:
    entry = record_attempt(
        case,
        channel=ContactChannel.VISIT,
        happened_at=visit.happened_at,
        reached=visit.contact,
        heading=visit.heading,
        facts=[*from_the_list(stop), *visit.facts, *more],
        adverse=adverse,
        by=by,
        key=key,
    )
    traces.written(case, by=by)
    return entry


@transaction.atomic
def strike(stop: Stop, reason: StrikeReason, *, remarks: str = "", by: User, key: UUID | None = None) -> None:
    """B043: the home was not visited. The case keeps why; one that there was no time for is ordered again."""
    stop = _lock_open(stop)
    JournalEntry.objects.write(
        stop.case,
        kind=NoteKind.VISIT,
        heading="Hjemmebesøg ikke gennemført",
        text=remarks,
        facts=[*from_the_list(stop), ("Grund", str(StrikeReason(reason).label))],
        # The same kind as every other attempt at contact (B048).
        material=MaterialKind.EXPLANATION,
        by=by,
        key=key,
    )
    traces.written(stop.case, by=by)
    stop.strike(reason, by=by)
    if reason == StrikeReason.NOT_REACHED and stop.moot_reason is None and not stop.is_shielded:
        order_again(stop)
    _settle(stop.route_list, by=by)


def _lock_open(stop: Stop) -> Stop:
    """The list first, then the stop: everyone who writes on a list takes the locks in this order."""
    RouteList.objects.published().select_for_update(of=("self",)).filter(stops=stop.pk).get()
    stop = Stop.objects.select_for_update(of=("self",)).with_doors().get(pk=stop.pk)
    if not stop.is_open:
        raise AlreadyLogged(stop)
    return stop


def from_the_list(stop: Stop) -> list[tuple[str, str]]:
    """B032: what stood on the list, so that it survives it."""
    return [
        ("Adresse på listen", str(stop.address)),
        ("Område", stop.route_list.area.name),
        ("Liste dato", long_date(stop.route_list.date)),
    ]


def _settle(route_list: RouteList, *, by: User) -> None:
    if not route_list.stops.open().exists():
        route_list.settle(by=by)

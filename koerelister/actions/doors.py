"""What the planner is told of an order, a stop or a crew: coordinates, keys and seconds, and nothing about a person."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings

from koerelister.models import Area, Crew, Stop, VisitOrder
from koerelister.planning.doors import Door, Shift
from koerelister.planning.solving import fewest_lists
from koerelister.planning.travel import TravelMatrix, travel_matrix
from sanktion.models import Address, Team


def waiting_orders(team: Team, areas: Iterable[Area]) -> list[VisitOrder]:
    """The orders that may go on a list, the oldest first. One a citizen: the same home is sought once."""
    orders = (
        VisitOrder.objects.placeable()
        .filter(area__in=areas, case__team=team)
        .select_related("case__citizen__address", "case__event")
        .order_by("created_at", "case")
    )
    return first_of_each_citizen(orders)


def first_of_each_citizen(orders: Iterable[VisitOrder]) -> list[VisitOrder]:
    first: dict[int, VisitOrder] = {}
    for order in orders:
        first.setdefault(order.case.citizen_id, order)
    return list(first.values())


def door_of(order: VisitOrder, day: date) -> Door:
    """Its id is the case's, which stays the same when a draft is given up and the day is planned again."""
    return _door(order.case_id, order.case.citizen.address, required=order.is_urgent_on(day))


def door_of_stop(stop: Stop) -> Door:
    return _door(stop.case_id, stop.address, required=True)


def _door(key: int, address: Address, *, required: bool) -> Door:
    group = str(address.access_address_id)
    # As the clerk sorts: by postcode and street.
    paper = f"{address.postcode} {address.sort_key}"
    return Door(key, address.latitude, address.longitude, group, paper, required)


def travel() -> TravelMatrix:
    return travel_matrix(settings.SANKTION_TRAVEL_URL, settings.SANKTION_TRAVEL_SPEED_KMH)


def shift_of(crew: Crew, key: int = 0) -> Shift:
    start, end = (place and place.place for place in (crew.start, crew.end))
    return Shift(key, crew.shift_seconds, start, end)


def fewest_by_area(orders: Iterable[VisitOrder], crews: Iterable[Crew], max_stops: int, day: date) -> dict[int, int]:
    """«Mindst N lister nødvendige», by the area's id, were every shift as long as the longest. By the great circle:
    a page doesn't wait for a route service."""
    seconds = max((crew.shift_seconds for crew in crews), default=0)
    if not seconds:
        return {}
    matrix = travel_matrix("", settings.SANKTION_TRAVEL_SPEED_KMH)
    doors: dict[int, list[Door]] = {}
    for order in orders:
        doors.setdefault(order.area_id, []).append(door_of(order, day))
    return {area_id: fewest_lists(found, seconds, max_stops, matrix=matrix) for area_id, found in doors.items()}

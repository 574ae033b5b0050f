"""The paper list (B023, B029): name and address, and boxes to fill in. Rendered when asked for, and kept nowhere."""

from base64 import b64encode
from itertools import groupby

from koerelister.models import RouteList, Stop
from koerelister.visit import DOOR_RULE, NameRead, OpenedBy
from sanktion.base import pdf
from sanktion.base.danish import listing, long_date, weekday_name

TEMPLATE = "koerelister/print/route.html"
STYLES = ("css/pdf/base.css", "css/pdf/route.css")
# As many numbers as there is room for.
MOST_TOLD = 12
PLACES = ("Navn på dørtelefon", "Navn på postkasse", "Navn på hoveddør")
READINGS = {
    NameRead.CITIZEN: "Borgerens",
    NameRead.OTHER: "Andet",
    NameRead.NONE: "Intet",
    NameRead.UNREADABLE: "Ulæseligt",
    NameRead.NOT_READ: "Ikke aflæst",
}
ROLES = {
    OpenedBy.PARTNER: "Samlever",
    OpenedBy.RELATIVE: "Pårørende",
    OpenedBy.NEIGHBOUR: "Nabo",
    OpenedBy.CARETAKER: "Vicevært",
    OpenedBy.CHILD: "Barn",
    OpenedBy.UNKNOWN: "Ukendt",
}


def render_copy(route_list: RouteList, stops: list[Stop], *, left_out: list[int] = (), picture: str = "") -> bytes:
    """One numbered copy. The template is given only what may stand on it: no case, no citizen.

    ``stops`` keep the numbers of the first print; ``left_out`` are the numbers that this copy goes without;
    ``picture`` is the route drawn as SVG.
    """
    content = _content(route_list, stops, left_out) | {"picture": _data_url(picture)}
    return pdf.render(TEMPLATE, content, stylesheets=STYLES, archival=False)


def _content(route_list: RouteList, stops: list[Stop], left_out: list[int]) -> dict:
    return {
        "number": route_list.number,
        "area": route_list.area.name,
        "date": f"{weekday_name(route_list.date)} {long_date(route_list.date)}".capitalize(),
        "crew": route_list.crew.name,
        "copy": route_list.printed_copies,
        "count": len(stops),
        "left_out": _told(left_out),
        "stairways": [_block(list(group)) for _, group in groupby(stops, key=_stairway)],
        "places": PLACES,
        "readings": list(READINGS.values()),
        "roles": list(ROLES.values()),
        "rule": DOOR_RULE,
    }


def _told(left_out: list[int]) -> str:
    if len(left_out) > MOST_TOLD:
        return f"{len(left_out)} stop"
    return f"nr. {listing([str(number) for number in left_out])}" if left_out else ""


def _stairway(stop: Stop) -> tuple:
    address = stop.address
    return address.access_address_id, address.stairway, address.postal_line


def _block(stops: list[Stop]) -> dict:
    """One stairway: its address once, and its doors."""
    return {
        "stairway": stops[0].address.stairway,
        "town": stops[0].address.postal_line,
        "doors": [_door(stop) for stop in stops],
    }


def _door(stop: Stop) -> dict:
    address = stop.address
    return {
        "position": stop.position,
        "name": stop.case.citizen.name,
        "address": address.first_line,
        "door": address.first_line.removeprefix(address.stairway).removeprefix(", "),
    }


def _data_url(svg: str) -> str:
    """As an image nothing in it can be read as a part of the page."""
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}" if svg else ""

"""The paper list (B023, B029): name and address, and boxes to fill in. Rendered when asked for, and kept nowhere."""

from itertools import groupby

from koerelister.models import RouteList, Stop
from sanktion.base import pdf
from sanktion.base.danish import long_date, weekday_name

TEMPLATE = "koerelister/print/route.html"
STYLES = ("css/pdf/base.css", "css/pdf/route.css")


def render_copy(route_list: RouteList, stops: list[Stop]) -> bytes:
    """One numbered copy. The template is given only what may stand on it: no case, no citizen."""
    return pdf.render(
        TEMPLATE,
        {
            "number": route_list.number,
            "area": route_list.area.name,
            "date": f"{weekday_name(route_list.date)} {long_date(route_list.date)}".capitalize(),
            "crew": route_list.crew.name,
            "copy": route_list.printed_copies,
            "stairways": [list(group) for _, group in groupby(map(_line, stops), key=lambda line: line["stairway"])],
            "count": len(stops),
        },
        stylesheets=STYLES,
        archival=False,
    )


def _line(stop: Stop) -> dict[str, str | int]:
    return {
        "position": stop.position,
        "name": stop.case.citizen.name,
        "address": stop.address.first_line,
        "town": stop.address.postal_line,
        "stairway": stop.address.stairway,
    }

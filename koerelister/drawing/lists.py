"""The stops of a list as the pictures want them. Those whose address is protected are not drawn."""

from collections.abc import Iterable

from koerelister.drawing.route import PAPER, Spot, route_svg
from koerelister.models import RouteList, Stop
from koerelister.planning.doors import Place


def spots_of(stops: Iterable[Stop]) -> list[Spot]:
    return [
        Spot(stop.position, stop.address.latitude, stop.address.longitude)
        for stop in stops
        if stop.address.latitude is not None and not stop.is_shielded
    ]


def ends_of(route_list: RouteList) -> dict[str, Place | None]:
    crew = route_list.crew
    return {"start": crew.start and crew.start.place, "end": crew.end and crew.end.place}


def paper_picture(route_list: RouteList, stops: Iterable[Stop]) -> str:
    """The route in black and white; empty when there is no way to draw."""
    spots, (width, height) = spots_of(stops), PAPER
    if len(spots) < 2:
        return ""
    size = {"width": width, "height": height}
    title = f"Rækkefølgen på liste {route_list.number}"
    return route_svg(route_list.area.polygon, spots, **ends_of(route_list), **size, title=title)

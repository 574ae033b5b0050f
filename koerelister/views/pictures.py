"""The routes drawn for the pages. Whoever shows one notes in the log whose doors it shows."""

from collections.abc import Iterable

from django.utils.safestring import SafeString, mark_safe

from koerelister.drawing.route import PHONE, SCREEN, Spot, plan_svg, route_svg
from koerelister.models import Area, RouteList, Stop


def _spots(stops: Iterable[Stop]) -> list[Spot]:
    return [
        Spot(stop.position, stop.address.latitude, stop.address.longitude)
        for stop in stops
        if stop.address.latitude is not None and not stop.is_shielded
    ]


def _in_both_sizes(draw, *args, **named) -> dict[str, SafeString]:
    sizes = {"screen": SCREEN, "phone": PHONE}
    # Numbers and our own words alone, and the title is escaped where it is drawn.
    drawn = {name: draw(*args, width=width, height=height, **named) for name, (width, height) in sizes.items()}
    return {name: mark_safe(svg) for name, svg in drawn.items()}  # noqa: S308


def picture_of_list(route_list: RouteList, stops: list[Stop]) -> dict[str, SafeString] | None:
    """By size; None when there is no stop to draw."""
    spots = _spots(stop for stop in stops if stop.is_to_be_visited)
    start, end = (place and place.place for place in (route_list.crew.start, route_list.crew.end))
    title = f"Rækkefølgen på liste {route_list.number}"
    if not spots:
        return None
    return _in_both_sizes(route_svg, route_list.area.polygon, spots, start=start, end=end, title=title)


def picture_of_area(area: Area, routes: list[tuple[RouteList, list[Stop]]]) -> dict[str, SafeString] | None:
    drawn = [(route_list.number.rpartition("-")[2], _spots(stops)) for route_list, stops in routes]
    if not any(spots for _, spots in drawn):
        return None
    return _in_both_sizes(plan_svg, area.polygon, drawn, title=f"Listerne i {area.name}")

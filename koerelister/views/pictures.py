"""The routes drawn for the pages. Whoever shows one notes in the log whose doors it shows."""

from django.utils.safestring import SafeString, mark_safe

from koerelister.drawing.lists import ends_of, spots_of
from koerelister.drawing.route import PHONE, SCREEN, plan_svg, route_svg
from koerelister.models import Area, RouteList, Stop


def _in_both_sizes(draw, *args, **named) -> dict[str, SafeString]:
    sizes = {"screen": SCREEN, "phone": PHONE}
    # Numbers and our own words alone, and the title is escaped where it is drawn.
    drawn = {name: draw(*args, width=width, height=height, **named) for name, (width, height) in sizes.items()}
    return {name: mark_safe(svg) for name, svg in drawn.items()}  # noqa: S308 - drawn by us, its texts escaped


def picture_of_list(route_list: RouteList, stops: list[Stop]) -> dict[str, SafeString] | None:
    """By size; None when there is no stop to draw."""
    spots = spots_of(stop for stop in stops if stop.is_to_be_visited)
    title = f"Rækkefølgen på liste {route_list.number}"
    if not spots:
        return None
    return _in_both_sizes(route_svg, route_list.area.polygon, spots, **ends_of(route_list), title=title)


def picture_of_area(area: Area, routes: list[tuple[RouteList, list[Stop]]]) -> dict[str, SafeString] | None:
    drawn = [(route_list.number.rpartition("-")[2], spots_of(stops)) for route_list, stops in routes]
    if not any(spots for _, spots in drawn):
        return None
    return _in_both_sizes(plan_svg, area.polygon, drawn, title=f"Listerne i {area.name}")

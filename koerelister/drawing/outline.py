"""An area drawn from our own data, as SVG made on the server: its border, and a dot for each house it has.

Classes only, so it obeys the page's policy. No map tile and no other host: nobody learns which houses are looked at.
"""

from collections.abc import Callable, Iterable
from math import cos, radians

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from koerelister.places.geometry import rings

MARGIN = 8
# Two points nearer than this on the picture look like one.
SEEN = 0.5
MOST_DOTS = 4000
# In degrees: one house is not blown up to fill the picture.
LEAST = 1e-4

Point = tuple[float, float]


def project(points: Iterable[Point], width: int, height: int) -> Callable[[Point], Point]:
    """From (longitude, latitude) in degrees to (x, y) in a picture that has room for all ``points``.

    A degree of longitude is shorter than one of latitude by the cosine of the latitude; over one municipality that
    is exact enough for the eye. North is up, the proportions are kept, and the whole stands in the middle.
    """
    longitudes, latitudes = zip(*points, strict=True)
    west, east, south, north = min(longitudes), max(longitudes), min(latitudes), max(latitudes)
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    narrow = cos(radians(middle_y))
    wide, tall = max((east - west) * narrow, LEAST), max(north - south, LEAST)
    scale = min((width - 2 * MARGIN) / wide, (height - 2 * MARGIN) / tall)

    def placed(point: Point) -> Point:
        return width / 2 + (point[0] - middle_x) * narrow * scale, height / 2 + (middle_y - point[1]) * scale

    return placed


def thinned(points: list[Point]) -> list[Point]:
    """The same line without the points too near the one before them to be seen; its ends stay."""
    kept = points[:1]
    for x, y in points[1:-1]:
        if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= SEEN:
            kept.append((x, y))
    return kept + points[-1:] if len(points) > 1 else kept


def outline_svg(
    title: str, border: dict | None, places: Iterable[tuple[float, float]], *, width: int = 480, height: int = 360
) -> SafeString:
    """``border`` is GeoJSON, ``places`` are (latitude, longitude). Empty when there is nothing to draw."""
    lines = [[(x, y) for x, y, *_ in ring] for ring in rings(border)] if border else []
    dots = [(longitude, latitude) for latitude, longitude in places]
    everything = [point for line in lines for point in line] + dots
    if not everything:
        return SafeString("")
    placed = project(everything, width, height)
    return format_html(
        '<svg class="outline" viewBox="0 0 {} {}" role="img" aria-label="{}"><title>{}</title>{}{}</svg>',
        width,
        height,
        title,
        title,
        _border([thinned([placed(point) for point in line]) for line in lines]),
        _dots([placed(point) for point in dots]),
    )


def _border(lines: list[list[Point]]) -> SafeString:
    path = " ".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in line) + "Z" for line in lines)
    return format_html('<path class="outline-border" fill-rule="evenodd" d="{}"/>', path) if path else SafeString("")


def _dots(points: list[Point]) -> SafeString:
    """One dot a pixel: a thousand houses on top of each other are one."""
    seen = dict.fromkeys((round(x), round(y)) for x, y in points)
    return format_html_join("", '<circle class="outline-dot" cx="{}" cy="{}" r="1.5"/>', list(seen)[:MOST_DOTS])

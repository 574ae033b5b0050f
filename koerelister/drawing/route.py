"""A list and a day's plan drawn from our own data: the area, the stops, the order they are driven. No map is fetched,
and nothing on the picture says whose door it is.

Colours are the stylesheet's; what stands in the attributes is the black and white that paper gets. A picture is made
for the size it is shown at, since numbers must be readable: one for the page (SCREEN), one for a phone (PHONE).
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import atan2, ceil, cos, degrees, hypot, log10, radians
from typing import NamedTuple
from xml.sax.saxutils import escape

from koerelister.drawing.labels import Label, apart
from koerelister.places.geometry import EARTH_RADIUS, rings
from koerelister.planning.doors import Place

SCREEN, PHONE, PAPER = (760, 520), (350, 420), (700, 480)
MARGIN = 34
FLATTEST = 0.6  # of the height asked for
INSET, INSET_EDGE = (104, 78), 10
NEAR = 26  # pixels between the inset and a stop, whose number has some width
NEAREST = 0.5  # pixels: points of an outline that are closer are drawn as one
SMALLEST = 250  # metres: a single stop is not blown up to a doorstep
METRES_A_DEGREE = radians(1) * EARTH_RADIUS
ARROWED = 46  # pixels: shorter legs have no room for an arrow
DASHES = ("", "7 3", "2 3", "10 3 2 3", "14 4", "4 2 1 2")
Point = tuple[float, float]


class Spot(NamedTuple):
    """A stop by its number on the list."""

    number: int
    latitude: float
    longitude: float

    @property
    def place(self) -> Place:
        return self.latitude, self.longitude


class _View:
    """From degrees to pixels, north up: a town is small enough to be flat."""

    def __init__(self, places: Sequence[Place], width: float, height: float, margin: float, smallest: float = SMALLEST):
        self.margin = margin
        latitudes, longitudes = [place[0] for place in places], [place[1] for place in places]
        self._middle = (max(latitudes) + min(latitudes)) / 2, (max(longitudes) + min(longitudes)) / 2
        self._narrowing = cos(radians(self._middle[0]))
        tall = (max(latitudes) - min(latitudes)) * METRES_A_DEGREE
        wide = (max(longitudes) - min(longitudes)) * METRES_A_DEGREE * self._narrowing
        room = width - 2 * margin, height - 2 * margin
        self.pixels_a_metre = min(room[0] / max(wide, smallest), room[1] / max(tall, smallest))
        # A flat town gets a flat picture, and not one with empty halves.
        self.width, self.height = width, min(height, max(tall * self.pixels_a_metre + 2 * margin, height * FLATTEST))

    def point(self, place: Place) -> Point:
        scale = METRES_A_DEGREE * self.pixels_a_metre
        x = self.width / 2 + (place[1] - self._middle[1]) * self._narrowing * scale
        return x, self.height / 2 - (place[0] - self._middle[0]) * scale

    def place(self, point: Point) -> Place:
        scale = METRES_A_DEGREE * self.pixels_a_metre
        latitude = self._middle[0] - (point[1] - self.height / 2) / scale
        return latitude, self._middle[1] + (point[0] - self.width / 2) / scale / self._narrowing

    def holds(self, point: Point) -> bool:
        return 0 <= point[0] <= self.width and 0 <= point[1] <= self.height

    def inside(self, point: Point) -> Point:
        """The point, or the nearest to it on the edge of the picture."""
        x, y = point
        edge = self.margin / 2
        return min(max(x, edge), self.width - edge), min(max(y, edge), self.height - edge)


def route_svg(
    outline: dict | None,
    stops: Sequence[Spot],
    *,
    start: Place | None = None,
    end: Place | None = None,
    width: int,
    height: int,
    title: str,
) -> str:
    """One list: its stops numbered in the order they are driven, the stops of one stairway as one mark."""
    places = [stop.place for stop in stops]
    view = _View(_seen(places, [start, end], outline), width, height, MARGIN)
    way = [view.inside(view.point(place)) for place in [start, *(stop.place for stop in stops), end] if place]
    ends = [(name, view.inside(view.point(place))) for name, place in _ends(start, end)]
    parts = [
        _area(outline, view),
        _line(way, "way"),
        *_arrows(way),
        *(_end(name, point, view) for name, point in ends),
        *_marks(stops, view, [point for _, point in ends]),
        _scale(view),
        _inset(outline, view, way),
    ]
    told = f"{len(stops)} stop i den rækkefølge, de køres. Linjerne viser rækkefølgen, ikke gaderne."
    return _svg(parts, view, title, told)


def plan_svg(
    outline: dict | None, routes: Sequence[tuple[str, Sequence[Spot]]], *, width: int, height: int, title: str
) -> str:
    """All lists of an area, each with its own line and its own name in the middle of it."""
    view = _View(_seen([stop.place for _, stops in routes for stop in stops], [], outline), width, height, MARGIN)
    drawn = [(name, [view.point(stop.place) for stop in stops]) for name, stops in routes if stops]
    labels = [Label(name, _middle(points)) for name, points in drawn]
    parts = [_area(outline, view)]
    for number, (_, points) in enumerate(drawn):
        kind = f"route route-{number % len(DASHES) + 1}"
        dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6"/>' for x, y in dict.fromkeys(points))
        parts += [f'<g class="{kind}">{_line(points, "way", DASHES[number % len(DASHES)])}{dots}</g>']
    for number, label in enumerate(apart(labels, view.width, view.height)):
        parts.append(f'<g class="route-{number % len(DASHES) + 1}">{_badge(label)}</g>')
    told = f"{len(drawn)} lister. Hver har sin egen stregtype og sit nummer; linjerne viser rækkefølgen, ikke gaderne."
    inset = _inset(outline, view, [point for _, points in drawn for point in points])
    return _svg([*parts, _scale(view), inset], view, title, told)


def _seen(places: list[Place], ends: Sequence[Place | None], outline: dict | None) -> list[Place]:
    """What the picture must hold: the stops; the ends and the whole area where that does not make them much smaller."""
    border = [(latitude, longitude) for ring in rings(outline) for longitude, latitude, *_ in ring] if outline else []
    seen = list(places) or border or [(0.0, 0.0)]
    for more in ([place for place in ends if place], border):
        if more and _extent([*seen, *more]) <= 2 * _extent(seen):
            seen += more
    return seen


def _extent(places: list[Place]) -> float:
    latitudes, longitudes = zip(*places, strict=True)
    narrowing = cos(radians(latitudes[0]))
    return max(max(latitudes) - min(latitudes), (max(longitudes) - min(longitudes)) * narrowing, 0.002)


def _area(outline: dict | None, view: _View) -> str:
    path = "".join(_ring(ring, view) for ring in rings(outline)) if outline else ""
    return f'<path class="area" d="{path}" fill="#f2f2f2" fill-rule="evenodd" stroke="#999"/>' if path else ""


def _ring(ring: list, view: _View) -> str:
    kept: list[Point] = []
    for longitude, latitude, *_ in ring:
        x, y = view.point((latitude, longitude))
        # What lies far outside is drawn just outside.
        x, y = min(max(x, -view.width), 2 * view.width), min(max(y, -view.height), 2 * view.height)
        if not kept or hypot(x - kept[-1][0], y - kept[-1][1]) >= NEAREST:
            kept.append((x, y))
    return f"M{' '.join(f'{x:.1f},{y:.1f}' for x, y in kept)}Z" if len(kept) > 2 else ""


def _line(points: Iterable[Point], kind: str, dashes: str = "") -> str:
    shown = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<polyline class="{kind}" points="{shown}" fill="none" stroke="#000"{dashed}/>' if shown else ""


def _arrows(way: list[Point]) -> Iterable[str]:
    """Half way on the long legs: which way they are driven."""
    for (x1, y1), (x2, y2) in pairwise(way):
        if hypot(x2 - x1, y2 - y1) >= ARROWED:
            turned = degrees(atan2(y2 - y1, x2 - x1))
            place = f"translate({(x1 + x2) / 2:.1f} {(y1 + y2) / 2:.1f}) rotate({turned:.0f})"
            yield f'<path class="arrow" d="M-4,-3.6L4,0L-4,3.6Z" transform="{place}"/>'


def _ends(start: Place | None, end: Place | None) -> list[tuple[str, Place]]:
    if start and start == end:
        return [("Start og slut", start)]
    return [(name, place) for name, place in (("Start", start), ("Slut", end)) if place]


def _end(name: str, point: Point, view: _View) -> str:
    x, y = point
    below = y + 19 if y + 24 < view.height else y - 11
    middle = min(max(x, 40), view.width - 40)
    return (
        f'<rect class="end" x="{x - 6:.1f}" y="{y - 6:.1f}" width="12" height="12"/>'
        f'<text class="endname" x="{middle:.1f}" y="{below:.1f}" text-anchor="middle" font-size="11">{name}</text>'
    )


def _marks(stops: Sequence[Spot], view: _View, taken: list[Point]) -> Iterable[str]:
    numbers: dict[Place, list[int]] = {}
    for stop in stops:
        numbers.setdefault(stop.place, []).append(stop.number)
    labels = [Label(_text(theirs), view.point(place)) for place, theirs in numbers.items()]
    placed = apart(labels, view.width, view.height, taken)
    for label in placed:
        if label.moved > NEAREST:
            (x1, y1), (x2, y2) = label.place, label.middle
            yield f'<path class="leader" d="M{x1:.1f},{y1:.1f}L{x2:.1f},{y2:.1f}" stroke="#000"/>'
            yield f'<circle class="spot" cx="{x1:.1f}" cy="{y1:.1f}" r="2.2"/>'
    yield from map(_badge, placed)


def _text(numbers: list[int]) -> str:
    """«3–5» for those that follow each other, «3, 9» where one comes back."""
    groups: list[list[int]] = []
    for number in sorted(numbers):
        if groups and number == groups[-1][-1] + 1:
            groups[-1].append(number)
        else:
            groups.append([number])
    return ", ".join(f"{one[0]}–{one[-1]}" if len(one) > 1 else f"{one[0]}" for one in groups)


def _badge(label: Label) -> str:
    (x, y), (wide, tall) = label.middle, label.half
    text = escape(label.text)
    return (
        f'<rect class="mark" x="{x - wide:.1f}" y="{y - tall:.1f}" width="{2 * wide:.1f}" height="{2 * tall:.1f}" '
        f'rx="{tall:.1f}" fill="#fff" stroke="#000"/>'
        f'<text class="number" x="{x:.1f}" y="{y + 4.2:.1f}" text-anchor="middle" font-size="12">{text}</text>'
    )


def _middle(points: list[Point]) -> Point:
    """The stop in the middle of the list, and not a place where it never comes."""
    x, y = (sum(values) / len(points) for values in zip(*points, strict=True))
    return min(points, key=lambda point: (hypot(point[0] - x, point[1] - y), point))


def _scale(view: _View) -> str:
    """A bar of a round number of metres, at most a fifth of the width."""
    longest = view.width / 5 / view.pixels_a_metre
    power = 10 ** (ceil(log10(longest)) - 1)
    metres = next(times * power for times in (5, 2, 1) if times * power <= longest)
    x, y, length = 12, view.height - 12, metres * view.pixels_a_metre
    text = f"{metres // 1000} km" if metres >= 1000 else f"{metres} m"
    return (
        f'<path class="scale" d="M{x},{y - 4}V{y}H{x + length:.1f}V{y - 4}" fill="none" stroke="#000"/>'
        f'<text class="scalename" x="{x + length + 5:.1f}" y="{y}" font-size="11">{text}</text>'
    )


def _inset(outline: dict | None, view: _View, points: list[Point]) -> str:
    """Where in the area this is, when the picture does not hold all of it: in a corner where it hides nothing."""
    if not outline:
        return ""
    border = [(latitude, longitude) for ring in rings(outline) for longitude, latitude, *_ in ring]
    if all(view.holds(view.point(place)) for place in border):
        return ""
    small = _View(border, *INSET, margin=6, smallest=1)
    corners = [small.point(view.place(point)) for point in ((0, 0), (view.width, view.height))]
    (x1, y1), (x2, y2) = (small.inside(corner) for corner in corners)
    corner = _free_corner(view, points)
    if corner is None:
        return ""
    x, y = corner
    return (
        f'<g class="inset" transform="translate({x:.1f} {y:.1f})">'
        f'<rect class="frame" width="{INSET[0]}" height="{small.height:.1f}" fill="#fff" stroke="#999"/>'
        f"{_area(outline, small)}"
        f'<rect class="here" x="{x1:.1f}" y="{y1:.1f}" width="{max(x2 - x1, 3):.1f}" height="{max(y2 - y1, 3):.1f}" '
        f'fill="none" stroke="#000" stroke-width="1.5"/></g>'
    )


def _free_corner(view: _View, points: list[Point]) -> Point | None:
    right, bottom = view.width - INSET[0] - INSET_EDGE, view.height - INSET[1] - INSET_EDGE
    corners = [(right, INSET_EDGE), (INSET_EDGE, INSET_EDGE), (right, bottom)]
    legs = [*pairwise(points), *zip(points, points, strict=True)]
    return next((corner for corner in corners if not any(_crosses(leg, corner) for leg in legs)), None)


def _crosses(leg: tuple[Point, Point], corner: Point) -> bool:
    """Whether the leg comes near the inset that has this corner, as seen from a number of places along it."""
    (x1, y1), (x2, y2) = leg
    along = [(x1 + (x2 - x1) * part / 20, y1 + (y2 - y1) * part / 20) for part in range(21)]
    (left, top), (wide, tall) = corner, INSET
    return any(-NEAR <= x - left <= wide + NEAR and -NEAR <= y - top <= tall + NEAR for x, y in along)


def _svg(parts: Iterable[str], view: _View, title: str, told: str) -> str:
    width, height = f"{view.width:.0f}", f"{view.height:.0f}"
    return (
        f'<svg class="routemap" role="img" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" font-family="IBM Plex Sans">'
        f"<title>{escape(title)}</title><desc>{escape(told)}</desc>{''.join(parts)}</svg>"
    )

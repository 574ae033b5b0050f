"""A district's border as somebody pastes or uploads it: GeoJSON, read strictly and refused in plain words."""

import json
import math
from itertools import pairwise

from koerelister.places.geometry import rings

MOST_BYTES = 2_000_000
MOST_POINTS = 20_000
# In square degrees: a few square metres.
LEAST_AREA = 1e-9
# Denmark with Bornholm, in degrees.
WEST, SOUTH, EAST, NORTH = 7.5, 54.4, 15.4, 58.0


class BorderRefused(ValueError):
    """It can't be a border here. The message is a Danish sentence for whoever sent it."""


def read_border(text: str) -> dict:
    """A Polygon or MultiPolygon in WGS84, longitude first (RFC 7946); one alone in a Feature is unwrapped.

    Gives the geometry with its coordinates as pairs. Raises BorderRefused.
    """
    if len(text.encode()) > MOST_BYTES:
        raise BorderRefused("Grænsen fylder for meget. Højst 2 MB kan læses ind; forenkl den først.")
    geometry = _geometry(_parsed(text))
    if geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise BorderRefused("Grænsen skal være et Polygon eller et MultiPolygon.")
    found = {"type": geometry["type"], "coordinates": _polygons(geometry)}
    _check_size(found)
    _check_place([point for ring in rings(found) for point in ring])
    return found


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise BorderRefused("Teksten er ikke GeoJSON. Kopiér hele indholdet af filen, også tuborgklammerne.") from None


def _geometry(found: object) -> dict:
    if isinstance(found, dict) and found.get("type") == "FeatureCollection":
        features = found.get("features")
        if not isinstance(features, list) or len(features) != 1:
            raise BorderRefused("Filen har ikke netop ét område. Indlæs ét område ad gangen.")
        found = features[0]
    if isinstance(found, dict) and found.get("type") == "Feature":
        found = found.get("geometry")
    if not isinstance(found, dict):
        raise BorderRefused("Grænsen skal være et Polygon eller et MultiPolygon.")
    return found


def _polygons(geometry: dict) -> list:
    coordinates = geometry.get("coordinates")
    if geometry["type"] == "Polygon":
        return _polygon(coordinates)
    if not isinstance(coordinates, list) or not coordinates:
        raise BorderRefused("Grænsen har ingen punkter.")
    return [_polygon(polygon) for polygon in coordinates]


def _polygon(polygon: object) -> list:
    if not isinstance(polygon, list) or not polygon:
        raise BorderRefused("Grænsen har ingen punkter.")
    return [_ring(ring) for ring in polygon]


def _ring(ring: object) -> list[list[float]]:
    if not isinstance(ring, list) or len(ring) < 4:
        raise BorderRefused("Hver ring i grænsen skal have mindst fire punkter.")
    points = [_point(point) for point in ring]
    if points[0] != points[-1]:
        raise BorderRefused("Grænsen er ikke lukket: hver ring skal ende i sit første punkt.")
    if abs(_area(points)) < LEAST_AREA:
        raise BorderRefused("Grænsen omslutter ikke noget.")
    return points


def _point(point: object) -> list[float]:
    if not isinstance(point, list) or len(point) < 2 or not all(_is_number(number) for number in point[:2]):
        raise BorderRefused("Et punkt i grænsen er ikke to tal: længdegrad og breddegrad.")
    return [float(point[0]), float(point[1])]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9 and math.isfinite(value)


def _area(points: list[list[float]]) -> float:
    """Twice the signed area, measured from the first point, so that little is lost to rounding."""
    x0, y0 = points[0]
    moved = [(x - x0, y - y0) for x, y in points]
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(moved))


def _check_size(geometry: dict) -> None:
    if sum(len(ring) for ring in rings(geometry)) > MOST_POINTS:
        raise BorderRefused("Grænsen har for mange punkter. Højst 20.000 kan læses ind; forenkl den først.")


def _check_place(points: list[list[float]]) -> None:
    if all(_in_denmark(x, y) for x, y in points):
        return
    if all(_in_denmark(y, x) for x, y in points):
        raise BorderRefused("Længde og bredde er byttet om: GeoJSON skriver længdegraden først, fx [12.57, 55.68].")
    if any(abs(x) > 180 or abs(y) > 90 for x, y in points):
        raise BorderRefused("Punkterne er ikke i grader (WGS84). Er de i meter (UTM), så omregn dem først.")
    raise BorderRefused("Grænsen ligger uden for Danmark.")


def _in_denmark(x: float, y: float) -> bool:
    return WEST <= x <= EAST and SOUTH <= y <= NORTH

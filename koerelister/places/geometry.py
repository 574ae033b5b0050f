"""Points on the earth: distances, and whether a place lies inside a district."""

from itertools import pairwise
from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS = 6_371_008.8  # metres, the mean radius of IUGG


def metres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The great-circle distance in metres between two (latitude, longitude) in degrees, by the haversine formula."""
    (lat_a, lon_a), (lat_b, lon_b) = a, b
    half_lat, half_lon = radians(lat_b - lat_a) / 2, radians(lon_b - lon_a) / 2
    h = sin(half_lat) ** 2 + cos(radians(lat_a)) * cos(radians(lat_b)) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS * asin(sqrt(min(1.0, h)))


def contains(geometry: dict, latitude: float, longitude: float) -> bool:
    """Whether the place lies inside a GeoJSON Polygon or MultiPolygon (RFC 7946: longitude first, holes are rings).

    Ray casting over all rings: an odd number of crossings means inside, so a hole is outside. A place on the border
    itself may fall on either side, but always on the same one. Raises ValueError for another kind of geometry.
    """
    return sum(_crossings(ring, longitude, latitude) for ring in rings(geometry)) % 2 == 1


def rings(geometry: dict) -> list[list]:
    """All rings of a Polygon or MultiPolygon, outer ones and holes: an odd number of them hold what lies inside."""
    if geometry["type"] not in ("Polygon", "MultiPolygon"):
        raise ValueError(f"Not an area: {geometry['type']}")
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [ring for polygon in polygons for ring in polygon]


def _crossings(ring: list, x: float, y: float) -> int:
    """How many sides of the closed ring a ray from (x, y) to the east crosses."""
    return sum(
        (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1)
        for (x1, y1, *_), (x2, y2, *_) in pairwise(ring)
    )

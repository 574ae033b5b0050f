"""How long it takes to drive between places: by the map of the air, or by the municipality's own route service."""

import json
from collections.abc import Sequence
from http.client import HTTPException
from ipaddress import ip_address
from typing import Protocol
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, build_opener

from koerelister.places.geometry import metres
from koerelister.planning.doors import Place

# Streets are longer than the bird's way: 1.2 to 1.4 in European towns (Boscoe, Henry and Zdeb 2012; Ballou, Rahardja
# and Sakai 2002). The planner compares plans, so only a factor that differs between streets would change one.
DETOUR = 1.35
SPEED_KMH = 18.0  # door to door in a town, stops at lights included
# OSRM refuses more than 100 places in one table unless told otherwise: half are asked from, half to.
BLOCK = 50

Seconds = list[list[int]]


class TravelMatrix(Protocol):
    def seconds(self, points: Sequence[Place]) -> Seconds:
        """From each place (row) to each place (column), in whole seconds, and 0 from a place to itself."""
        ...

    @property
    def source(self) -> str:
        """Where the times of the last call came from, for those who look at the plan."""
        ...


class GreatCircle:
    """The great circle, a factor for the streets, and one speed. Asks nobody."""

    def __init__(self, speed_kmh: float = SPEED_KMH):
        if speed_kmh <= 0:
            raise ValueError("The speed must be above 0 km/h")
        self._seconds_a_metre = DETOUR * 3.6 / speed_kmh
        self.source = f"luftlinje × 1,35 ved {speed_kmh:g} km/t".replace(".", ",")

    def seconds(self, points: Sequence[Place]) -> Seconds:
        matrix = [[0] * len(points) for _ in points]
        for row, here in enumerate(points):
            for column in range(row):
                seconds = round(metres(here, points[column]) * self._seconds_a_metre)
                matrix[row][column] = matrix[column][row] = seconds
        return matrix


class TableService:
    """The table of an OSRM on the municipality's own host: ``https://vej.kommune.dk/table/v1/bike``.

    Coordinates only leave the house. Whatever goes wrong, the great circle answers instead, and ``source`` says so.
    """

    def __init__(self, url: str, *, fallback: GreatCircle | None = None, timeout: float = 10.0):
        parts = urlsplit(url)
        if not parts.hostname or parts.scheme not in ("http", "https"):
            raise ValueError(f"Not the address of a route service: {url}")
        if parts.scheme == "http" and not _is_inside(parts.hostname):
            raise ValueError("Outside the municipality's own network a route service must be asked by https")
        self._url, self._timeout = url.rstrip("/"), timeout
        self._fallback = fallback or GreatCircle()
        # Neither a proxy nor another host that the service may point to is to see a coordinate.
        self._opener = build_opener(ProxyHandler({}), _NoRedirect())
        self.source = "vejnet"

    def seconds(self, points: Sequence[Place]) -> Seconds:
        try:
            matrix = self._blocks(points)
        except (OSError, HTTPException, ValueError, TypeError, KeyError):
            self.source = f"{self._fallback.source} (rutetjenesten svarede ikke)"
            return self._fallback.seconds(points)
        self.source = "vejnet"
        return matrix

    def _blocks(self, points: Sequence[Place]) -> Seconds:
        matrix: Seconds = [[] for _ in points]
        for top in range(0, len(points), BLOCK):
            for left in range(0, len(points), BLOCK):
                block = self._ask(points[top : top + BLOCK], points[left : left + BLOCK])
                for row, durations in enumerate(block, start=top):
                    matrix[row] += durations
        for number, row in enumerate(matrix):
            row[number] = 0
        return matrix

    def _ask(self, origins: Sequence[Place], targets: Sequence[Place]) -> Seconds:
        places = ";".join(f"{longitude:.6f},{latitude:.6f}" for latitude, longitude in (*origins, *targets))
        sources = ";".join(map(str, range(len(origins))))
        destinations = ";".join(map(str, range(len(origins), len(origins) + len(targets))))
        url = f"{self._url}/{places}?annotations=duration&sources={sources}&destinations={destinations}"
        with self._opener.open(url, timeout=self._timeout) as response:
            durations = json.load(response)["durations"]
        if len(durations) != len(origins) or any(len(row) != len(targets) for row in durations):
            raise ValueError("The table has another size than was asked for")
        if not all(0 <= number < 10**6 for row in durations for number in row):
            raise ValueError("A time out of range")
        return [[round(number) for number in row] for row in durations]


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_args):
        return None


def _is_inside(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        # A name without a dot is known to this network only.
        return "." not in host
    return address.is_private or address.is_loopback


def travel_matrix(url: str, speed_kmh: float) -> TravelMatrix:
    """By the two settings: an empty ``url`` means that nobody is asked."""
    great_circle = GreatCircle(speed_kmh)
    return TableService(url, fallback=great_circle) if url else great_circle

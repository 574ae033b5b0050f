"""B021: which area an address belongs to, and by which rule. Asked of one address here, of all of them by the SQL.

The order is override → stretch of a road → border → postcode; within one kind the area's place decides. The two ways
to ask must agree: test_area_rules.py compares them.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple, Protocol

from django.db import models

from koerelister.places import house_numbers
from koerelister.places.geometry import contains, rings
from sanktion.models import Address


class Rule(models.TextChoices):
    OVERRIDE = "override", "Enkelte adresser"
    STREET = "street", "Gader"
    BORDER = "border", "Grænsen"
    POSTCODE = "postcode", "Postnumre"


class Stretch(Protocol):
    """What is asked of a rule of a road, an ``AreaStreet``."""

    road: str
    postcode: str

    def holds(self, number: int) -> bool: ...


class Ruled(Protocol):
    """What is asked of an ``Area``. It asks here which addresses it has, so it can't be named."""

    polygon: dict | None
    postcodes: list[str]
    streets: Any
    overrides: Any


class Placing(NamedTuple):
    """Both are None for an address that no area has."""

    area: Ruled | None
    rule: Rule | None


class Rules:
    """The rules of some areas, in the areas' order, read once."""

    def __init__(self, areas: Iterable[Ruled]):
        self._overrides: dict = {}
        self._streets: dict[tuple[str, str], list[tuple[Stretch, Ruled]]] = defaultdict(list)
        self._postcodes: dict[str, Ruled] = {}
        self._bordered = [(area, _box(area.polygon)) for area in areas if area.polygon]
        for area in areas:
            self._overrides |= {row.access_address_id: area for row in area.overrides.all()}
            for row in area.streets.all():
                self._streets[row.road, row.postcode].append((row, area))
            for postcode in area.postcodes:
                self._postcodes.setdefault(postcode, area)

    def place(self, address: Address) -> Placing:
        if area := self._overrides.get(address.access_address_id):
            return Placing(area, Rule.OVERRIDE)
        if area := self._by_street(address):
            return Placing(area, Rule.STREET)
        if area := self._by_border(address):
            return Placing(area, Rule.BORDER)
        area = self._postcodes.get(address.postcode)
        return Placing(area, Rule.POSTCODE if area else None)

    def _by_street(self, address: Address) -> Ruled | None:
        number = house_numbers.key(address.house_number)
        if number is None:
            return None
        rules = self._streets.get((address.street, address.postcode), [])
        return next((area for row, area in rules if row.holds(number)), None)

    def _by_border(self, address: Address) -> Ruled | None:
        if address.latitude is None or address.longitude is None:
            return None
        x, y = address.longitude, address.latitude
        near = (
            area for area, (west, south, east, north) in self._bordered if west <= x <= east and south <= y <= north
        )
        return next((area for area in near if contains(area.polygon, y, x)), None)


def _box(border: dict) -> tuple[float, float, float, float]:
    """West, south, east, north: most addresses are seen to be outside without following the border."""
    longitudes, latitudes = zip(*((x, y) for ring in rings(border) for x, y, *_ in ring), strict=True)
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


# PostgreSQL takes what is closer than 0.000001 for the same; in millionths of a degree that is no distance at all.
SCALE = 1_000_000
# One row a house, with how many addresses and how many citizens' addresses it has, its area and the rule that gave it.
# Borders by even-odd over the rings, as in ``geometry.contains``; the box of a ring spares most of the work.
PLACED = """
WITH ring AS MATERIALIZED (
    SELECT area, border, box(border) AS bounds FROM unnest(%(bordered)s::bigint[], %(rings)s::polygon[]) r (area, border)
),
area AS (
    SELECT id, rank, postcodes FROM unnest(%(areas)s::bigint[]) WITH ORDINALITY u (id, rank) JOIN koerelister_area USING (id)
),
resident AS (
    SELECT address_id, count(*) AS citizens FROM sanktion_citizen WHERE address_id IS NOT NULL GROUP BY address_id
),
house AS (
    SELECT access_address_id, street, house_number, postcode, latitude, longitude,
        point(longitude * %(scale)s, latitude * %(scale)s) AS place,
        count(*) AS addresses, coalesce(sum(citizens), 0) AS citizens,
        CASE WHEN house_number ~ '^[0-9]{1,4}[A-Za-z]?$' THEN substring(house_number, '^[0-9]+')::int END AS number,
        coalesce(ascii(upper(substring(house_number, '[A-Za-z]$'))) - 64, 0) AS letter
    FROM sanktion_address LEFT JOIN resident ON address_id = id
    GROUP BY access_address_id, street, house_number, postcode, latitude, longitude
),
placed AS (
    SELECT house.*, override.id AS override_id, road.id AS street_id,
        CASE WHEN override.id IS NOT NULL THEN 'override' WHEN road.id IS NOT NULL THEN 'street'
            WHEN inside.area IS NOT NULL THEN 'border' WHEN postal.id IS NOT NULL THEN 'postcode' END AS rule,
        coalesce(override.area_id, road.area_id, inside.area, postal.id) AS area_id
    FROM house
    LEFT JOIN koerelister_areaoverride override
        ON override.access_address_id = house.access_address_id AND override.area_id = ANY (%(areas)s)
    LEFT JOIN koerelister_areastreet road
        ON override.id IS NULL AND road.road = house.street AND road.postcode = house.postcode
        AND road.numbers @> house.number * 32 + house.letter AND road.area_id = ANY (%(areas)s)
        AND (road.parity = 'all' OR (road.parity = 'even') = (house.number %% 2 = 0))
    LEFT JOIN LATERAL (
        SELECT ring.area FROM ring JOIN area ON area.id = ring.area
        WHERE override.id IS NULL AND road.id IS NULL AND bounds @> place AND border @> place
        GROUP BY ring.area, rank HAVING count(*) %% 2 = 1 ORDER BY rank LIMIT 1
    ) inside ON TRUE
    LEFT JOIN LATERAL (
        SELECT area.id FROM area WHERE inside.area IS NULL AND house.postcode = ANY (postcodes) ORDER BY rank LIMIT 1
    ) postal ON TRUE
)
"""  # noqa: E501


def drawn(ring: list) -> str:
    """The ring as PostgreSQL writes a polygon."""
    return f"({','.join(f'({x * SCALE},{y * SCALE})' for x, y, *_ in ring)})"

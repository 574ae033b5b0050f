from typing import NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import Q

from koerelister.models.placing import PLACED, SCALE, Placing, Rules, drawn
from koerelister.places.geometry import rings
from sanktion.base.acting import unit_wide
from sanktion.models import Address


class Reach(NamedTuple):
    """How much one rule catches: houses' addresses, and the citizens' among them. No area: what no rule catches."""

    area_id: int | None
    rule: str | None
    street_id: int | None
    override_id: int | None
    addresses: int
    citizens: int


class House(NamedTuple):
    """A house of an area, the rule that put it there, and how many addresses and citizens' addresses it has."""

    rule: str
    street_id: int | None
    override_id: int | None
    addresses: int
    citizens: int
    latitude: float | None
    longitude: float | None


class Road(NamedTuple):
    """A road, or the part of it that no area has."""

    postcode: str
    road: str
    addresses: int
    citizens: int


REACH = """
SELECT area_id, rule, street_id, override_id, sum(addresses)::int, sum(citizens)::int FROM placed
WHERE area_id IS NOT NULL OR latitude IS NOT NULL AND longitude IS NOT NULL GROUP BY 1, 2, 3, 4
"""
OUTSIDE = """
SELECT postcode, street, sum(addresses)::int, sum(citizens)::int FROM placed
WHERE area_id IS NULL AND latitude IS NOT NULL AND longitude IS NOT NULL
GROUP BY postcode, street ORDER BY postcode, street
"""
HOUSES = """
SELECT rule, street_id, override_id, addresses::int, citizens::int, latitude, longitude FROM placed
WHERE area_id = %(area)s
"""


class AreaQuerySet(models.QuerySet):
    def place(self, address: Address) -> Placing:
        """The area an address belongs to, and the rule that says so. The same queryset asked again reads only once."""
        if not hasattr(self, "_rules"):
            self._rules = Rules(list(self.prefetch_related("streets", "overrides")))
        return self._rules.place(address)

    def for_address(self, address: Address) -> "Area | None":
        return self.place(address).area

    def reach(self) -> list[Reach]:
        """What every rule catches of all known addresses, and how many at a known place no rule does."""
        return [Reach(*row) for row in self.ask_placed(REACH)]

    def roads_outside(self) -> list[Road]:
        """Where addresses at a known place belong to none of these areas. Numbers only: nobody is read."""
        return [Road(*row) for row in self.ask_placed(OUTSIDE)]

    def houses_of(self, area: "Area") -> list[House]:
        return [House(*row) for row in self.ask_placed(HOUSES, area=area.pk)]

    def citizens_outside(self) -> int:
        """How many citizens at a located address belong to none of these areas: a number, and nobody is read."""
        return sum(row.citizens for row in self.reach() if row.area_id is None)

    def ask_placed(self, question: str, **given) -> list[tuple]:
        """The rows of a question to «placed», which has one row a house; see ``placing.PLACED``."""
        areas = list(self)
        borders = [(area.pk, ring) for area in areas if area.polygon for ring in rings(area.polygon)]
        given |= {
            "areas": [area.pk for area in areas],
            "bordered": [pk for pk, _ in borders],
            "rings": [drawn(ring) for _, ring in borders],
            "scale": SCALE,
        }
        # Numbers of the whole unit's citizens, whoever asks.
        with unit_wide("Områdernes tal"), connection.cursor() as cursor:
            cursor.execute(PLACED + question, given)
            return cursor.fetchall()


class Area(models.Model):
    """B021, B035: the area a list covers, and a dimension of the statistics."""

    name = models.CharField("navn", max_length=60, unique=True)
    code = models.CharField("kode", max_length=6, unique=True, help_text="Begynder listens nummer, fx NB.")
    postcodes = ArrayField(models.CharField(max_length=4), verbose_name="postnumre", default=list, blank=True)
    polygon = models.JSONField("grænse (GeoJSON, WGS84)", null=True, blank=True)
    position = models.PositiveSmallIntegerField("rækkefølge", default=0)

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "område", "områder"
        ordering = ["position", "name"]
        constraints = [models.CheckConstraint(name="area_code_form", condition=Q(code__regex=r"^[A-ZÆØÅ0-9]{1,6}$"))]

    def __str__(self):
        return self.name

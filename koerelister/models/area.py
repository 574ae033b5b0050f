from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import Q

from koerelister.geometry import contains, rings
from sanktion.models import Address

# PostgreSQL takes what is closer than 0.000001 for the same; in millionths of a degree that is no distance at all.
SCALE = 1_000_000
# Even-odd over the rings, as in ``geometry.contains``; the box of a ring spares most of the work.
CITIZENS_OUTSIDE = """
WITH ring AS (
    SELECT area, border, box(border) AS bounds FROM unnest(%(areas)s::int[], %(rings)s::polygon[]) AS r (area, border)
),
located AS (
    SELECT point(address.longitude * %(scale)s, address.latitude * %(scale)s) AS place
    FROM sanktion_citizen citizen JOIN sanktion_address address ON address.id = citizen.address_id
    WHERE address.latitude IS NOT NULL AND address.longitude IS NOT NULL AND address.postcode <> ALL (%(postcodes)s)
)
SELECT count(*) FROM located WHERE NOT EXISTS (
    SELECT FROM ring WHERE bounds @> place AND border @> place GROUP BY area HAVING count(*) %% 2 = 1
)
"""


def _drawn(ring: list) -> str:
    """The ring as PostgreSQL writes a polygon."""
    return f"({','.join(f'({x * SCALE},{y * SCALE})' for x, y, *_ in ring)})"


class AreaQuerySet(models.QuerySet):
    def for_address(self, address: Address) -> "Area | None":
        """The area an address belongs to: by district border first, then by postcode (B021); None if there is none.

        The same queryset asked again reads the database only once.
        """
        areas = list(self)
        by_border = (area for area in areas if area.polygon and area.surrounds(address))
        by_postcode = (area for area in areas if address.postcode in area.postcodes)
        return next(by_border, None) or next(by_postcode, None)

    def citizens_outside(self) -> int:
        """How many citizens at a located address belong to none of these areas: a number, and nobody is read."""
        borders = [(area.pk, ring) for area in self if area.polygon for ring in rings(area.polygon)]
        given = {
            "areas": [pk for pk, _ in borders],
            "rings": [_drawn(ring) for _, ring in borders],
            "postcodes": [postcode for area in self for postcode in area.postcodes],
            "scale": SCALE,
        }
        with connection.cursor() as cursor:
            cursor.execute(CITIZENS_OUTSIDE, given)
            return cursor.fetchone()[0]


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

    def surrounds(self, address: Address) -> bool:
        if address.latitude is None or address.longitude is None:
            return False
        return contains(self.polygon, address.latitude, address.longitude)

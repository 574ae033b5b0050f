"""B021: what puts a single house, or a stretch of a road, in an area whatever its border and postcodes say."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import IntegerRangeField, RangeOperators
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.functions import Concat

from koerelister.models.area import Area
from koerelister.places import house_numbers


class Parity(models.TextChoices):
    ALL = "all", "Alle numre"
    EVEN = "even", "Lige numre"
    ODD = "odd", "Ulige numre"


def _one_road() -> Func:
    # No btree_gist in the embedded server: the road is compared as a range of one number.
    number = Func(Concat("postcode", Value(" "), "road"), Value(0), function="hashtextextended")
    return Func(number, number, Value("[]"), function="int8range")


def _sides() -> Func:
    """Even numbers as [0,1), odd ones as [1,2): «alle» overlaps both, and they not each other."""
    first, end = Case(When(parity="odd", then=1), default=0), Case(When(parity="even", then=1), default=2)
    return Func(first, end, function="int4range")


class AreaStreetQuerySet(models.QuerySet):
    def clashing_with(self, rule: "AreaStreet"):
        """Those that have a number in common with it."""
        same_road = self.filter(road=rule.road, postcode=rule.postcode, numbers__overlap=rule.numbers)
        opposite = {Parity.EVEN: Parity.ODD, Parity.ODD: Parity.EVEN}.get(rule.parity)
        return same_road.exclude(parity=opposite).exclude(pk=rule.pk)


class AreaStreet(models.Model):
    """A stretch of a road, named as in the address register. ``numbers`` are keys of ``house_numbers``."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="streets", verbose_name="område")
    road = models.CharField("vejnavn", max_length=40)
    postcode = models.CharField("postnr.", max_length=4)
    numbers = IntegerRangeField("husnumre")
    parity = models.CharField("sider", max_length=4, choices=Parity.choices, default=Parity.ALL)

    objects = AreaStreetQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "gaderegel", "gaderegler"
        ordering = ["road", "postcode", "numbers"]
        constraints = [
            models.CheckConstraint(name="area_street_parity_known", condition=Q(parity__in=Parity.values)),
            models.CheckConstraint(name="area_street_postcode", condition=Q(postcode__regex=r"^[0-9]{4}$")),
            # An empty range overlaps nothing, and would slip by the rule below; one without an end has no last number.
            models.CheckConstraint(
                name="area_street_has_numbers",
                condition=Q(
                    numbers__isempty=False,
                    numbers__lower_inf=False,
                    numbers__upper_inf=False,
                    numbers__startswith__gte=0,
                ),
            ),
            ExclusionConstraint(
                name="area_street_no_overlap",
                expressions=[
                    (_one_road(), RangeOperators.OVERLAPS),
                    (F("numbers"), RangeOperators.OVERLAPS),
                    (_sides(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self):
        side = "" if self.parity == Parity.ALL else self.get_parity_display().lower()
        stretch = ", ".join(part for part in (self.span, side) if part) or "hele vejen"
        return f"{self.road}, {self.postcode}: {stretch}"

    @property
    def span(self) -> str:
        return house_numbers.span(self.numbers.lower, self.numbers.upper - 1)

    def holds(self, number: int) -> bool:
        """``number`` is a key of ``house_numbers``."""
        odd = number // house_numbers.ROOM % 2 == 1
        return number in self.numbers and self.parity != (Parity.EVEN if odd else Parity.ODD)


class AreaOverride(models.Model):
    """One house (access address), whatever else the rules say of it."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="overrides", verbose_name="område")
    access_address_id = models.UUIDField("adgangsadresse-id", unique=True)

    class Meta:
        verbose_name, verbose_name_plural = "enkelt adresse", "enkelte adresser"
        ordering = ["pk"]

    def __str__(self):
        return f"Adresse {self.access_address_id}"

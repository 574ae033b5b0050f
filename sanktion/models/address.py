import re

from django.db import models

from sanktion.base.danish import address_sort_key, sort_key

HOUSE = re.compile(
    r"(?P<street>.+?)(?:\s+(?P<number>[0-9]{1,3})\s?(?P<letter>[A-Za-z])?)?(?:[\s,]+(?P<post>[0-9]{4})\b.*)?"
)


class AddressQuerySet(models.QuerySet):
    def located(self):
        return self.filter(latitude__isnull=False, longitude__isnull=False)

    def houses_like(self, text: str, most: int = 50) -> list["Address"]:
        """One address of each house that the text begins to name: «Nørreg», «Nørregade 12A», «Nørregade 12, 5000»."""
        found = HOUSE.fullmatch(text.strip())
        if found is None:
            return []
        key = sort_key(found["street"])
        if found["number"]:
            key += f"\t{found['number']:0>5}{(found['letter'] or '').casefold()}"
        rows = self.filter(sort_key__startswith=key)
        if found["post"]:
            rows = rows.filter(postcode=found["post"])
        houses = rows.order_by("access_address_id", "sort_key").distinct("access_address_id")[:most]
        return sorted(houses, key=lambda address: (address.sort_key, address.postcode))


class Address(models.Model):
    """A public address of DAR (Danmarks Adresseregister), as DAWA names its columns. Holds no personal data."""

    id = models.UUIDField("adresse-id", primary_key=True)
    access_address_id = models.UUIDField("adgangsadresse-id", db_index=True)
    street = models.CharField("vejnavn", max_length=40)
    house_number = models.CharField("husnr.", max_length=4)
    floor = models.CharField("etage", max_length=3, blank=True)
    door = models.CharField("dør", max_length=4, blank=True)
    locality = models.CharField("supplerende bynavn", max_length=34, blank=True)
    postcode = models.CharField("postnr.", max_length=4)
    post_district = models.CharField("postdistrikt", max_length=20)
    municipality_code = models.CharField("kommunekode", max_length=4)
    municipality = models.CharField("kommune", max_length=40)
    easting = models.FloatField("øst (ETRS89/UTM32, meter)", null=True)
    northing = models.FloatField("nord (ETRS89/UTM32, meter)", null=True)
    latitude = models.FloatField("bredde (WGS84, grader)", null=True)
    longitude = models.FloatField("længde (WGS84, grader)", null=True)
    sort_key = models.CharField(max_length=120, editable=False, db_index=True, db_collation="C")

    objects = AddressQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "adresse", "adresser"
        constraints = [
            models.CheckConstraint(name="address_postcode_four_digits", condition=models.Q(postcode__regex=r"^\d{4}$")),
        ]

    def __str__(self):
        return f"{self.first_line}, {self.postal_line}"

    def save(self, *args, **kwargs):
        self.sort_key = self.make_sort_key()
        super().save(*args, **kwargs)

    @property
    def first_line(self) -> str:
        """The designation of DAWA: «Lilledal 23, 1. tv»."""
        unit = " ".join(part for part in [f"{self.floor}." if self.floor else "", self.door] if part)
        line = f"{self.street} {self.house_number}"
        return f"{line}, {unit}" if unit else line

    @property
    def postal_line(self) -> str:
        town = f"{self.postcode} {self.post_district}"
        return f"{self.locality}, {town}" if self.locality else town

    @property
    def stairway(self) -> str:
        return f"{self.street} {self.house_number}"

    def make_sort_key(self) -> str:
        return address_sort_key(self.street, self.house_number, self.floor, self.door)

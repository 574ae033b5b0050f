from datetime import datetime, time

from django.contrib.auth.models import Permission
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, F, Q

from sanktion.models import User

BY_NAME = ("first_name", "last_name", "pk")


def drivers():
    """Colleagues who may be in a crew: in service, and with the right to drive."""
    right = Permission.objects.filter(content_type__app_label="koerelister", codename="drive_routes")
    return User.objects.filter(is_active=True, groups__permissions__in=right).distinct().order_by(*BY_NAME)


class MeetingPlace(models.Model):
    """Where a crew begins or ends its day: an office or a car park, never anybody's home."""

    name = models.CharField("navn", max_length=60, unique=True)
    latitude = models.FloatField("bredde (WGS84, grader)", validators=[MinValueValidator(-90), MaxValueValidator(90)])
    longitude = models.FloatField(
        "længde (WGS84, grader)", validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )

    class Meta:
        verbose_name, verbose_name_plural = "mødested", "mødesteder"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="meeting_place_on_earth",
                condition=Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def place(self) -> tuple[float, float]:
        return self.latitude, self.longitude


class CrewQuerySet(models.QuerySet):
    def of_two(self):
        """Those known to be at least two. A crew that only drives by paper may have nobody written down."""
        return self.annotate(size=Count("members")).filter(size__gte=2)

    def active(self):
        return self.filter(is_active=True)


class Crew(models.Model):
    """Those who drive a list together, and when. Without a place to end, a shift ends at its last door."""

    name = models.CharField("navn", max_length=60, unique=True)
    members = models.ManyToManyField(User, related_name="+", blank=True, verbose_name="medlemmer")
    is_active = models.BooleanField("i brug", default=True)
    starts_at = models.TimeField("vagten begynder", default=time(9))
    ends_at = models.TimeField("vagten slutter", default=time(13, 30))
    start = models.ForeignKey(
        MeetingPlace, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="mødested"
    )
    end = models.ForeignKey(
        MeetingPlace, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="slutsted"
    )

    objects = CrewQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "hold", "hold"
        ordering = ["name"]
        constraints = [models.CheckConstraint(name="crew_shift_has_length", condition=Q(ends_at__gt=F("starts_at")))]

    def __str__(self):
        return self.name

    @property
    def shift_seconds(self) -> int:
        day = datetime.min
        return int((datetime.combine(day, self.ends_at) - datetime.combine(day, self.starts_at)).total_seconds())

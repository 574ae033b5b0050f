from django.contrib.auth.models import Permission
from django.db import models
from django.db.models import Count

from sanktion.models import User

BY_NAME = ("first_name", "last_name", "pk")


def drivers():
    """Colleagues who may be in a crew: in service, and with the right to drive."""
    right = Permission.objects.filter(content_type__app_label="koerelister", codename="drive_routes")
    return User.objects.filter(is_active=True, groups__permissions__in=right).distinct().order_by(*BY_NAME)


class CrewQuerySet(models.QuerySet):
    def of_two(self):
        """Those known to be at least two. A crew that only drives by paper may have nobody written down."""
        return self.annotate(size=Count("members")).filter(size__gte=2)

    def active(self):
        return self.filter(is_active=True)


class Crew(models.Model):
    """Those who drive a list together."""

    name = models.CharField("navn", max_length=60, unique=True)
    members = models.ManyToManyField(User, related_name="+", blank=True, verbose_name="medlemmer")
    is_active = models.BooleanField("i brug", default=True)

    objects = CrewQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "hold", "hold"
        ordering = ["name"]

    def __str__(self):
        return self.name

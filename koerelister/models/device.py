from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from koerelister.models.route_list import RouteList
from sanktion.models import User


class DeviceCopyQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(user=user)

    def unwiped(self, now):
        """Those that may still be on a phone. At midnight the phone throws its copy away by itself."""
        return self.filter(wiped_at__isnull=True, route_list__date__gte=timezone.localdate(now))


class DeviceCopy(models.Model):
    """That a list was handed out to a phone, numbered as a paper copy is (B045). Nothing says which phone."""

    route_list = models.ForeignKey(RouteList, models.PROTECT, related_name="device_copies")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="hentet af")
    number = models.PositiveSmallIntegerField("nr.")
    handed_out_at = models.DateTimeField("hentet", default=timezone.now, editable=False)
    wiped_at = models.DateTimeField("slettet fra telefonen", null=True, editable=False)

    objects = DeviceCopyQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "kopi på telefon", "kopier på telefon"
        ordering = ["route_list", "number"]
        constraints = [
            models.UniqueConstraint(fields=["route_list", "number"], name="device_copy_number_once"),
            models.CheckConstraint(
                name="device_copy_wiped_after", condition=Q(wiped_at__isnull=True) | Q(wiped_at__gte=F("handed_out_at"))
            ),
        ]

    def __str__(self):
        return f"Kopi {self.number}"

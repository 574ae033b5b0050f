"""The days the municipality's offices are closed beside the public holidays, set by the unit itself.

They make the citizen's time to answer longer and none of the municipality's own (``base/deadlines.py``). A letter's
deadline is stored with the hearing: a day that is set or removed later doesn't move it. Only the longer time of a
letter that arrived late is counted anew, by the days that stand then (``Hearing.runs_until``).
"""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone

from sanktion.models.staff import User


class ClosingDayQuerySet(models.QuerySet):
    def dates_from(self, day: date) -> frozenset[date]:
        """What a deadline that ends on ``day`` or later has to pass over."""
        return frozenset(self.filter(day__gte=day).values_list("day", flat=True))


class ClosingDay(models.Model):
    """Removed, never changed; and a day that has gone is neither set nor removed (trigger ``closing_day_gate``)."""

    app_role_may = "SELECT, INSERT, DELETE"

    day = models.DateField("dag", unique=True)
    name = models.CharField("anledning", max_length=60)
    made_at = models.DateTimeField("oprettet", default=timezone.now, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = ClosingDayQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "lukkedag", "lukkedage"
        ordering = ["day"]
        constraints = [models.CheckConstraint(name="closing_day_has_name", condition=Q(name__regex=r"\S"))]

    def __str__(self):
        return f"{self.name}, {self.day:%d-%m-%Y}"

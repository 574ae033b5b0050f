"""The days the municipality's offices are closed beside the public holidays, set by the unit itself.

They make the citizen's time to answer longer and none of the municipality's own (``base/deadlines.py``). A letter's
deadline is stored with the hearing: a day that is set or removed later doesn't move it. Only the longer time of a
letter that arrived late is counted anew (``Hearing.runs_until``), and no removal makes it shorter: a removed day is
kept, and counted for whoever was written to before.
"""

from datetime import date, datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from sanktion.models.staff import User


class ClosingDayQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(removed_at=None)

    def dates_from(self, day: date, *, told_at: datetime | None = None) -> frozenset[date]:
        """What a deadline that ends on ``day`` or later has to pass over.

        For someone who was told at ``told_at`` how their time is counted, that is also what has been removed since.
        """
        counts = Q(removed_at=None)
        if told_at:
            counts |= Q(removed_at__gt=told_at)
        return frozenset(self.filter(counts, day__gte=day).values_list("day", flat=True))


class ClosingDay(models.Model):
    """Removed, never changed; and a day that has gone is neither set nor removed (trigger ``closing_day_gate``)."""

    app_role_may = "SELECT, INSERT, UPDATE"

    day = models.DateField("dag")
    name = models.CharField("anledning", max_length=60)
    made_at = models.DateTimeField("oprettet", default=timezone.now, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    # By the clock of the database, which writes it.
    removed_at = models.DateTimeField("fjernet", null=True, editable=False)
    removed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, editable=False)

    objects = ClosingDayQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "lukkedag", "lukkedage"
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["day"], name="closing_day_stands_once", condition=Q(removed_at=None)),
            models.CheckConstraint(name="closing_day_has_name", condition=Q(name__regex=r"\S")),
            models.CheckConstraint(
                name="closing_day_removed_by_someone",
                condition=Q(removed_at=None, removed_by=None) | Q(removed_at__isnull=False, removed_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.day:%d-%m-%Y}"

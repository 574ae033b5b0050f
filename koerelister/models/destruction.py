from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from koerelister.models.area import Area
from sanktion.base.privileges import APPEND_ONLY
from sanktion.models import User

LEGAL_GROUND = "Databeskyttelsesforordningen art. 5, stk. 1, litra c og e"


class DestructionRecord(models.Model):
    """B046: that a list was destroyed, by whom and on what ground. Says nothing about any citizen."""

    app_role_may = APPEND_ONLY

    number = models.CharField("listenummer", max_length=24, unique=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="område")
    date = models.DateField("listens dato")
    stops = models.PositiveSmallIntegerField("stop")
    visited = models.PositiveSmallIntegerField("besøgt")
    copies_printed = models.PositiveSmallIntegerField("udskrevne eksemplarer")
    copies_shredded = models.PositiveSmallIntegerField("makulerede eksemplarer")
    legal_ground = models.CharField("retsgrundlag", max_length=100, default=LEGAL_GROUND)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="destrueret af")
    at = models.DateTimeField("destrueret", default=timezone.now, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = "destruktion", "destruktioner"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(name="destruction_paper_all_gone", condition=Q(copies_shredded=F("copies_printed"))),
            models.CheckConstraint(name="destruction_visited_in_stops", condition=Q(visited__lte=F("stops"))),
        ]

    def __str__(self):
        return f"Destruktion af {self.number}"

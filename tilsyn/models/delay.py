"""What was told when a deadline could not be kept: by the unit (V053, V098) and by the directorate (V126)."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from sanktion.base.privileges import APPEND_ONLY
from sanktion.base.row_security import SOMEBODY
from sanktion.models import User
from tilsyn.models.paper import SupervisionPaper
from tilsyn.models.supervision import Supervision


class SupervisionDelay(models.Model):
    """The notice of delay as it was given. ``new_due`` became the deadline; migration 0003 lets nothing else."""

    app_role_may = APPEND_ONLY

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    supervision = models.ForeignKey(Supervision, models.PROTECT, related_name="delays")
    old_due = models.DateField("frist før")
    new_due = models.DateField("ny frist")
    reason = models.TextField("grund")
    paper = models.OneToOneField(SupervisionPaper, models.PROTECT, related_name="delay")
    at = models.DateTimeField("afgivet", default=timezone.now, editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name, verbose_name_plural = "meddelelse om forsinkelse", "meddelelser om forsinkelse"
        ordering = [F("at").asc(), F("pk").asc()]
        constraints = [
            models.CheckConstraint(name="delay_is_to_a_later_day", condition=Q(new_due__gt=F("old_due"))),
            models.CheckConstraint(name="delay_says_why", condition=Q(reason__regex=r"\S")),
        ]

    def __str__(self):
        return f"Meddelelse om forsinkelse {self.pk}"

    @property
    def is_late(self) -> bool:
        """V053: given when the deadline it was about had passed."""
        return timezone.localdate(self.at) > self.old_due


class DirectorateDelay(models.Model):
    """The directorate told that its result is late, why, and by when it comes."""

    app_role_may = APPEND_ONLY
    row_rule = SOMEBODY

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    supervision = models.ForeignKey(Supervision, models.PROTECT, related_name="directorate_delays")
    received_on = models.DateField("modtaget")
    expected_on = models.DateField("ventes senest")
    reason = models.TextField("direktoratets grund")
    paper = models.OneToOneField(SupervisionPaper, models.PROTECT, null=True, related_name="directorate_delay")
    at = models.DateTimeField("noteret", default=timezone.now, editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name, verbose_name_plural = "direktoratets forsinkelse", "direktoratets forsinkelser"
        ordering = [F("at").asc(), F("pk").asc()]
        constraints = [
            models.CheckConstraint(name="directorate_delay_is_ahead", condition=Q(expected_on__gt=F("received_on"))),
            models.CheckConstraint(name="directorate_delay_says_why", condition=Q(reason__regex=r"\S")),
        ]

    def __str__(self):
        return f"Direktoratets forsinkelse {self.pk}"

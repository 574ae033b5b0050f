from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from parthoering.models.hearing import Hearing
from sanktion.base.danish import long_date
from sanktion.base.encryption import EncryptedTextField
from sanktion.base.privileges import APPEND_ONLY
from sanktion.models import CaseDocument, User


class HearingExtension(models.Model):
    """Forvaltningsloven § 21: the citizen has asked for more time. The letter's own date stays what it is; each move
    is a row of its own beside it, and the database lets the date move one way only, while the hearing is open."""

    app_role_may = APPEND_ONLY

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="extensions")
    old_deadline = models.DateField("hidtil")
    new_deadline = models.DateField("udsat til")
    reason = EncryptedTextField("begrundelse")
    letter = models.OneToOneField(CaseDocument, models.PROTECT, null=True, related_name="+", verbose_name="brev")
    made_at = models.DateTimeField("udsat", default=timezone.now, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="udsat af")

    class Meta:
        verbose_name, verbose_name_plural = "udsættelse", "udsættelser"
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(name="extension_is_later", condition=Q(new_deadline__gt=F("old_deadline"))),
            models.UniqueConstraint(fields=["hearing", "new_deadline"], name="extension_date_once"),
        ]

    def __str__(self):
        return f"Udsættelse {self.pk}"

    @property
    def sentence(self) -> str:
        """«udsat til 1. juni 2026, fordi …»"""
        return f"udsat til {long_date(self.new_deadline)}, fordi {self.reason}"


class HearingReminder(models.Model):
    """One short reminder of the deadline, and never two: the hearing has room for one."""

    app_role_may = APPEND_ONLY
    seen_through = "hearing"

    hearing = models.OneToOneField(Hearing, models.PROTECT, related_name="reminder")
    letter = models.OneToOneField(CaseDocument, models.PROTECT, related_name="+", verbose_name="brev")
    sent_at = models.DateTimeField("påmindet", default=timezone.now, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = "påmindelse", "påmindelser"

    def __str__(self):
        return f"Påmindelse {self.pk}"

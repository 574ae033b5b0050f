from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from parthoering.models.channel import NEVER_DELETED, Channel
from sanktion.base.acting import current_user
from sanktion.base.encryption import EncryptedTextField
from sanktion.models import Case, CaseChildQuerySet


class RepresentativeRole(models.TextChoices):
    GUARDIAN = "guardian", "Værge"
    PARTY = "party", "Partsrepræsentant"


class RepresentativeQuerySet(CaseChildQuerySet):
    def on(self, day: date):
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)


class Representative(models.Model):
    """Someone who gets the citizen's letters too: a guardian, or one the citizen has chosen (forvaltningsloven § 8).

    Is ended with a date, never deleted: it must be seen to whom a letter went.
    """

    app_role_may = NEVER_DELETED

    case = models.ForeignKey(Case, models.PROTECT, related_name="representatives", verbose_name="sag")
    role = models.CharField("rolle", max_length=10, choices=RepresentativeRole.choices)
    name = models.CharField("navn", max_length=130)
    cpr = EncryptedTextField("CPR-nummer", blank=True, default="")
    street_line = models.CharField("vej og nummer", max_length=80, blank=True)
    postal_line = models.CharField("postnummer og by", max_length=60, blank=True)
    channel = models.CharField("brevene sendes med", max_length=20, choices=Channel.choices)
    valid_from = models.DateField("fra", default=timezone.localdate)
    valid_to = models.DateField("til og med", null=True, blank=True)

    objects = RepresentativeQuerySet.as_manager()
    history = HistoricalRecords(get_user=current_user)

    class Meta:
        verbose_name, verbose_name_plural = "repræsentant", "repræsentanter"
        ordering = ["valid_from", "pk"]
        constraints = [
            models.CheckConstraint(name="representative_role_known", condition=Q(role__in=RepresentativeRole.values)),
            models.CheckConstraint(name="representative_channel_known", condition=Q(channel__in=Channel.values)),
            models.CheckConstraint(
                name="representative_letter_has_address",
                condition=~Q(channel=Channel.LETTER) | ~Q(street_line="") & ~Q(postal_line=""),
            ),
            models.CheckConstraint(
                name="representative_period_forward",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self):
        return f"Repræsentant {self.pk}"

    @property
    def is_guardian(self) -> bool:
        return self.role == RepresentativeRole.GUARDIAN

    @property
    def has_address(self) -> bool:
        return bool(self.street_line and self.postal_line)

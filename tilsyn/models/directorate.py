"""V006, V076: the authority that supervises, as dated data: names and addresses change over the years."""

from django.db import models
from simple_history.models import HistoricalRecords

from sanktion.base.acting import current_user
from sanktion.models.rules import DatedRule

MEBIBYTE = 1024 * 1024


class Directorate(DatedRule):
    name = models.CharField("navn", max_length=120)
    address = models.CharField("adresse", max_length=200, help_text="På én linje, som på en konvolut.")
    email = models.EmailField("sikker e-mailadresse", blank=True)
    website = models.URLField("hjemmeside", blank=True)
    legal_ground = models.CharField("retsgrundlag", max_length=300)
    # The recipient's certificate for encryption: PEM.
    certificate = models.TextField("certifikat", blank=True)
    message_limit = models.PositiveIntegerField("største e-mail (byte)", default=20 * MEBIBYTE)

    history = HistoricalRecords(get_user=current_user)

    class Meta(DatedRule.Meta):
        verbose_name, verbose_name_plural = "tilsynsmyndighed", "tilsynsmyndigheder"
        ordering = ["-valid_from"]
        constraints = [
            *DatedRule.Meta.constraints,
            models.UniqueConstraint(fields=["valid_from"], name="directorate_once_a_day"),
        ]

    def __str__(self):
        return self.name

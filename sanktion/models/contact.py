from datetime import datetime

from django.db import models
from django.utils import timezone

from sanktion.base.encryption import EncryptedJSONField
from sanktion.base.privileges import APPEND_ONLY
from sanktion.models.case import Case, CaseChildQuerySet


class ContactChannel(models.TextChoices):
    """B019: the list is open. The channel lies inside the sealed row (B048)."""

    PHONE = "phone", "Telefon"
    SMS = "sms", "SMS"
    EMAIL = "email", "E-mail"
    DIGITAL_POST = "digital_post", "Digital Post"
    LETTER = "letter", "Brev"
    IN_PERSON = "in_person", "Personligt fremmøde"
    RELATIVE = "relative", "Pårørende eller støtteperson"
    VISIT = "visit", "Hjemmebesøg"
    OTHER = "other", "Andet"


class ContactResult(models.TextChoices):
    REACHED = "reached", "Kontakt opnået"
    NOT_REACHED = "not_reached", "Ingen kontakt"
    MESSAGE_LEFT = "message_left", "Besked lagt"
    WRONG_NUMBER = "wrong_number", "Forkert nummer eller adresse"


class ContactAttempt(models.Model):
    """B018: one attempt at contact. Channel, time, result and text are one sealed payload: it can be counted for a
    case that needs it documented, but no query can tell a visit from a phone call."""

    app_role_may = APPEND_ONLY

    case = models.ForeignKey(Case, models.PROTECT, related_name="contact_attempts")
    recorded_at = models.DateTimeField("noteret", default=timezone.now, editable=False)
    content = EncryptedJSONField()

    objects = CaseChildQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "kontaktforsøg", "kontaktforsøg"
        ordering = ["recorded_at", "pk"]
        indexes = [models.Index(fields=["case", "recorded_at"], name="contact_case_recorded")]

    def __str__(self):
        return "Kontaktforsøg"

    @property
    def channel(self) -> ContactChannel:
        return ContactChannel(self.content["channel"])

    @property
    def reached(self) -> bool:
        return self.content["reached"]

    @property
    def result(self) -> ContactResult:
        # Those noted before the result was asked for, and those of a visit, say only whether.
        plain = ContactResult.REACHED if self.reached else ContactResult.NOT_REACHED
        return ContactResult(self.content.get("result") or plain)

    @property
    def times(self) -> int:
        return self.content.get("times", 1)

    @property
    def happened_at(self) -> datetime:
        return datetime.fromisoformat(self.content["happened_at"])

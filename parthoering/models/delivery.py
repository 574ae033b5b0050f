import uuid
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from parthoering.models.channel import NEVER_DELETED, Channel
from sanktion.base.transitions import StatusModel
from sanktion.models import CaseDocument


class DeliveryStatus(models.TextChoices):
    WAITING = "waiting", "Venter på afsendelse"
    SENT = "sent", "Afsendt"
    FAILED = "failed", "Kunne ikke afsendes"


class DeliveryQuerySet(models.QuerySet):
    def due(self):
        return self.filter(status=DeliveryStatus.WAITING, next_try_at__lte=timezone.now())


class Delivery(StatusModel):
    """The sending of one letter. PostgreSQL knows how far it got; the identifier makes it safe to send twice."""

    MAX_ATTEMPTS = 12
    LONGEST_WAIT = timedelta(hours=1)
    TRANSITIONS = {
        DeliveryStatus.WAITING: {DeliveryStatus.SENT, DeliveryStatus.FAILED},
        DeliveryStatus.FAILED: {DeliveryStatus.WAITING},
        DeliveryStatus.SENT: set(),
    }
    app_role_may = NEVER_DELETED

    document = models.OneToOneField(CaseDocument, models.PROTECT, related_name="delivery", verbose_name="dokument")
    message_uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    channel = models.CharField("sendes med", max_length=20, choices=Channel.choices)
    status = models.CharField(
        "status", max_length=10, choices=DeliveryStatus.choices, default=DeliveryStatus.WAITING, editable=False
    )
    attempts = models.PositiveSmallIntegerField("forsøg", default=0, editable=False)
    next_try_at = models.DateTimeField("næste forsøg", default=timezone.now, editable=False)
    sent_at = models.DateTimeField("afsendt", null=True, editable=False)
    receipt = models.CharField("kvittering", max_length=80, blank=True, editable=False)
    error_code = models.CharField("fejlkode", max_length=80, blank=True, editable=False)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "afsendelse", "afsendelser"
        indexes = [
            models.Index(fields=["next_try_at"], name="delivery_due", condition=Q(status=DeliveryStatus.WAITING))
        ]
        constraints = [
            models.CheckConstraint(name="delivery_status_known", condition=Q(status__in=DeliveryStatus.values)),
            models.CheckConstraint(name="delivery_channel_known", condition=Q(channel__in=Channel.values)),
            models.CheckConstraint(
                name="delivery_sent_has_time",
                condition=Q(status=DeliveryStatus.SENT, sent_at__isnull=False)
                | Q(~Q(status=DeliveryStatus.SENT), sent_at__isnull=True),
            ),
        ]

    def __str__(self):
        return f"Afsendelse {self.pk}"

    def mark_sent(self, receipt: str) -> None:
        self._move_to(
            DeliveryStatus.SENT,
            by=None,
            reason="Afsendt",
            attempts=self.attempts + 1,
            sent_at=timezone.now(),
            receipt=receipt,
            error_code="",
        )

    def note_failure(self, code: str) -> None:
        """Try again after 2, 4, 8 … minutes, at most an hour; give up after ``MAX_ATTEMPTS`` and let a person see."""
        self.attempts += 1
        self.error_code = code
        self.next_try_at = timezone.now() + min(timedelta(minutes=2**self.attempts), self.LONGEST_WAIT)
        self.save(update_fields=["attempts", "error_code", "next_try_at"])
        if self.attempts >= self.MAX_ATTEMPTS:
            self._move_to(DeliveryStatus.FAILED, by=None, reason="Kunne ikke afsendes")

    def send_again(self, *, by) -> None:
        self._move_to(
            DeliveryStatus.WAITING, by=by, reason="Sendes igen", attempts=0, next_try_at=timezone.now(), error_code=""
        )

import uuid
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from parthoering.models.channel import NEVER_DELETED, Channel
from parthoering.models.representative import Representative
from sanktion.base.transitions import StatusModel
from sanktion.models import CaseDocument
from sanktion.models.case import case_scope


class DeliveryStatus(models.TextChoices):
    WAITING = "waiting", "Venter på afsendelse"
    QUEUED = "queued", "I printkøen"
    SENT = "sent", "Afsendt"
    AVAILABLE = "available", "Fremme"
    FAILED = "failed", "Kunne ikke afsendes"
    RETURNED = "returned", "Kom retur"


DISPATCHED = [DeliveryStatus.SENT, DeliveryStatus.AVAILABLE]
UNDELIVERED = [DeliveryStatus.FAILED, DeliveryStatus.RETURNED]


class DeliveryQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(case_scope(user, "document__case__"))

    def due(self):
        return self.filter(status=DeliveryStatus.WAITING, next_try_at__lte=timezone.now())

    def queued(self):
        return self.filter(status=DeliveryStatus.QUEUED)

    def latest_to_citizen(self, document: CaseDocument) -> "Delivery | None":
        return self.filter(document=document, representative=None).order_by("-pk").first()


class Delivery(StatusModel):
    """The sending of one letter to one addressee. PostgreSQL knows how far it got; the identifier makes it safe to
    send twice. A letter sent by another channel is a new delivery of the same sealed document; the latest counts."""

    MAX_ATTEMPTS = 12
    LONGEST_WAIT = timedelta(hours=1)
    TRANSITIONS = {
        DeliveryStatus.WAITING: {DeliveryStatus.QUEUED, DeliveryStatus.SENT, DeliveryStatus.FAILED},
        DeliveryStatus.QUEUED: {DeliveryStatus.SENT},
        DeliveryStatus.SENT: {DeliveryStatus.AVAILABLE, DeliveryStatus.FAILED, DeliveryStatus.RETURNED},
        DeliveryStatus.AVAILABLE: set(),
        DeliveryStatus.FAILED: {DeliveryStatus.WAITING},
        DeliveryStatus.RETURNED: set(),
    }
    app_role_may = NEVER_DELETED

    document = models.ForeignKey(CaseDocument, models.PROTECT, related_name="deliveries", verbose_name="dokument")
    representative = models.ForeignKey(
        Representative, models.PROTECT, null=True, related_name="deliveries", verbose_name="repræsentant"
    )
    # A party's representative gets a copy; the deadline waits for the citizen's letter and a guardian's.
    is_required = models.BooleanField("fristen venter på det", default=True, editable=False)
    message_uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    channel = models.CharField("sendes med", max_length=20, choices=Channel.choices)
    delivery_days = models.PositiveSmallIntegerField("dage undervejs", default=0, editable=False)
    status = models.CharField(
        "status", max_length=10, choices=DeliveryStatus.choices, default=DeliveryStatus.WAITING, editable=False
    )
    attempts = models.PositiveSmallIntegerField("forsøg", default=0, editable=False)
    next_try_at = models.DateTimeField("næste forsøg", default=timezone.now, editable=False)
    sent_at = models.DateTimeField("afsendt", null=True, editable=False)
    available_at = models.DateTimeField("fremme", null=True, editable=False)
    receipt = models.CharField("kvittering", max_length=80, blank=True, editable=False)
    error_code = models.CharField("fejlkode", max_length=80, blank=True, editable=False)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "afsendelse", "afsendelser"
        indexes = [
            models.Index(fields=["next_try_at"], name="delivery_due", condition=Q(status=DeliveryStatus.WAITING)),
            models.Index(fields=["id"], name="delivery_queued", condition=Q(status=DeliveryStatus.QUEUED)),
        ]
        constraints = [
            models.CheckConstraint(name="delivery_status_known", condition=Q(status__in=DeliveryStatus.values)),
            models.CheckConstraint(name="delivery_channel_known", condition=Q(channel__in=Channel.values)),
            models.CheckConstraint(
                name="delivery_sent_has_time",
                condition=Q(status__in=[*DISPATCHED, DeliveryStatus.RETURNED], sent_at__isnull=False)
                | Q(status__in=[DeliveryStatus.WAITING, DeliveryStatus.QUEUED], sent_at__isnull=True)
                | Q(status=DeliveryStatus.FAILED),
            ),
            models.CheckConstraint(
                name="delivery_available_has_time",
                condition=Q(status=DeliveryStatus.AVAILABLE, available_at__isnull=False)
                | Q(~Q(status=DeliveryStatus.AVAILABLE), available_at__isnull=True),
            ),
            models.UniqueConstraint(
                name="delivery_one_under_way",
                fields=["document", "representative"],
                condition=~Q(status__in=UNDELIVERED),
                nulls_distinct=False,
            ),
        ]

    def __str__(self):
        return f"Afsendelse {self.pk}"

    @property
    def is_undelivered(self) -> bool:
        return self.status in UNDELIVERED

    @property
    def addressee(self) -> str:
        return self.representative.get_role_display() if self.representative_id else "Borgeren"

    def reaches_on(self) -> date | None:
        """The day the citizen's time begins: that of availability, or as the channel's days say; None before."""
        if self.status not in DISPATCHED or self.sent_at is None:
            return None
        assumed = timezone.localdate(self.sent_at) + timedelta(days=self.delivery_days)
        return max(assumed, timezone.localdate(self.available_at)) if self.available_at else assumed

    def queue(self) -> None:
        self._move_to(DeliveryStatus.QUEUED, by=None, reason="Lagt i printkøen", attempts=self.attempts + 1)

    def mark_sent(self, receipt: str, *, at: datetime | None = None, by=None) -> None:
        self._move_to(
            DeliveryStatus.SENT,
            by=by,
            reason="Afsendt",
            attempts=self.attempts + 1,
            sent_at=at or timezone.now(),
            receipt=receipt,
            error_code="",
        )

    def note_sent(self, at: datetime) -> None:
        """The gateway tells when the letter really left: only a later moment says more than we know."""
        if self.sent_at and at > self.sent_at:
            self.sent_at = at
            self.save(update_fields=["sent_at"])

    def mark_available(self, at: datetime) -> None:
        self._move_to(DeliveryStatus.AVAILABLE, by=None, reason="Fremme", available_at=at)

    def fail(self, code: str) -> None:
        self._move_to(DeliveryStatus.FAILED, by=None, reason="Kunne ikke afsendes", error_code=code)

    def come_back(self, code: str, *, by=None) -> None:
        self._move_to(DeliveryStatus.RETURNED, by=by, reason="Kom retur", error_code=code)

    def note_failure(self, code: str) -> None:
        """Try again after 2, 4, 8 … minutes, at most an hour; give up after ``MAX_ATTEMPTS`` and let a person see."""
        self.attempts += 1
        self.error_code = code
        self.next_try_at = timezone.now() + min(timedelta(minutes=2**self.attempts), self.LONGEST_WAIT)
        self.save(update_fields=["attempts", "error_code", "next_try_at"])
        if self.attempts >= self.MAX_ATTEMPTS:
            self.fail(code)

    def send_again(self, *, by) -> None:
        self._move_to(
            DeliveryStatus.WAITING,
            by=by,
            reason="Sendes igen",
            attempts=0,
            next_try_at=timezone.now(),
            sent_at=None,
            error_code="",
        )


def days_under_way(channel: Channel) -> int:
    return settings.SANKTION_DELIVERY_DAYS[channel]

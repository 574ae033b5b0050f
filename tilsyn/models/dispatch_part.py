"""One sealed mail of a dispatch. It is sent once, or somebody says why it is sent again."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from sanktion.base.mail_transport import ANSWER_SECONDS
from sanktion.base.secure_mail import Sealed
from sanktion.base.transitions import StatusModel
from sanktion.models import User

# Longer than the mail server may be about its answer.
UNKNOWN_AFTER = timedelta(seconds=ANSWER_SECONDS + 60)
# A worker that took a part up this long ago is gone.
CLAIM_LASTS = timedelta(minutes=3)


class PartStatus(models.TextChoices):
    WAITING = "waiting", "Venter"
    # From just before its last word until the mail server has answered.
    SENDING = "sending", "Afleveres"
    SENT = "sent", "Sendt"
    UNCERTAIN = "uncertain", "Usikker"
    FAILED = "failed", "Ikke sendt"


PART_TRANSITIONS = {
    PartStatus.WAITING: {PartStatus.SENDING, PartStatus.FAILED},
    PartStatus.SENDING: {PartStatus.SENT, PartStatus.UNCERTAIN, PartStatus.FAILED},
    PartStatus.FAILED: {PartStatus.WAITING},
    PartStatus.UNCERTAIN: {PartStatus.SENT, PartStatus.WAITING},
    PartStatus.SENT: set(),
}
HANDED_OVER = [PartStatus.SENDING, PartStatus.SENT, PartStatus.UNCERTAIN]
SHA256 = r"^[0-9a-f]{64}$"


class DispatchPartQuerySet(models.QuerySet):
    def claim(self, part: "DispatchPart") -> bool:
        """Take the part up, unless another worker has it."""
        now = timezone.now()
        free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - CLAIM_LASTS)
        waiting = self.filter(free, pk=part.pk, status=PartStatus.WAITING)
        return bool(waiting.update(claimed_at=now, attempts=F("attempts") + 1))

    def unknown(self):
        """Handed over by a worker that hasn't told how it went, and never will."""
        return self.filter(status=PartStatus.SENDING, status_changed_at__lt=timezone.now() - UNKNOWN_AFTER)


class DispatchPart(StatusModel):
    """What is known of the mail; the mail itself is kept nowhere. ``sha256`` is of the sealed message."""

    TRANSITIONS = PART_TRANSITIONS
    app_role_may = "SELECT, INSERT, UPDATE"

    dispatch = models.ForeignKey("Dispatch", models.PROTECT, related_name="parts")
    number = models.PositiveSmallIntegerField("del")
    status = models.CharField(
        "status", max_length=10, choices=PartStatus.choices, default=PartStatus.WAITING, editable=False
    )
    # The same however often it is sent, so that the recipient can tell.
    message_id = models.CharField("message-id", max_length=200, unique=True)
    claimed_at = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField("forsøg", default=0, editable=False)
    failure = models.CharField("fejl", max_length=300, blank=True, editable=False)
    recipient = models.EmailField("modtager", blank=True, editable=False)
    serial = models.CharField("certifikatets serienr.", max_length=64, blank=True, editable=False)
    fingerprint = models.CharField("certifikatets fingeraftryk", max_length=64, blank=True, editable=False)
    signed = models.BooleanField("underskrevet", default=False, editable=False)
    encrypted = models.BooleanField("krypteret", default=False, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    size = models.PositiveIntegerField("størrelse (byte)", default=0, editable=False)
    sent_at = models.DateTimeField("sendt", null=True, editable=False)
    # Who decided what became of an uncertain part, and from what.
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")
    decision = models.CharField("hvorfra det vides", max_length=300, blank=True, editable=False)

    objects = DispatchPartQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "del af forsendelse", "dele af forsendelse"
        ordering = [F("number").asc()]
        constraints = [
            models.UniqueConstraint(fields=["dispatch", "number"], name="dispatch_part_once"),
            models.CheckConstraint(name="dispatch_part_status_known", condition=Q(status__in=PartStatus.values)),
            # V085: nothing leaves that isn't both signed and encrypted, and for whom is known.
            models.CheckConstraint(
                name="dispatch_part_leaves_sealed",
                condition=~Q(status__in=HANDED_OVER)
                | Q(signed=True, encrypted=True, sha256__regex=SHA256, fingerprint__regex=SHA256, size__gt=0)
                & ~Q(recipient=""),
            ),
            models.CheckConstraint(
                name="dispatch_part_sent_says_when",
                condition=Q(status=PartStatus.SENT, sent_at__isnull=False)
                | (~Q(status=PartStatus.SENT) & Q(sent_at__isnull=True)),
            ),
        ]

    def __str__(self):
        return f"Del {self.number}"

    def hand_over(self, sealed: Sealed, *, size: int, recipient: str) -> None:
        facts = {
            "signed": True,
            "encrypted": True,
            "sha256": sealed.sha256,
            "serial": sealed.serial[:64],
            "fingerprint": sealed.fingerprint,
            "size": size,
            "recipient": recipient,
        }
        self._move_to(PartStatus.SENDING, by=None, reason="Afleveres", **facts)

    def mark_sent(self) -> None:
        self._move_to(PartStatus.SENT, by=None, reason="Sendt", sent_at=timezone.now(), failure="")

    def fail(self, failure: str) -> None:
        self._move_to(PartStatus.FAILED, by=None, reason="Ikke sendt", failure=failure[:300], claimed_at=None)

    def mark_uncertain(self, failure: str) -> None:
        self._move_to(PartStatus.UNCERTAIN, by=None, reason="Usikker", failure=failure[:300], claimed_at=None)

    def wait_again(self, *, by) -> None:
        self._move_to(PartStatus.WAITING, by=by, reason="Sendes igen", failure="", claimed_at=None)

    def decide(self, *, arrived: bool, known_from: str, by) -> None:
        """Of an uncertain part: it arrived, or it is to be sent again."""
        facts = {"decided_by": by, "decision": known_from, "failure": "", "claimed_at": None}
        if arrived:
            facts["sent_at"] = timezone.now()
        status = PartStatus.SENT if arrived else PartStatus.WAITING
        self._move_to(status, by=by, reason="Afgjort", **facts)

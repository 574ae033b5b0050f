"""Many hearing letters in one action: what was asked for, row by row, and what became of each."""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from parthoering.models.channel import NEVER_DELETED
from parthoering.models.hearing import Hearing
from sanktion.base.transitions import StatusModel
from sanktion.models import Case, NegativeEvent, User

# A letter takes a second; a batch in which nothing has happened for this long has lost its worker.
STALLED_AFTER = timedelta(minutes=1)


class BatchStatus(models.TextChoices):
    RUNNING = "running", "Sendes"
    DONE = "done", "Færdig"
    STOPPED = "stopped", "Standset"


class RowStatus(models.TextChoices):
    WAITING = "waiting", "Venter"
    SENT = "sent", "Sendt"
    REFUSED = "refused", "Ikke sendt"
    CANCELLED = "cancelled", "Annulleret"


class Refusal(models.TextChoices):
    """Why a row gets no letter. A code, so that no sentence about a citizen is kept beside the case."""

    STATUS = "status", "Sagen er ikke ny. Send en partshøring mere fra sagen selv."
    PROTECTED = "protected", "Adressen er beskyttet. Send brevet fra sagen selv."
    UNREACHABLE = "unreachable", "Borgeren har hverken Digital Post eller en kendt adresse."
    ELSEWHERE = "elsewhere", "Står allerede i en forsendelse, der er i gang."
    OUT_OF_SCOPE = "out_of_scope", "Du har ikke længere adgang."
    NO_RIGHT = "no_right", "Du har ikke længere ret til at behandle sager."
    NOT_ALLOWED = "not_allowed", "Brevet kunne ikke sendes. Prøv fra sagen: den siger hvorfor."
    FAILED = "failed", "Der skete en uventet fejl. Prøv igen fra sagen."


class HearingBatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A batch is its maker's own: what became of each case is seen on the case."""
        return self.filter(created_by=user)

    def running(self):
        return self.filter(status=BatchStatus.RUNNING)

    def stalled(self):
        quiet_since = timezone.now() - STALLED_AFTER
        lately = HearingBatchRow.objects.filter(batch=OuterRef("pk"), status_changed_at__gt=quiet_since)
        return self.running().filter(~Exists(lately), status_changed_at__lte=quiet_since)

    def with_counts(self):
        counts = {status.value: Count("rows", filter=Q(rows__status=status)) for status in RowStatus}
        return self.annotate(total=Count("rows"), **counts)


class HearingBatch(StatusModel):
    TRANSITIONS = {
        BatchStatus.RUNNING: {BatchStatus.DONE, BatchStatus.STOPPED},
        BatchStatus.DONE: set(),
        BatchStatus.STOPPED: set(),
    }
    app_role_may = NEVER_DELETED

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    status = models.CharField(
        "status", max_length=10, choices=BatchStatus.choices, default=BatchStatus.RUNNING, editable=False
    )
    created_at = models.DateTimeField("bestilt", default=timezone.now, editable=False)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="bestilt af")

    objects = HearingBatchQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "forsendelse", "forsendelser"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["created_by", "-id"], name="batch_created_by"),
            models.Index(fields=["id"], name="batch_running", condition=Q(status=BatchStatus.RUNNING)),
        ]
        constraints = [models.CheckConstraint(name="batch_status_known", condition=Q(status__in=BatchStatus.values))]

    def __str__(self):
        return f"Forsendelse {self.pk}"

    @property
    def is_running(self) -> bool:
        return self.status == BatchStatus.RUNNING

    def finish(self) -> None:
        self._move_to(BatchStatus.DONE, by=None, reason="Alle breve er behandlet")

    def stop(self, *, by) -> None:
        self._move_to(BatchStatus.STOPPED, by=by, reason="Standset")


class HearingBatchRowQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The rows of the user's own batches whose case, or event without one, the user may see today."""
        untaken = Q(event__is_taken_up=False, event__citizen__team__in=user.team_ids)
        own = self.filter(batch__created_by=user)
        return own.filter(untaken | Q(event__case__in=Case.objects.visible_to(user)))

    def waiting(self):
        return self.filter(status=RowStatus.WAITING)

    def cancel(self) -> int:
        """Those that still wait; the one a worker is busy with is waited for, and stays what it became."""
        return self.waiting().update(status=RowStatus.CANCELLED, status_changed_at=timezone.now())


class HearingBatchRow(StatusModel):
    """One letter. Named by the event, for the case may first be opened when the letter is sent."""

    TRANSITIONS = {
        RowStatus.WAITING: {RowStatus.SENT, RowStatus.REFUSED, RowStatus.CANCELLED},
        RowStatus.SENT: set(),
        RowStatus.REFUSED: set(),
        RowStatus.CANCELLED: set(),
    }
    app_role_may = NEVER_DELETED

    batch = models.ForeignKey(HearingBatch, models.PROTECT, related_name="rows")
    event = models.ForeignKey(NegativeEvent, models.PROTECT, related_name="+", verbose_name="hændelse")
    status = models.CharField(
        "status", max_length=10, choices=RowStatus.choices, default=RowStatus.WAITING, editable=False
    )
    hearing = models.OneToOneField(Hearing, models.PROTECT, null=True, related_name="+", verbose_name="partshøring")
    refusal = models.CharField("grund", max_length=12, choices=Refusal.choices, blank=True, editable=False)

    objects = HearingBatchRowQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "række i forsendelse", "rækker i forsendelse"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "event"], name="batch_row_once"),
            # Nobody is waited for twice, whoever asked.
            models.UniqueConstraint(
                fields=["event"], name="batch_event_waits_once", condition=Q(status=RowStatus.WAITING)
            ),
            models.CheckConstraint(name="batch_row_status_known", condition=Q(status__in=RowStatus.values)),
            models.CheckConstraint(
                name="batch_row_sent_has_hearing",
                condition=Q(status=RowStatus.SENT, hearing__isnull=False)
                | (~Q(status=RowStatus.SENT) & Q(hearing__isnull=True)),
            ),
            models.CheckConstraint(
                name="batch_row_refused_has_reason",
                condition=Q(status=RowStatus.REFUSED, refusal__in=Refusal.values)
                | (~Q(status=RowStatus.REFUSED) & Q(refusal="")),
            ),
        ]

    def __str__(self):
        return f"Række {self.pk}"

    def mark_sent(self, hearing: Hearing, *, by) -> None:
        self._move_to(RowStatus.SENT, by=by, reason="Sendt", hearing=hearing)

    def refuse(self, refusal: Refusal) -> None:
        self._move_to(RowStatus.REFUSED, by=None, reason="Ikke sendt", refusal=refusal)

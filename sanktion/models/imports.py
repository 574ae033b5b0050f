"""Files that load many rows at once, and what the sender was told about each of them."""

from datetime import date, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from sanktion.base.encryption import EncryptedBytesField, EncryptedJSONField
from sanktion.base.row_security import ME
from sanktion.base.transitions import StatusModel
from sanktion.models.staff import Team, User

# A worker that still works holds the row's lock; one that was killed has let go of it long before this.
STALLED_AFTER = timedelta(minutes=2)
# A list of events no longer than this is looked through row by row before it is loaded.
MAX_LIST = 500


class ImportKind(models.TextChoices):
    ADDRESSES = "addresses", "Adresser"
    CITIZENS = "citizens", "Borgere"
    EVENTS = "events", "Hændelser"


class ImportStatus(models.TextChoices):
    UPLOADED = "uploaded", "Klar til indlæsning"
    RUNNING = "running", "Indlæses"
    DONE = "done", "Indlæst"
    FAILED = "failed", "Mislykket"


TRANSITIONS = {
    ImportStatus.UPLOADED: {ImportStatus.RUNNING},
    ImportStatus.RUNNING: {ImportStatus.DONE, ImportStatus.FAILED},
    ImportStatus.FAILED: {ImportStatus.RUNNING},
    ImportStatus.DONE: set(),
}


class ImportBatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A batch belongs to the one who sent it: its rows may concern citizens of any team."""
        return self.filter(created_by=user)

    def running(self):
        return self.filter(status=ImportStatus.RUNNING)

    def stalled(self):
        return self.running().filter(status_changed_at__lt=timezone.now() - STALLED_AFTER)

    def left_lying(self):
        """Neither loaded nor thrown away for so long that nobody will."""
        until = timezone.now() - timedelta(days=settings.SANKTION_IMPORT_DAYS)
        return self.filter(status__in=[ImportStatus.UPLOADED, ImportStatus.FAILED], status_changed_at__lt=until)

    def earlier_with(self, batch: "ImportBatch"):
        """Batches that loaded the very same bytes."""
        return self.filter(sha256=batch.sha256, status=ImportStatus.DONE).exclude(pk=batch.pk)


class ImportBatch(StatusModel):
    TRANSITIONS = TRANSITIONS
    row_rule = f"created_by_id = {ME}"

    kind = models.CharField("slags", max_length=10, choices=ImportKind.choices)
    file_name = models.CharField("fil", max_length=100)
    size = models.PositiveIntegerField("størrelse (byte)")
    sha256 = models.CharField(max_length=64)
    status = models.CharField(
        "status", max_length=10, choices=ImportStatus.choices, default=ImportStatus.UPLOADED, editable=False
    )
    created_at = models.DateTimeField("lagt op", default=timezone.now, editable=False)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="lagt op af")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="team")
    # The names of the columns, the encoding and the separator: sealed, for a stray header may hold anything.
    layout = EncryptedJSONField()
    rows = models.PositiveIntegerField("rækker")
    # The numbers of rows that the sender chose not to load.
    left_out = ArrayField(models.PositiveIntegerField(), default=list, blank=True, editable=False)
    loaded = models.PositiveIntegerField("indlæst", default=0)
    updated = models.PositiveIntegerField("opdateret", default=0)
    already = models.PositiveIntegerField("allerede indlæst", default=0)
    rejected = models.PositiveIntegerField("afvist", default=0)
    failure = models.CharField("fejl", max_length=200, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "indlæsning", "indlæsninger"
        ordering = ["-pk"]
        permissions = [("import_data", "Kan indlæse filer")]
        indexes = [
            models.Index(fields=["created_by", "-id"], name="import_created_by"),
            models.Index(fields=["sha256"], name="import_sha256"),
        ]
        constraints = [
            models.CheckConstraint(name="import_kind_known", condition=Q(kind__in=ImportKind.values)),
            models.CheckConstraint(name="import_status_known", condition=Q(status__in=ImportStatus.values)),
        ]

    def __str__(self):
        return f"Indlæsning {self.pk}"

    @property
    def may_start(self) -> bool:
        return ImportStatus.RUNNING in TRANSITIONS[ImportStatus(self.status)]

    @property
    def lies_until(self) -> date | None:
        """The last day it can be loaded; None when it is being loaded, or is."""
        days = timedelta(days=settings.SANKTION_IMPORT_DAYS)
        return timezone.localtime(self.status_changed_at + days).date() if self.may_start else None

    @property
    def is_list(self) -> bool:
        return self.kind == ImportKind.EVENTS and self.rows <= MAX_LIST

    @property
    def is_running(self) -> bool:
        return self.status == ImportStatus.RUNNING

    def begin(self, *, left_out: list[int] | None = None, by) -> None:
        """Without ``left_out`` an earlier choice stands: the batch is tried once more."""
        choice = {} if left_out is None else {"left_out": left_out}
        self._move_to(ImportStatus.RUNNING, by=by, reason="Indlæsningen er startet", failure="", **choice)

    def finish(self, *, by, **counts: int) -> None:
        self._move_to(ImportStatus.DONE, by=by, reason="Filen er indlæst", **counts)

    def fail(self, failure: str, *, by) -> None:
        self._move_to(ImportStatus.FAILED, by=by, reason="Indlæsningen mislykkedes", failure=failure)


class ImportFile(models.Model):
    """The file itself, encrypted, in a table of its own: lists don't read it, and it is gone once it is loaded."""

    batch = models.OneToOneField(ImportBatch, models.CASCADE, primary_key=True, related_name="file")
    data = EncryptedBytesField()

    class Meta:
        verbose_name, verbose_name_plural = "importfil", "importfiler"

    def __str__(self):
        return f"Fil til indlæsning {self.pk}"


class RowOutcome(models.TextChoices):
    REJECTED = "rejected", "Afvist"
    DUPLICATE = "duplicate", "Allerede indlæst"


class ImportRowQuerySet(models.QuerySet):
    def rejected(self):
        return self.filter(outcome=RowOutcome.REJECTED)


class ImportRow(models.Model):
    """A row that wasn't loaded, and why. ``content`` is ``{"cells": [...], "faults": [[column, sentence], ...]}``."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="reported_rows")
    number = models.PositiveIntegerField("række")
    outcome = models.CharField(max_length=10, choices=RowOutcome.choices)
    content = EncryptedJSONField()

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "række", "rækker"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="import_row_once"),
            models.CheckConstraint(name="import_row_outcome_known", condition=Q(outcome__in=RowOutcome.values)),
        ]

    def __str__(self):
        return f"Række {self.number}"

    @property
    def cells(self) -> list[str]:
        return self.content["cells"]

    @property
    def faults(self) -> list[tuple[str, str]]:
        return [tuple(fault) for fault in self.content["faults"]]

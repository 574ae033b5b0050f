"""What a version of what is held back consists of: its marks, what they lie on, its checks, and what leaves instead."""

import hashlib

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from sanktion.base.encryption import EncryptedBytesField, EncryptedTextField
from sanktion.base.privileges import APPEND_ONLY
from sanktion.base.redaction import Box
from sanktion.models import User
from tilsyn.models.holdback import HoldBack, HoldReason, HoldScope


class HoldBackMark(models.Model):
    """A passage (a box on a page), a page, or a journal entry; each with its own reason. Pages are numbered from 1."""

    holdback = models.ForeignKey(HoldBack, models.PROTECT, related_name="marks")
    page = models.PositiveSmallIntegerField("side", null=True)
    # In points from the lower left corner of the page as it is shown.
    x0 = models.FloatField(null=True)
    y0 = models.FloatField(null=True)
    x1 = models.FloatField(null=True)
    y1 = models.FloatField(null=True)
    entry = models.PositiveIntegerField("journalnotat", null=True)
    reason = models.CharField("grund", max_length=12, choices=HoldReason.choices)
    note = EncryptedTextField("bemærkning", blank=True, default="")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("markeret", default=timezone.now, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = "overstregning", "overstregninger"
        ordering = ["page", F("y1").desc(), "x0", "pk"]
        constraints = [
            models.CheckConstraint(name="holdback_mark_reason_known", condition=Q(reason__in=HoldReason.values)),
            models.CheckConstraint(
                name="holdback_mark_is_one_thing",
                condition=Q(entry__isnull=False, page__isnull=True, x0__isnull=True, x1__isnull=True)
                & Q(y0__isnull=True, y1__isnull=True)
                | Q(entry__isnull=True, page__gte=1, x0__isnull=True, x1__isnull=True, y0__isnull=True, y1__isnull=True)
                | Q(entry__isnull=True, page__gte=1, x1__gt=F("x0"), y1__gt=F("y0")),
            ),
            models.UniqueConstraint(
                fields=["holdback", "page", "x0", "y0", "x1", "y1"],
                condition=Q(x0__isnull=False),
                name="holdback_box_once",
            ),
            models.UniqueConstraint(
                fields=["holdback", "page"],
                condition=Q(x0__isnull=True, page__isnull=False),
                name="holdback_page_once",
            ),
            models.UniqueConstraint(
                fields=["holdback", "entry"], condition=Q(entry__isnull=False), name="holdback_entry_once"
            ),
        ]

    def __str__(self):
        return f"Overstregning {self.pk}"

    @property
    def is_box(self) -> bool:
        return self.x0 is not None

    @property
    def is_page(self) -> bool:
        return self.page is not None and self.x0 is None

    @property
    def why(self) -> str:
        return f"{self.get_reason_display()}: {self.note}" if self.note else self.get_reason_display()

    @property
    def told(self) -> str:
        """«Side 3: fortrolig adresse». Nothing of what it covers."""
        if self.entry:
            return f"Notat {self.entry} udelades: {self.why}"
        return f"Side {self.page}{' udelades' if self.is_page else ''}: {self.why}"

    @property
    def box(self) -> Box:
        return Box(self.x0, self.y0, self.x1, self.y1)


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class HoldBackSource(models.Model):
    """The journal sheet that the boxes lie on: it is made when asked for, and would be another one tomorrow."""

    app_role_may = "SELECT, INSERT, UPDATE"

    holdback = models.OneToOneField(HoldBack, models.PROTECT, primary_key=True, related_name="source")
    data = EncryptedBytesField()
    sha256 = models.CharField(max_length=64)
    # The number of the last entry there was.
    entries_through = models.PositiveIntegerField("til og med notat")
    made_at = models.DateTimeField("dannet", default=timezone.now, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = "fastholdt journalark", "fastholdte journalark"

    def __str__(self):
        return f"Journalark til tilbageholdelse {self.pk}"

    @property
    def checked(self) -> bytes:
        """Raises ValueError if they are not the bytes that were kept."""
        return _as_kept(bytes(self.data), self.sha256)


class HoldBackCheck(models.Model):
    """One reading of every box of the finished file. Nothing is approved but what the latest found clean."""

    app_role_may = APPEND_ONLY

    holdback = models.ForeignKey(HoldBack, models.PROTECT, related_name="checks")
    checked_at = models.DateTimeField("kontrolleret", default=timezone.now, editable=False)
    checked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    source_sha256 = models.CharField(max_length=64)
    result_sha256 = models.CharField(max_length=64)
    leaks = models.PositiveIntegerField("fund")

    class Meta:
        verbose_name, verbose_name_plural = "kontrol af overstregninger", "kontroller af overstregninger"
        ordering = ["pk"]

    def __str__(self):
        return f"Kontrol {self.pk}"


class HoldBackResult(models.Model):
    """What leaves in place of the paper. It exists only with the approval; the paper itself is untouched."""

    app_role_may = APPEND_ONLY

    holdback = models.OneToOneField(HoldBack, models.PROTECT, primary_key=True, related_name="result")
    data = EncryptedBytesField()
    source_sha256 = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveIntegerField("sider")
    made_at = models.DateTimeField("dannet", default=timezone.now, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = "overstreget udgave", "overstregede udgaver"

    def __str__(self):
        return f"Udgave af tilbageholdelse {self.pk}"

    @property
    def checked(self) -> bytes:
        """Raises ValueError if they are not the bytes that were approved."""
        return _as_kept(bytes(self.data), self.sha256)


def _as_kept(data: bytes, sha256: str) -> bytes:
    if digest(data) != sha256:
        raise ValueError("Filen er ikke den, der blev gemt.")
    return data


def held_back_since(selected: str) -> Q:
    """For rows that hold a paper as it was taken (``paper_key`` and ``sha256``; ``selected`` leads to its case): what
    is held back of the paper is being decided, or is another thing than when it was taken (V074)."""
    same = {"selected": OuterRef(selected), "paper_key": OuterRef("paper_key")}
    other = Q(scope=HoldScope.WHOLE) | Q(scope=HoldScope.PARTS) & ~Q(result__sha256=OuterRef("sha256"))
    return Q(Exists(HoldBack.objects.open().filter(**same)) | Exists(HoldBack.objects.in_force().filter(other, **same)))

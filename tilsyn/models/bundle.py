"""What is sent of one case: a PDF of its papers in the order of the ten kinds (§ 7), and what came later."""

import hashlib
import uuid

from django.db import models
from django.db.models import F, Max, Q
from django.utils import timezone

from sanktion.base.encryption import EncryptedBytesField
from sanktion.base.privileges import APPEND_ONLY
from sanktion.base.transitions import StatusModel
from sanktion.models import CaseDocument, User
from sanktion.models.case import case_scope
from tilsyn.models.selected_case import SelectedCase
from tilsyn.sections import Section


class BundleStatus(models.TextChoices):
    WAITING = "waiting", "Venter"
    READY = "ready", "Klar"
    FAILED = "failed", "Kunne ikke dannes"


BUNDLE_TRANSITIONS = {
    BundleStatus.WAITING: {BundleStatus.READY, BundleStatus.FAILED},
    BundleStatus.FAILED: {BundleStatus.WAITING},
    BundleStatus.READY: set(),
}


class BundleQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(case_scope(user, "selected__case__"))

    def ready(self):
        return self.filter(status=BundleStatus.READY)

    def next_sequence(self, selected: SelectedCase) -> int:
        """Called with the selected case's row locked."""
        return (self.filter(selected=selected).aggregate(last=Max("sequence"))["last"] or 0) + 1


class Bundle(StatusModel):
    """``sequence`` 1 is the case's own bundle; each later one holds only what has come since, numbered on from it."""

    TRANSITIONS = BUNDLE_TRANSITIONS
    app_role_may = "SELECT, INSERT, UPDATE"

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    selected = models.ForeignKey(SelectedCase, models.PROTECT, related_name="bundles")
    sequence = models.PositiveSmallIntegerField("nr.")
    status = models.CharField(
        "status", max_length=10, choices=BundleStatus.choices, default=BundleStatus.WAITING, editable=False
    )
    asked_at = models.DateTimeField("bestilt", default=timezone.now, editable=False)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    failure = models.CharField("fejl", max_length=300, blank=True, editable=False)
    pages = models.PositiveIntegerField("sider", default=0, editable=False)
    size = models.PositiveIntegerField("størrelse (byte)", default=0, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)

    objects = BundleQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "samling", "samlinger"
        ordering = ["selected", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["selected", "sequence"], name="bundle_sequence_once"),
            models.CheckConstraint(name="bundle_status_known", condition=Q(status__in=BundleStatus.values)),
            models.CheckConstraint(
                name="bundle_ready_is_made",
                condition=Q(status=BundleStatus.READY, pages__gt=0, size__gt=0, sha256__regex=r"^[0-9a-f]{64}$")
                | (~Q(status=BundleStatus.READY) & Q(sha256="")),
            ),
        ]

    def __str__(self):
        return f"Samling {self.pk}"

    @property
    def file_name(self) -> str:
        """Without a name or a CPR number: «01-2026-0000123.pdf», «01-2026-0000123-tillaeg-1.pdf»."""
        supplement = f"-tillaeg-{self.sequence - 1}" if self.sequence > 1 else ""
        return f"{self.selected.number:02d}-{self.selected.case.number}{supplement}.pdf"

    @property
    def data(self) -> bytes:
        """The stored bytes. Raises ValueError if they are not the ones that were made."""
        data = bytes(self.content.data)
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise ValueError(f"{self.file_name} er ikke det, der blev dannet.")
        return data


class BundleContent(models.Model):
    app_role_may = APPEND_ONLY

    bundle = models.OneToOneField(Bundle, models.PROTECT, primary_key=True, related_name="content")
    data = EncryptedBytesField()

    class Meta:
        verbose_name, verbose_name_plural = "samlings indhold", "samlingers indhold"

    def __str__(self):
        return f"Indhold af samling {self.pk}"


class BundleEntry(models.Model):
    """One paper in a bundle: what it was, where it begins, and the fingerprint of the bytes that went in."""

    app_role_may = APPEND_ONLY

    bundle = models.ForeignKey(Bundle, models.PROTECT, related_name="entries")
    position = models.PositiveSmallIntegerField("nr.")
    section = models.PositiveSmallIntegerField("afsnit", choices=Section.choices)
    # What it is made of: «document:17», «journal», «look_back».
    paper_key = models.CharField(max_length=60)
    document = models.ForeignKey(CaseDocument, models.PROTECT, null=True, related_name="+")
    title = models.CharField("titel", max_length=200)
    dated = models.DateField("dato", null=True)
    first_page = models.PositiveIntegerField("første side")
    pages = models.PositiveIntegerField("sider")
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name, verbose_name_plural = "bilag", "bilag"
        ordering = [F("position").asc()]
        constraints = [
            models.UniqueConstraint(fields=["bundle", "position"], name="bundle_entry_once"),
            models.CheckConstraint(name="bundle_entry_section_known", condition=Q(section__in=Section.values)),
        ]

    def __str__(self):
        return f"Bilag {self.position}"

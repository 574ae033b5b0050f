"""A paper as a person has approved it for the reading room. What the directorate reads is these bytes and no others."""

import hashlib

from django.db import models
from django.db.models import Q
from django.utils import timezone

from sanktion.base.encryption import EncryptedBytesField
from sanktion.base.privileges import APPEND_ONLY
from sanktion.models import CaseDocument, User
from sanktion.models.case import case_scope
from tilsyn.models.holdback_parts import held_back_since
from tilsyn.models.selected_case import SelectedCase
from tilsyn.sections import Section


class RoomPaperQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(case_scope(user, "selected__case__"))

    def in_force(self):
        return self.filter(withdrawn_at__isnull=True)

    def held_back_since(self):
        """Those of which something is held back since they were approved (V074)."""
        return self.filter(held_back_since("selected"))

    def readable(self):
        return self.in_force().exclude(held_back_since("selected"))


class RoomPaper(models.Model):
    """The journal sheet is made when asked for, and would grow: so the bytes are kept as they were approved."""

    app_role_may = "SELECT, INSERT, UPDATE"

    selected = models.ForeignKey(SelectedCase, models.PROTECT, related_name="room_papers")
    section = models.PositiveSmallIntegerField("afsnit", choices=Section.choices)
    # What it is made of, as in a bundle: «document:17», «journal», «look_back».
    paper_key = models.CharField(max_length=60)
    document = models.ForeignKey(CaseDocument, models.PROTECT, null=True, related_name="+")
    title = models.CharField("titel", max_length=200)
    dated = models.DateField("dato")
    sha256 = models.CharField(max_length=64)
    approved_at = models.DateTimeField("godkendt", default=timezone.now, editable=False)
    approved_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField("taget ud", null=True, editable=False)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")

    objects = RoomPaperQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "papir i læserum", "papirer i læserum"
        ordering = ["section", "dated", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["selected", "paper_key"], condition=Q(withdrawn_at__isnull=True), name="room_paper_once"
            ),
            models.CheckConstraint(name="room_paper_section_known", condition=Q(section__in=Section.values)),
            models.CheckConstraint(
                name="room_paper_withdrawn_by_someone",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"Papir i læserum {self.pk}"

    @property
    def data(self) -> bytes:
        """The stored bytes. Raises ValueError if they are not the ones that were approved."""
        data = bytes(self.content.data)
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise ValueError(f"{self} er ikke det, der blev godkendt.")
        return data

    def withdraw(self, *, by: User) -> None:
        self.withdrawn_at, self.withdrawn_by = timezone.now(), by
        self.save(update_fields=["withdrawn_at", "withdrawn_by"])


class RoomPaperContent(models.Model):
    app_role_may = APPEND_ONLY

    paper = models.OneToOneField(RoomPaper, models.PROTECT, primary_key=True, related_name="content")
    data = EncryptedBytesField()

    class Meta:
        verbose_name, verbose_name_plural = "papirs indhold", "papirers indhold"

    def __str__(self):
        return f"Indhold af papir {self.pk}"

import hashlib
from datetime import date

from django.db import models
from django.db.models import F, Max, Q
from django.utils import timezone

from sanktion.base.encryption import EncryptedBytesField
from sanktion.base.privileges import APPEND_ONLY
from sanktion.models.case import Case, CaseChildQuerySet
from sanktion.models.material import MaterialKind, SupervisionRelevance
from sanktion.models.staff import User


class MediaType(models.TextChoices):
    """What a document may be; the label is what its file name ends in. The others than PDF are fetched, not shown."""

    PDF = "application/pdf", "pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"
    ODT = "application/vnd.oasis.opendocument.text", "odt"


class DocumentQuerySet(CaseChildQuerySet):
    def next_number(self, case: Case) -> int:
        """The next running number under the case. Keeps the case locked, so that numbers are gap-free (B005)."""
        Case.objects.hold(case)
        return (self.filter(case=case).aggregate(last=Max("number"))["last"] or 0) + 1


class CaseDocument(models.Model):
    """B005: number = case number + running number; never reused, for the database lets no one delete or change it."""

    app_role_may = APPEND_ONLY

    case = models.ForeignKey(Case, models.PROTECT, related_name="documents")
    number = models.PositiveIntegerField("dokumentnr.")
    title = models.CharField("titel", max_length=120)
    kind = models.PositiveSmallIntegerField("slags", choices=MaterialKind.choices)
    concerns_supervision = models.CharField(
        "tilsyn", max_length=10, choices=SupervisionRelevance.choices, default=SupervisionRelevance.YES
    )
    media_type = models.CharField(max_length=80, choices=MediaType.choices, default=MediaType.PDF)
    received_on = models.DateField("modtaget", null=True, help_text="Tom for det, vi selv har skrevet.")
    size = models.PositiveIntegerField("størrelse (byte)")
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField("oprettet", default=timezone.now, editable=False)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "dokument", "dokumenter"
        ordering = [F("number").desc()]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="document_number_once"),
            models.CheckConstraint(name="document_kind_known", condition=Q(kind__in=MaterialKind.values)),
            models.CheckConstraint(
                name="document_relevance_known", condition=Q(concerns_supervision__in=SupervisionRelevance.values)
            ),
            models.CheckConstraint(name="document_media_type_known", condition=Q(media_type__in=MediaType.values)),
        ]

    def __str__(self):
        return self.full_number

    @property
    def full_number(self) -> str:
        return f"{self.case.number}-{self.number:03d}"

    @property
    def file_name(self) -> str:
        return f"{self.full_number}.{self.extension}"

    @property
    def extension(self) -> str:
        return MediaType(self.media_type).label

    @property
    def is_shown(self) -> bool:
        """Whether a browser may show it; anything else is only handed over."""
        return self.media_type == MediaType.PDF

    @property
    def dated(self) -> date:
        """The day it came in, or the day we wrote it."""
        return self.received_on or timezone.localdate(self.created_at)

    @property
    def data(self) -> bytes:
        """The stored bytes. Raises ValueError if they are not the ones that were filed."""
        return self.checked(self.content.data)

    def checked(self, data: bytes) -> bytes:
        """The same bytes. Raises ValueError if they are not the ones that were filed."""
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise ValueError(f"Dokument {self.full_number} er ikke det, der blev arkiveret.")
        return data


class DocumentContent(models.Model):
    """The file itself, encrypted, in a table of its own: lists don't read it, and it is saved or lost with its row."""

    app_role_may = APPEND_ONLY

    document = models.OneToOneField(CaseDocument, models.PROTECT, primary_key=True, related_name="content")
    data = EncryptedBytesField()

    class Meta:
        verbose_name, verbose_name_plural = "dokumentindhold", "dokumentindhold"

    def __str__(self):
        return f"Indhold af dokument {self.pk}"

"""V130, V131, V147: guidelines, procedures, teaching material and checklists, in versions."""

import hashlib
import uuid
from datetime import date

from django.db import models
from django.db.models import Max, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from sanktion.base.acting import current_user
from sanktion.base.encryption import EncryptedBytesField
from sanktion.base.privileges import APPEND_ONLY
from sanktion.models.document import MediaType
from sanktion.models.staff import User


class GuidelineKind(models.TextChoices):
    GUIDELINE = "guideline", "Retningslinje"
    PROCEDURE = "procedure", "Forretningsgang"
    TEACHING = "teaching", "Undervisningsmateriale"
    CHECKLIST = "checklist", "Tjekliste"


class GuidedPage(models.TextChoices):
    """The screens that can link to what governs them."""

    HEARING = "hearing", "Send partshøring"
    ASSESS = "assess", "Vurdér rådighed"
    DECIDE = "decide", "Træf afgørelse"
    ROUTES = "routes", "Kørelister"
    INQUIRIES = "inquiries", "Henvendelser"


class GuidelineQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.has_perm("sanktion.view_guideline") else self.none()

    def governing(self, page: GuidedPage):
        """Those in force today: with a version that has begun."""
        today = timezone.localdate()
        return self.filter(page=page, versions__valid_from__lte=today).distinct()


class Guideline(models.Model):
    app_role_may = "SELECT, INSERT, UPDATE"

    title = models.CharField("titel", max_length=120, unique=True)
    kind = models.CharField("slags", max_length=10, choices=GuidelineKind.choices)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="ejer")
    page = models.CharField("vises på siden", max_length=10, choices=GuidedPage.choices, blank=True)

    objects = GuidelineQuerySet.as_manager()
    history = HistoricalRecords(get_user=current_user)

    class Meta:
        verbose_name, verbose_name_plural = "retningslinje", "retningslinjer"
        ordering = ["kind", "title"]
        constraints = [
            models.CheckConstraint(name="guideline_kind_known", condition=Q(kind__in=GuidelineKind.values)),
            models.CheckConstraint(name="guideline_page_known", condition=Q(page__in=["", *GuidedPage.values])),
        ]

    def __str__(self):
        return self.title


class GuidelineVersionQuerySet(models.QuerySet):
    def next_number(self, guideline: Guideline) -> int:
        Guideline.objects.select_for_update(of=("self",)).get(pk=guideline.pk)
        return (self.filter(guideline=guideline).aggregate(last=Max("number"))["last"] or 0) + 1

    def current_on(self, day: date) -> "GuidelineVersion | None":
        return self.filter(valid_from__lte=day).order_by("-valid_from", "-number").first()


class GuidelineVersion(models.Model):
    """One wording as it was. ``auditor_on`` is when the municipality's auditor took part (V131), if they did."""

    app_role_may = APPEND_ONLY

    guideline = models.ForeignKey(Guideline, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("version")
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    valid_from = models.DateField("gælder fra")
    change_note = models.CharField("hvad er ændret", max_length=300)
    auditor_involved = models.BooleanField("revisor inddraget")
    auditor_on = models.DateField("revisor inddraget den", null=True, blank=True)
    media_type = models.CharField(max_length=80, choices=MediaType.choices)
    size = models.PositiveIntegerField("størrelse (byte)")
    sha256 = models.CharField(max_length=64)
    sealed = EncryptedBytesField()
    created_at = models.DateTimeField("oprettet", default=timezone.now, editable=False)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = GuidelineVersionQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "version", "versioner"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["guideline", "number"], name="guideline_version_once"),
            models.CheckConstraint(name="guideline_media_type_known", condition=Q(media_type__in=MediaType.values)),
            models.CheckConstraint(name="guideline_has_note", condition=~Q(change_note="")),
            models.CheckConstraint(
                name="guideline_auditor_dated",
                condition=Q(auditor_involved=True, auditor_on__isnull=False)
                | Q(auditor_involved=False, auditor_on__isnull=True),
            ),
        ]

    def __str__(self):
        return f"Version {self.number}"

    @property
    def is_shown(self) -> bool:
        return self.media_type == MediaType.PDF

    @property
    def file_name(self) -> str:
        return f"retningslinje-{self.guideline_id}-v{self.number}.{MediaType(self.media_type).label}"

    @property
    def data(self) -> bytes:
        """The stored bytes. Raises ValueError if they are not the ones that were filed."""
        if hashlib.sha256(self.sealed).hexdigest() != self.sha256:
            raise ValueError(f"Version {self.number} er ikke den fil, der blev lagt op.")
        return self.sealed

"""Databeskyttelsesforordningen art. 15: what is held about a citizen, made as one file and kept only for a while."""

import uuid
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from sanktion.base.acting import unit_wide
from sanktion.base.danish import long_date
from sanktion.base.deadlines import add_months
from sanktion.base.encryption import EncryptedBytesField, EncryptedTextField
from sanktion.base.transitions import StatusModel
from sanktion.models.case import Case
from sanktion.models.citizen import Citizen
from sanktion.models.staff import User

# A worker that still works holds the row's lock; one that was killed has let go of it long before this.
STALLED_AFTER = timedelta(minutes=2)


class SubjectAccessStatus(models.TextChoices):
    MAKING = "making", "Dannes"
    FAILED = "failed", "Mislykket"
    READY = "ready", "Skal læses igennem"
    RELEASED = "released", "Frigivet til borgeren"
    DELETED = "deleted", "Filen er slettet"


WITH_FILE = [SubjectAccessStatus.READY, SubjectAccessStatus.RELEASED]
TRANSITIONS = {
    SubjectAccessStatus.MAKING: {SubjectAccessStatus.READY, SubjectAccessStatus.FAILED},
    SubjectAccessStatus.FAILED: {SubjectAccessStatus.MAKING, SubjectAccessStatus.DELETED},
    SubjectAccessStatus.READY: {SubjectAccessStatus.RELEASED, SubjectAccessStatus.DELETED},
    SubjectAccessStatus.RELEASED: {SubjectAccessStatus.DELETED},
    SubjectAccessStatus.DELETED: set(),
}


class SubjectAccessQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Only whole: a case of the citizen outside the user's scope hides the file."""
        with unit_wide("Indsigten vises kun hel"):
            cases = Case.objects.filter(citizen__in=SubjectAccess.objects.values("citizen"))
            hidden = cases.exclude(pk__in=Case.objects.visible_to(user).values("pk")).values_list("citizen", flat=True)
            hidden = list(hidden.distinct())
        return self.filter(citizen__in=Citizen.objects.visible_to(user)).exclude(citizen__in=hidden)

    def making(self):
        return self.filter(status=SubjectAccessStatus.MAKING)

    def stalled(self):
        return self.making().filter(status_changed_at__lt=timezone.now() - STALLED_AFTER)

    def outlived(self, today: date | None = None):
        """Files whose last day has passed."""
        return self.filter(status__in=WITH_FILE, kept_until__lt=today or timezone.localdate())


class SubjectAccess(StatusModel):
    TRANSITIONS = TRANSITIONS
    app_role_may = "SELECT, INSERT, UPDATE"

    citizen = models.ForeignKey(Citizen, models.PROTECT, related_name="subject_accesses", verbose_name="borger")
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    status = models.CharField(
        "status", max_length=10, choices=SubjectAccessStatus.choices, default=SubjectAccessStatus.MAKING, editable=False
    )
    purpose = EncryptedTextField("formål")
    asked_on = models.DateField("borgeren bad om indsigt")
    names_staff = models.BooleanField("med medarbejderes navne", editable=False)
    size = models.PositiveBigIntegerField("størrelse (byte)", null=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    kept_until = models.DateField("filen slettes efter", null=True, editable=False)
    read_note = EncryptedTextField("bemærkninger efter gennemlæsning", blank=True, default="")
    released_at = models.DateTimeField("frigivet", null=True, editable=False)
    released_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")
    created_at = models.DateTimeField("bestilt", default=timezone.now, editable=False)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="bestilt af")

    objects = SubjectAccessQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "indsigt", "indsigter"
        ordering = ["-pk"]
        permissions = [("make_subject_access", "Kan danne borgerens indsigt efter art. 15")]
        constraints = [
            models.CheckConstraint(
                name="subject_access_status_known", condition=Q(status__in=SubjectAccessStatus.values)
            ),
            models.CheckConstraint(
                name="subject_access_file_has_end",
                condition=~Q(status__in=WITH_FILE) | Q(size__isnull=False, kept_until__isnull=False),
            ),
            models.CheckConstraint(
                name="subject_access_released_by_someone",
                condition=~Q(status=SubjectAccessStatus.RELEASED)
                | Q(released_at__isnull=False, released_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"Indsigt {self.pk}"

    @property
    def file_name(self) -> str:
        """Said to nobody but the one who downloads it, and still without the citizen in it."""
        return f"indsigt-{self.pk}.zip"

    @property
    def has_file(self) -> bool:
        return self.status in WITH_FILE

    @property
    def due_on(self) -> date:
        """Art. 12, stk. 3: a month from the day the citizen asked."""
        return add_months(self.asked_on, 1)

    @property
    def due_explanation(self) -> str:
        return f"1 måned fra {long_date(self.asked_on)} = {long_date(self.due_on)}"

    def begin_again(self, *, by) -> None:
        self._move_to(SubjectAccessStatus.MAKING, by=by, reason="Dannes igen")

    def finish(self, *, size: int, sha256: str) -> None:
        kept_until = timezone.localdate() + timedelta(days=settings.SANKTION_SUBJECT_ACCESS_DAYS)
        facts = {"size": size, "sha256": sha256, "kept_until": kept_until}
        self._move_to(SubjectAccessStatus.READY, by=None, reason="Filen er dannet", **facts)

    def fail(self) -> None:
        self._move_to(SubjectAccessStatus.FAILED, by=None, reason="Filen kunne ikke dannes")

    def release(self, *, note: str, by) -> None:
        facts = {"read_note": note, "released_at": timezone.now(), "released_by": by}
        self._move_to(SubjectAccessStatus.RELEASED, by=by, reason="Læst igennem og frigivet", **facts)

    def forget(self, *, by) -> None:
        self._move_to(SubjectAccessStatus.DELETED, by=by, reason="Filen er slettet")


class SubjectAccessPiece(models.Model):
    """The file in pieces of equal length, sealed one by one: neither making nor fetching it holds it all in memory."""

    BYTES = 1024 * 1024
    app_role_may = "SELECT, INSERT, DELETE"

    access = models.ForeignKey(SubjectAccess, models.PROTECT, related_name="pieces")
    number = models.PositiveIntegerField("nr.")
    data = EncryptedBytesField()

    class Meta:
        verbose_name, verbose_name_plural = "del af indsigt", "dele af indsigt"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["access", "number"], name="subject_access_piece_once")]

    def __str__(self):
        return f"Del {self.number}"

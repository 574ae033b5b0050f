"""What is sent of one case: a PDF of its papers in the order of the ten kinds (§ 7), and what came later."""

import hashlib
import uuid
from datetime import timedelta

import psycopg
from django.db import connection, models
from django.db.models import F, Max, Q
from django.utils import timezone

from sanktion.base.encryption import EncryptedBytesField, encrypt
from sanktion.base.privileges import APPEND_ONLY
from sanktion.base.transitions import StatusModel
from sanktion.models import CaseDocument, User
from sanktion.models.case import case_scope
from tilsyn.models.holdback_parts import held_back_since
from tilsyn.models.selected_case import SelectedCase
from tilsyn.sections import Section

# A worker that still works holds the row's lock; one that was killed has let go of it long before this.
STALLED_AFTER = timedelta(minutes=2)


class BundleStatus(models.TextChoices):
    WAITING = "waiting", "Venter"
    READY = "ready", "Klar"
    FAILED = "failed", "Kunne ikke dannes"
    # V074: something of it is held back since, and it was never sent.
    SCRAPPED = "scrapped", "Kasseret"


BUNDLE_TRANSITIONS = {
    BundleStatus.WAITING: {BundleStatus.READY, BundleStatus.FAILED},
    BundleStatus.FAILED: {BundleStatus.WAITING},
    BundleStatus.READY: {BundleStatus.SCRAPPED},
    BundleStatus.SCRAPPED: set(),
}
MADE = [BundleStatus.READY, BundleStatus.SCRAPPED]


class BundleQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(case_scope(user, "selected__case__"))

    def ready(self):
        return self.filter(status=BundleStatus.READY)

    def kept(self):
        return self.exclude(status=BundleStatus.SCRAPPED)

    def held_back_since(self):
        """Those with a paper of which something is held back that went in (V074)."""
        entries = BundleEntry.objects.filter(held_back_since("bundle__selected"))
        return self.filter(pk__in=entries.values("bundle"))

    def waiting(self):
        return self.filter(status=BundleStatus.WAITING)

    def stalled(self):
        return self.waiting().filter(status_changed_at__lt=timezone.now() - STALLED_AFTER)

    def next_sequence(self, selected: SelectedCase) -> int:
        """Called with the selected case's row locked."""
        return (self.kept().filter(selected=selected).aggregate(last=Max("sequence"))["last"] or 0) + 1


class Bundle(StatusModel):
    """``sequence`` 1 is the case's own bundle; each later one holds only what has come since, numbered on from it.
    One that was scrapped leaves its number to the one that takes its place."""

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
    # By the stamps: a supplement goes on from the last page before it.
    first_page = models.PositiveIntegerField("første side", default=1, editable=False)
    pages = models.PositiveIntegerField("sider", default=0, editable=False)
    # The programs that made it: with others the same papers may give other bytes.
    made_with = models.CharField("dannet med", max_length=120, blank=True, editable=False)
    size = models.PositiveIntegerField("størrelse (byte)", default=0, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)

    objects = BundleQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "samling", "samlinger"
        ordering = ["selected", "sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["selected", "sequence"],
                condition=~Q(status=BundleStatus.SCRAPPED),
                name="bundle_sequence_once",
            ),
            models.CheckConstraint(name="bundle_status_known", condition=Q(status__in=BundleStatus.values)),
            models.CheckConstraint(
                name="bundle_ready_is_made",
                condition=Q(
                    status__in=MADE,
                    first_page__gt=0,
                    pages__gt=0,
                    size__gt=0,
                    sha256__regex=r"^[0-9a-f]{64}$",
                )
                | (~Q(status__in=MADE) & Q(sha256="")),
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

    @property
    def is_ready(self) -> bool:
        return self.status == BundleStatus.READY

    @property
    def is_supplement(self) -> bool:
        return self.sequence > 1

    @property
    def last_page(self) -> int:
        return self.first_page + self.pages - 1

    @property
    def title(self) -> str:
        """«Sag 3: 2026-0000123», «Sag 3: 2026-0000123, tillæg 1»."""
        supplement = f", tillæg {self.sequence - 1}" if self.is_supplement else ""
        return f"Sag {self.selected.number}: {self.selected.case.number}{supplement}"

    def finish(self, *, first_page: int, pages: int, size: int, sha256: str, made_with: str, by: User) -> None:
        made = {"first_page": first_page, "pages": pages, "size": size, "sha256": sha256, "made_with": made_with}
        self._move_to(BundleStatus.READY, by=by, reason="Dannet", failure="", **made)

    def fail(self, failure: str) -> None:
        self._move_to(BundleStatus.FAILED, by=None, reason="Kunne ikke dannes", failure=failure[:300])

    def scrap(self, *, by: User) -> None:
        """Another one takes its place; the database refuses it for what is in a dispatch."""
        self._move_to(BundleStatus.SCRAPPED, by=by, reason="Kasseret: noget holdes tilbage siden")

    def begin_again(self, *, by: User) -> None:
        """As if asked for now, by the one who asks now."""
        again = {"failure": "", "asked_at": timezone.now(), "asked_by": by}
        self._move_to(BundleStatus.WAITING, by=by, reason="Prøvet igen", **again)


class BundleContentQuerySet(models.QuerySet):
    def keep(self, bundle: Bundle, data: bytes) -> None:
        """Sent to the server as bytes: Django's own way writes them into the statement as text, several times over,
        and a large bundle would take most of the worker's memory."""
        field, table = self.model._meta.get_field("data"), connection.ops.quote_name(self.model._meta.db_table)
        sealed = encrypt(data, field.context)
        connection.ensure_connection()
        with psycopg.Cursor(connection.connection) as cursor:
            cursor.execute(f"INSERT INTO {table} (bundle_id, data) VALUES (%s, %b)", [bundle.pk, sealed])  # noqa: S608 - the name of our own table


class BundleContent(models.Model):
    app_role_may = APPEND_ONLY

    bundle = models.OneToOneField(Bundle, models.PROTECT, primary_key=True, related_name="content")
    data = EncryptedBytesField()

    objects = BundleContentQuerySet.as_manager()

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
    # Within the section, through all of the case's bundles: what comes later never renumbers.
    number = models.PositiveSmallIntegerField("nr. i afsnittet", default=1)
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
        return f"Bilag {self.full_number}"

    @property
    def full_number(self) -> str:
        return f"{self.section}.{self.number}"

    @property
    def last_page(self) -> int:
        return self.first_page + self.pages - 1

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from koerelister.models.area import Area
from sanktion.base.chain import written_day, written_moment
from sanktion.base.privileges import APPEND_ONLY, READ_ONLY
from sanktion.models import User

LEGAL_GROUND = "Databeskyttelsesforordningen art. 5, stk. 1, litra c og e"


class PaperFate(models.TextChoices):
    """What became of one printed copy. No free text: the record is kept for good and says nothing about a citizen."""

    SHREDDED = "shredded", "Makuleret"
    LOST = "lost", "Bortkommet: tabt eller efterladt"
    STOLEN = "stolen", "Bortkommet: stjålet"
    MISSING = "missing", "Bortkommet: kan ikke findes"
    UNPRINTED = "unprinted", "Bortkommet: kom aldrig ud af printeren"


@dataclass(frozen=True)
class PaperCopy:
    """One numbered copy and who answers for what became of it (B045)."""

    number: int
    by: User
    fate: PaperFate = PaperFate.SHREDDED

    @property
    def is_shredded(self) -> bool:
        return self.fate == PaperFate.SHREDDED

    @property
    def fate_label(self) -> str:
        return str(PaperFate(self.fate).label)

    @property
    def entry(self) -> dict[str, Any]:
        return {"copy": self.number, "fate": str(self.fate), "by": self.by.pk}


class DestructionRecordQuerySet(models.QuerySet):
    def link(self, **facts) -> "DestructionRecord":
        """A new record, with the place in the chain that the database gave it."""
        record = self.create(**facts)
        record.refresh_from_db(fields=["sequence", "previous_hash", "hash"])
        return record

    def in_order(self):
        return self.order_by("sequence")

    def of_year(self, year: int):
        """Of the lists of that year, whenever they were destroyed."""
        return self.filter(date__year=year)

    def same_day(self):
        return self.filter(at__date__lte=F("date"))

    def in_time(self):
        """Destroyed before anybody was told that it was late."""
        return self.filter(at__date__lte=F("date") + timedelta(days=settings.SANKTION_DESTROY_DAYS))

    def with_lost_paper(self):
        return self.filter(copies_shredded__lt=F("copies_printed"))

    def awaiting_assessment(self):
        return self.with_lost_paper().filter(loss_assessment__isnull=True)


class DestructionRecord(models.Model):
    """B046: that a list was destroyed, by whom and on what ground. Says nothing about any citizen.

    ``sequence``, ``previous_hash`` and ``hash`` are the database's. ``list_key`` and ``stop_keys`` are the keys of the
    rows that were deleted, to look for and to delete again after a restore.
    """

    app_role_may = APPEND_ONLY

    sequence = models.PositiveIntegerField("løbenummer", unique=True, default=0, editable=False)
    number = models.CharField("listenummer", max_length=24, unique=True)
    list_key = models.BigIntegerField(null=True, editable=False)
    stop_keys = ArrayField(models.BigIntegerField(), default=list, editable=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="område")
    date = models.DateField("listens dato")
    stops = models.PositiveSmallIntegerField("stop")
    visited = models.PositiveSmallIntegerField("besøgt")
    copies_printed = models.PositiveSmallIntegerField("udskrevne eksemplarer")
    copies_shredded = models.PositiveSmallIntegerField("makulerede eksemplarer")
    # [{"copy": 1, "fate": "shredded", "by": 7}]
    paper = models.JSONField("eksemplarer", default=list)
    legal_ground = models.CharField("retsgrundlag", max_length=100, default=LEGAL_GROUND)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="destrueret af")
    at = models.DateTimeField("destrueret", default=timezone.now, editable=False)
    previous_hash = models.CharField(max_length=64, default="", editable=False)
    hash = models.CharField("kontrolsum", max_length=64, default="", editable=False)

    objects = DestructionRecordQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "destruktion", "destruktioner"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="destruction_paper_accounted", condition=Q(copies_shredded__lte=F("copies_printed"))
            ),
            models.CheckConstraint(name="destruction_visited_in_stops", condition=Q(visited__lte=F("stops"))),
        ]

    def __str__(self):
        return f"Destruktion af {self.number}"

    @property
    def struck(self) -> int:
        return self.stops - self.visited

    @property
    def copies_lost(self) -> int:
        return self.copies_printed - self.copies_shredded

    @property
    def days_late(self) -> int:
        """Days from the list's own day to its destruction; 0 when it was destroyed on its day."""
        return max(0, (timezone.localdate(self.at) - self.date).days)

    @property
    def copies(self) -> list[PaperCopy]:
        people = User.objects.in_bulk({entry["by"] for entry in self.paper})
        return [PaperCopy(entry["copy"], people.get(entry["by"]), PaperFate(entry["fate"])) for entry in self.paper]

    @property
    def facts(self) -> dict[str, Any]:
        """What its fingerprint is of, as the database writes it (migration 0009)."""
        return {
            "sequence": self.sequence,
            "number": self.number,
            "list": self.list_key,
            "stop_keys": list(self.stop_keys),
            "area": self.area_id,
            "date": written_day(self.date),
            "stops": self.stops,
            "visited": self.visited,
            "printed": self.copies_printed,
            "shredded": self.copies_shredded,
            "paper": self.paper,
            "ground": self.legal_ground,
            "by": self.by_id,
            "at": written_moment(self.at),
            "previous": self.previous_hash,
        }


class DestructionChain(models.Model):
    """What the first record's fingerprint builds on: made once with the database, and in every copy of it."""

    app_role_may = READ_ONLY

    genesis = models.CharField(max_length=64)

    class Meta:
        verbose_name, verbose_name_plural = "destruktionskæde", "destruktionskæder"

    def __str__(self):
        return self.genesis[:12]


class LossAssessment(models.Model):
    """That somebody has decided whether a lost copy is to be reported as a breach (art. 33)."""

    app_role_may = APPEND_ONLY

    record = models.OneToOneField(DestructionRecord, models.PROTECT, related_name="loss_assessment")
    is_reported = models.BooleanField("anmeldt til Datatilsynet")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="vurderet af")
    at = models.DateTimeField("vurderet", default=timezone.now, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = "vurdering af bortkommet papir", "vurderinger af bortkommet papir"

    def __str__(self):
        return f"Vurdering af {self.record_id}"


class PhysicalErasureQuerySet(models.QuerySet):
    def latest_moment(self):
        latest = self.first()
        return latest.at if latest else None

    def is_overdue(self) -> bool:
        """Something was destroyed, and its place on the disk has not been written anew for too long."""
        limit = timezone.now() - timedelta(hours=settings.SANKTION_ERASE_HOURS)
        waiting = DestructionRecord.objects.filter(at__lt=limit)
        return not self.filter(at__gte=limit).exists() and waiting.exists()


class PhysicalErasure(models.Model):
    """One run of the nightly step that takes what was deleted off the disk too."""

    app_role_may = APPEND_ONLY

    at = models.DateTimeField("kørt", default=timezone.now, editable=False, db_index=True)
    tables = models.PositiveSmallIntegerField("tabeller")

    objects = PhysicalErasureQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "fysisk sletning", "fysiske sletninger"
        ordering = ["-at"]

    def __str__(self):
        return f"Fysisk sletning {self.pk}"


def accounted_for(paper: Iterable[PaperCopy], printed: int) -> bool:
    """Each printed copy once, and no other."""
    return sorted(copy.number for copy in paper) == list(range(1, printed + 1))

"""V033: that the numbers nobody chose were destroyed, by whom and why. Names no number."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from sanktion.base.chain import first_broken, written_moment
from sanktion.base.privileges import APPEND_ONLY, READ_ONLY
from sanktion.models import User
from tilsyn.models.supervision import Supervision

LEGAL_GROUND = "Databeskyttelsesforordningen art. 5, stk. 1, litra c og e"


class DestroyedBecause(models.TextChoices):
    CHOSEN = "chosen", "Direktoratet har valgt sagerne, og de øvrige numre skal ikke bruges"
    OVER = "over", "Tilsynet er afsluttet"
    DISCARDED = "discarded", "Listen blev slettet, før den blev brugt"


class SelectionDestructionQuerySet(models.QuerySet):
    def link(self, **facts) -> "SelectionDestruction":
        """A new record, with the place in the chain that the database gave it."""
        record = self.create(**facts)
        record.refresh_from_db(fields=["sequence", "previous_hash", "hash"])
        return record

    def in_order(self):
        return self.order_by("sequence")

    def first_broken(self, upto: int | None = None) -> int | None:
        """The number of the first record that was changed, taken out or put in; of all, or up to one."""
        records = self.in_order().filter(sequence__lte=upto) if upto is not None else self.in_order()
        entries = ((record.facts, record.hash) for record in records.iterator())
        return first_broken(entries, SelectionChain.objects.get().genesis)


class SelectionDestruction(models.Model):
    """``sequence``, ``previous_hash`` and ``hash`` are the database's. ``list_key`` and ``row_keys`` are the keys of
    what was deleted, to look for and to delete again after a restore."""

    app_role_may = APPEND_ONLY

    sequence = models.PositiveIntegerField("løbenummer", unique=True, default=0, editable=False)
    number = models.CharField("liste", max_length=20, unique=True)
    supervision = models.ForeignKey(Supervision, models.PROTECT, related_name="destructions")
    list_key = models.BigIntegerField(editable=False)
    row_keys = ArrayField(models.BigIntegerField(), default=list, editable=False)
    rows = models.PositiveIntegerField("destruerede numre")
    kept = models.PositiveIntegerField("valgte")
    reason = models.CharField("grund", max_length=10, choices=DestroyedBecause.choices)
    legal_ground = models.CharField("retsgrundlag", max_length=100, default=LEGAL_GROUND)
    # Nobody: the system itself, when the supervision was over.
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="destrueret af")
    at = models.DateTimeField("destrueret", default=timezone.now, editable=False)
    previous_hash = models.CharField(max_length=64, default="", editable=False)
    hash = models.CharField("kontrolsum", max_length=64, default="", editable=False)

    objects = SelectionDestructionQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "destruktion af liste", "destruktioner af lister"
        ordering = ["-sequence"]
        constraints = [
            models.CheckConstraint(name="selection_destroyed_why", condition=Q(reason__in=DestroyedBecause.values))
        ]

    def __str__(self):
        return f"Destruktion af liste {self.number}"

    @property
    def facts(self) -> dict[str, Any]:
        """What its fingerprint is of, as the database writes it (migration 0004)."""
        return {
            "sequence": self.sequence,
            "number": self.number,
            "supervision": self.supervision_id,
            "list": self.list_key,
            "row_keys": list(self.row_keys),
            "rows": self.rows,
            "kept": self.kept,
            "reason": self.reason,
            "ground": self.legal_ground,
            "by": self.by_id,
            "at": written_moment(self.at),
            "previous": self.previous_hash,
        }


class SelectionChain(models.Model):
    """What the first record's fingerprint builds on: made once with the database, and in every copy of it."""

    app_role_may = READ_ONLY

    genesis = models.CharField(max_length=64)

    class Meta:
        verbose_name, verbose_name_plural = "destruktionskæde", "destruktionskæder"

    def __str__(self):
        return self.genesis[:12]

"""V075: the directorate's checklist, as dated versions. The unit reviews its own cases by it (V005)."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone

from sanktion.base.privileges import APPEND_ONLY
from sanktion.models import MaterialKind, User
from sanktion.models.rules import DatedRule, DatedRuleQuerySet


class ChecklistVersionQuerySet(DatedRuleQuerySet):
    def in_force(self, day: date) -> "ChecklistVersion | None":
        """The last version to have begun."""
        return self.on(day).order_by("-valid_from").first()


class ChecklistVersion(DatedRule):
    """Reviews were made by it, so a version is never changed: a new one takes over from its day."""

    app_role_may = APPEND_ONLY

    reason = models.CharField("grund til ændringen", max_length=200, blank=True)
    made_at = models.DateTimeField("oprettet", default=timezone.now, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")

    objects = ChecklistVersionQuerySet.as_manager()

    class Meta(DatedRule.Meta):
        verbose_name, verbose_name_plural = "tjekliste", "tjeklister"
        ordering = ["-valid_from"]
        constraints = [
            *DatedRule.Meta.constraints,
            models.UniqueConstraint(fields=["valid_from"], name="checklist_once_a_day"),
        ]

    def __str__(self):
        return f"Tjekliste fra {self.valid_from:%d-%m-%Y}"


class ChecklistItem(models.Model):
    app_role_may = APPEND_ONLY

    version = models.ForeignKey(ChecklistVersion, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField("nr.")
    text = models.CharField("spørgsmål", max_length=300)
    # The kind of § 7 that the question is about; none when it is about the case as a whole.
    kind = models.PositiveSmallIntegerField("slags", choices=MaterialKind.choices, null=True)

    class Meta:
        verbose_name, verbose_name_plural = "spørgsmål i tjekliste", "spørgsmål i tjekliste"
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="checklist_item_once"),
            models.CheckConstraint(name="checklist_item_asks", condition=Q(text__regex=r"\S")),
            models.CheckConstraint(
                name="checklist_item_kind_known", condition=Q(kind__isnull=True) | Q(kind__in=MaterialKind.values)
            ),
        ]

    def __str__(self):
        return f"Spørgsmål {self.position}"

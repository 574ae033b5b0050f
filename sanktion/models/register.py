"""V039: what has been delivered to the common data set. A delivery can be checked, so none of it is ever changed."""

import uuid

from django.db import models
from django.db.models import F, Max, Q
from django.utils import timezone

from sanktion.base.acting import unit_wide
from sanktion.base.encryption import EncryptedTextField
from sanktion.base.privileges import APPEND_ONLY
from sanktion.models.case import case_scope
from sanktion.models.decision import Decision
from sanktion.models.staff import User


class FileFormat(models.TextChoices):
    CSV = "csv", "CSV (semikolonsepareret)"
    XLSX = "xlsx", "Excel (XLSX)"


class RowChange(models.TextChoices):
    """How a row stands to the last delivery that had it."""

    NEW = "new", "ny"
    CHANGED = "changed", "ændret"
    GONE = "gone", "udgået"
    SAME = "same", "uændret"


class RegisterDeliveryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Only whole: one row of a case outside the user's scope hides the delivery."""
        with unit_wide("Leveringer vises kun hele"):
            rows = RegisterDeliveryRow.objects
            hidden = rows.exclude(pk__in=rows.visible_to(user).values("pk")).values_list("delivery", flat=True)
            return self.exclude(pk__in=list(hidden.distinct()))

    def next_number(self) -> int:
        return (self.aggregate(last=Max("number"))["last"] or 0) + 1


class RegisterDelivery(models.Model):
    app_role_may = APPEND_ONLY

    number = models.PositiveIntegerField("nr.", unique=True)
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    period_from = models.DateField("fra og med")
    period_to = models.DateField("til og med")
    file_format = models.CharField("format", max_length=4, choices=FileFormat.choices)
    purpose = EncryptedTextField("formål")
    rows = models.PositiveIntegerField("rækker")
    # Sealed: with all but the CPR number known, the number could be tried out against the open sum of a short file.
    sha256 = EncryptedTextField("kontrolsum")
    delivered_at = models.DateTimeField("leveret", default=timezone.now, editable=False)
    delivered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="leveret af")

    objects = RegisterDeliveryQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "levering", "leveringer"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="register_format_known", condition=Q(file_format__in=FileFormat.values)),
            models.CheckConstraint(name="register_period_runs_forward", condition=Q(period_to__gte=F("period_from"))),
        ]

    def __str__(self):
        return f"L{self.number:04d}"

    @property
    def file_name(self) -> str:
        return f"sanktioner-{self}.{self.file_format}"


class RegisterDeliveryRowQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(case_scope(user, "decision__case__"))

    def differing(self):
        return self.exclude(change=RowChange.SAME)

    def latest_of(self, decisions) -> dict[int, "RegisterDeliveryRow"]:
        """The last delivered row of each decision, by the decision's id."""
        rows = self.filter(decision__in=decisions).order_by("decision_id", "-pk").distinct("decision_id")
        return {row.decision_id: row for row in rows}


class RegisterDeliveryRow(models.Model):
    """One decision in one delivery. ``row_hash`` is keyed and tells whether what was delivered is still the same."""

    app_role_may = APPEND_ONLY

    delivery = models.ForeignKey(RegisterDelivery, models.PROTECT, related_name="delivered_rows")
    number = models.PositiveIntegerField("nr.")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="delivery_rows")
    change = models.CharField("siden sidst", max_length=10, choices=RowChange.choices)
    row_hash = models.BinaryField(max_length=32)

    objects = RegisterDeliveryRowQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "leveret række", "leverede rækker"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "number"], name="register_row_number_once"),
            models.UniqueConstraint(fields=["delivery", "decision"], name="register_row_decision_once"),
            models.CheckConstraint(name="register_row_change_known", condition=Q(change__in=RowChange.values)),
        ]

    def __str__(self):
        return f"Leveret række {self.pk}"

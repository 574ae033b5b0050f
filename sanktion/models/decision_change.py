"""V113: a decision is never rewritten. What changes it is a new act of the municipality's own, beside the first."""

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from sanktion.base.encryption import EncryptedTextField
from sanktion.base.privileges import APPEND_ONLY
from sanktion.models.complaint import Complaint
from sanktion.models.decision import SANCTIONS, DecidedQuerySet, Decision, Outcome
from sanktion.models.document import CaseDocument
from sanktion.models.rules import LegalBasis
from sanktion.models.staff import User


class ChangeOccasion(models.TextChoices):
    REASSESSMENT = "reassessment", "Genvurdering"
    RULING = "ruling", "Ankestyrelsens afgørelse"


class DecisionChange(models.Model):
    """The last change stands. It may lighten or lift a sanction; a complaint never makes one or sharpens one."""

    app_role_may = APPEND_ONLY
    seen_through = "decision"

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="changes")
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="changes")
    occasion = models.CharField("anledning", max_length=12, choices=ChangeOccasion.choices)
    outcome = models.CharField("udfald", max_length=20, choices=Outcome.choices)
    legal_basis = models.ForeignKey(
        LegalBasis, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="retsgrundlag"
    )
    effect_from = models.DateField("virkning fra", null=True, blank=True)
    reasons = EncryptedTextField("begrundelse")
    letter = models.OneToOneField(CaseDocument, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("truffet", default=timezone.now, editable=False)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = DecidedQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "ny afgørelse", "nye afgørelser"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="change_outcome_known", condition=Q(outcome__in=Outcome.values)),
            models.CheckConstraint(name="change_occasion_known", condition=Q(occasion__in=ChangeOccasion.values)),
            models.UniqueConstraint(fields=["complaint", "occasion"], name="change_once_an_occasion"),
            models.CheckConstraint(
                name="change_sanction_has_basis",
                condition=~Q(outcome__in=SANCTIONS) | Q(legal_basis__isnull=False, effect_from__isnull=False),
            ),
            models.CheckConstraint(
                name="change_else_has_no_effect", condition=Q(outcome__in=SANCTIONS) | Q(effect_from__isnull=True)
            ),
        ]

    def __str__(self):
        return self.get_outcome_display()

    @property
    def is_sanction(self) -> bool:
        return self.outcome in SANCTIONS


def standing_outcome() -> Coalesce:
    """The outcome that stands today, as a column of a query on decisions."""
    latest = DecisionChange.objects.filter(decision=OuterRef("pk")).order_by("-pk").values("outcome")[:1]
    return Coalesce(Subquery(latest), F("outcome"))

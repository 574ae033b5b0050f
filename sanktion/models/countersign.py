"""Four eyes on a decision: what is required, what was asked, what was answered. And the draft it all begins with.

The database asks the same of every decision, see migration ``countersign``.
"""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from sanktion.base.encryption import EncryptedJSONField, EncryptedTextField
from sanktion.base.privileges import APPEND_ONLY
from sanktion.models.assessment import Assessment, GroundAssessment, PaymentConsequence
from sanktion.models.by_two import ByTwo
from sanktion.models.case import Case, CaseChildQuerySet, CaseStatus, case_scope
from sanktion.models.decision import NothingMore, Outcome
from sanktion.models.rules import LegalBasis
from sanktion.models.staff import User

DIGEST_FORM = r"^[0-9a-f]{64}$"


class Verdict(models.TextChoices):
    APPROVED = "approved", "Medunderskrevet"
    RETURNED = "returned", "Sendt tilbage"


class CountersignRuleQuerySet(models.QuerySet):
    def latest_of_each(self) -> dict[str, "CountersignRule"]:
        rows = self.select_related("set_by").order_by("outcome", "-pk").distinct("outcome")
        return {row.outcome: row for row in rows}

    def requires(self, outcome: Outcome | str) -> bool:
        """An outcome that no row speaks of takes two: a rule that is lost must not open the way."""
        latest = self.filter(outcome=outcome).order_by("-pk").values_list("is_required", flat=True).first()
        return latest is None or latest


class CountersignRule(ByTwo):
    """Does an outcome take two persons? The latest row of an outcome decides; none is ever changed.

    To end the requirement takes two persons too: then ``set_by`` is who approved.
    """

    app_role_may = APPEND_ONLY
    added_by = "set_by"

    outcome = models.CharField("udfald", max_length=20, choices=Outcome.choices)
    is_required = models.BooleanField("kræver medunderskrift")
    reason = models.CharField("begrundelse", max_length=500)
    set_at = models.DateTimeField("gælder fra", default=timezone.now, editable=False)
    set_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = CountersignRuleQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "krav om medunderskrift", "krav om medunderskrift"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="countersign_rule_known", condition=Q(outcome__in=Outcome.values)),
            models.CheckConstraint(name="countersign_rule_has_reason", condition=Q(reason__regex=r"\S")),
        ]

    def __str__(self):
        return f"{self.get_outcome_display()}: {'to personer' if self.is_required else 'én person'}"


class DecisionDraft(models.Model):
    """What was last written on the decision's form, one a case. ``content`` are the fields as they were typed."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="+")
    content = EncryptedJSONField()
    # Of the decision the fields make; empty while they make none.
    digest = models.CharField(max_length=64, blank=True)
    saved_at = models.DateTimeField("gemt", default=timezone.now)
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = CaseChildQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "kladde til afgørelse", "kladder til afgørelser"

    def __str__(self):
        return "Kladde til afgørelse"


class CountersignRequestQuerySet(CaseChildQuerySet):
    def visible_to(self, user):
        """Who signs sees what is to be signed in their own teams, also without a right to read every case there."""
        seen = case_scope(user, "case__")
        if user.has_perm("sanktion.countersign_decision"):
            seen |= Q(case__team__in=user.team_ids, case__is_restricted=False)
        return self.filter(seen)

    def to_sign(self, user):
        """What waits for ``user``: nobody signs what they asked for themselves."""
        return self.visible_to(user).waiting().exclude(asked_by=user)

    def latest_of(self, case: Case) -> "CountersignRequest | None":
        related = ("asked_by", "answer__signed_by", "legal_basis")
        return self.filter(case=case).select_related(*related).order_by("-pk").first()

    def waiting(self):
        """The last of its case, not answered, and the case not decided meanwhile."""
        later = self.model.objects.filter(case=OuterRef("case"), pk__gt=OuterRef("pk"))
        open_ones = self.filter(answer__isnull=True, case__status=CaseStatus.READY)
        return open_ones.filter(~Exists(later))


class CountersignRequest(models.Model):
    """The decision as its author asks a colleague to sign it. What the letter says beside it is in the digest."""

    app_role_may = APPEND_ONLY

    case = models.ForeignKey(Case, models.PROTECT, related_name="countersign_requests")
    digest = models.CharField(max_length=64)
    outcome = models.CharField("udfald", max_length=20, choices=Outcome.choices)
    nothing_more = models.CharField(max_length=20, choices=NothingMore.choices, blank=True)
    legal_basis = models.ForeignKey(LegalBasis, models.PROTECT, null=True, related_name="+")
    effect_from = models.DateField("virkning fra", null=True)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="+")
    ground = models.ForeignKey(GroundAssessment, models.PROTECT, related_name="+")
    consequence = models.ForeignKey(PaymentConsequence, models.PROTECT, related_name="+")
    content = EncryptedJSONField()
    due = models.DateField("frist")
    asked_at = models.DateTimeField("bedt om", default=timezone.now, editable=False)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = CountersignRequestQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "anmodning om medunderskrift", "anmodninger om medunderskrift"
        indexes = [models.Index(fields=["due", "id"], name="countersign_due")]
        constraints = [
            models.CheckConstraint(name="countersign_request_digest", condition=Q(digest__regex=DIGEST_FORM)),
            models.CheckConstraint(name="countersign_request_known", condition=Q(outcome__in=Outcome.values)),
        ]

    def __str__(self):
        return "Anmodning om medunderskrift"

    @property
    def is_answered(self) -> bool:
        return hasattr(self, "answer")


class Countersignature(models.Model):
    """What the colleague answered: the signature, or what must be changed before there is one."""

    app_role_may = APPEND_ONLY

    case = models.ForeignKey(Case, models.PROTECT, related_name="countersignatures")
    request = models.OneToOneField(CountersignRequest, models.PROTECT, related_name="answer")
    digest = models.CharField(max_length=64)
    verdict = models.CharField("svar", max_length=10, choices=Verdict.choices)
    remark = EncryptedTextField("bemærkning", blank=True)
    signed_at = models.DateTimeField("underskrevet", default=timezone.now, editable=False)
    signed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = CaseChildQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "medunderskrift", "medunderskrifter"
        permissions = [("countersign_decision", "Kan medunderskrive afgørelser")]
        constraints = [
            models.CheckConstraint(name="countersignature_verdict_known", condition=Q(verdict__in=Verdict.values)),
            models.CheckConstraint(name="countersignature_digest", condition=Q(digest__regex=DIGEST_FORM)),
        ]

    def __str__(self):
        return self.get_verdict_display()

    @property
    def is_approved(self) -> bool:
        return self.verdict == Verdict.APPROVED

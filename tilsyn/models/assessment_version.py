"""What each letter held of a case (V112), and what we said to it. Nothing of it is ever changed."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from sanktion.base.danish import kroner
from sanktion.base.encryption import EncryptedTextField
from sanktion.base.privileges import APPEND_ONLY
from sanktion.models import CaseDocument, MaterialKind, User
from sanktion.models.case import case_scope
from tilsyn.models.assessment import CaseAssessment
from tilsyn.models.paper import SupervisionPaper
from tilsyn.verdicts import Verdict

# V018: a case that has left is not assessed, so it is counted by the case itself.
ASSESSED = [Verdict.WRONG, Verdict.NOT_ASSESSABLE, Verdict.NO_CRITICISM]


class Severity(models.TextChoices):
    """V132: «særligt alvorlige fejl» may start a dialogue."""

    MINOR = "minor", "Mindre fejl"
    SERIOUS = "serious", "Alvorlig fejl"
    GRAVE = "grave", "Særligt alvorlig fejl"


class VersionKind(models.TextChoices):
    PROVISIONAL = "provisional", "Foreløbig vurdering"
    REASSESSED = "reassessed", "Genvurdering"
    FINAL = "final", "Endelig vurdering"


class AssessmentVersionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(case_scope(user, "assessment__selected__case__"))

    def standing(self):
        """The last one of each assessment."""
        later = self.model.objects.filter(assessment=OuterRef("assessment"), number__gt=OuterRef("number"))
        return self.filter(~Exists(later))


class AssessmentVersion(models.Model):
    """V112: one letter's assessment. The provisional one stays when the final one comes."""

    app_role_may = APPEND_ONLY

    assessment = models.ForeignKey(CaseAssessment, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("nr.")
    kind = models.CharField("slags", max_length=12, choices=VersionKind.choices)
    received_on = models.DateField("modtaget")
    agrees = models.BooleanField("enig med kommunen")
    verdict = models.CharField("vurdering", max_length=16, choices=Verdict.choices)
    severity = models.CharField("alvor", max_length=8, choices=Severity.choices, blank=True)
    missing = ArrayField(models.PositiveSmallIntegerField(), verbose_name="manglede", default=list, blank=True)
    has_refund = models.BooleanField("følger for refusionen")
    amount = models.PositiveBigIntegerField("beløb (øre)", null=True)
    period_from = models.DateField("fra", null=True)
    period_to = models.DateField("til og med", null=True)
    text = EncryptedTextField("direktoratets begrundelse", blank=True)
    paper = models.OneToOneField(SupervisionPaper, models.PROTECT, null=True, related_name="+")
    registered_at = models.DateTimeField("registreret", default=timezone.now, editable=False)
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = AssessmentVersionQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "udgave af en vurdering", "udgaver af vurderinger"
        ordering = [F("number").asc()]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="assessment_version_once"),
            models.CheckConstraint(name="assessment_kind_known", condition=Q(kind__in=VersionKind.values)),
            models.CheckConstraint(name="assessment_verdict_known", condition=Q(verdict__in=ASSESSED)),
            models.CheckConstraint(
                name="assessment_wrong_is_disagreed_and_weighed",
                condition=Q(verdict=Verdict.WRONG, agrees=False, severity__in=Severity.values)
                | (~Q(verdict=Verdict.WRONG) & Q(severity="")),
            ),
            models.CheckConstraint(
                name="assessment_says_what_was_missing",
                condition=Q(verdict=Verdict.NOT_ASSESSABLE, missing__len__gt=0)
                | (~Q(verdict=Verdict.NOT_ASSESSABLE) & Q(missing=[])),
            ),
            models.CheckConstraint(
                name="assessment_missing_of_the_ten", condition=Q(missing__contained_by=list(MaterialKind.values))
            ),
            models.CheckConstraint(
                name="assessment_refund_whole",
                condition=Q(has_refund=True, agrees=False, amount__isnull=False, amount__gt=0)
                & Q(period_from__isnull=False, period_to__isnull=False, period_to__gte=F("period_from"))
                & ~Q(verdict=Verdict.NO_CRITICISM)
                | Q(has_refund=False, amount__isnull=True, period_from__isnull=True, period_to__isnull=True),
            ),
        ]

    def __str__(self):
        return f"Vurdering {self.assessment_id}, udgave {self.number}"

    @property
    def shown_amount(self) -> str:
        return kroner(self.amount) if self.amount else ""

    @property
    def missing_kinds(self) -> list[MaterialKind]:
        return [MaterialKind(kind) for kind in sorted(self.missing)]


class AssessmentReplyQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(case_scope(user, "version__assessment__selected__case__"))


class AssessmentReply(models.Model):
    """What we said to one version: remarks, or that we have none. After ``due`` it is late, but never refused."""

    app_role_may = APPEND_ONLY

    version = models.OneToOneField(AssessmentVersion, models.PROTECT, related_name="reply")
    has_remarks = models.BooleanField("bemærkninger")
    replied_on = models.DateField("svaret")
    due = models.DateField("frist")
    text = EncryptedTextField("bemærkninger", blank=True)
    paper = models.OneToOneField(SupervisionPaper, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("noteret", default=timezone.now, editable=False)

    objects = AssessmentReplyQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "svar på en vurdering", "svar på vurderinger"
        constraints = [
            models.CheckConstraint(
                name="assessment_remarks_are_a_letter",
                condition=Q(has_remarks=True, paper__isnull=False) | Q(has_remarks=False, paper__isnull=True),
            ),
        ]

    def __str__(self):
        return f"Svar {self.pk}"

    @property
    def is_late(self) -> bool:
        return self.replied_on > self.due


class ReplyDocument(models.Model):
    """V117: a new paper that goes with the remarks, in a supplement to the case's bundle."""

    app_role_may = APPEND_ONLY
    seen_through = "document"

    reply = models.ForeignKey(AssessmentReply, models.PROTECT, related_name="documents")
    document = models.ForeignKey(CaseDocument, models.PROTECT, related_name="+")

    class Meta:
        verbose_name, verbose_name_plural = "nyt bilag", "nye bilag"
        ordering = ["document__number"]
        constraints = [models.UniqueConstraint(fields=["reply", "document"], name="reply_document_once")]

    def __str__(self):
        return f"Nyt bilag {self.pk}"

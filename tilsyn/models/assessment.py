"""What the directorate holds of one case (§ 12), and what the unit says to it.

An assessment never changes a decision (V113), and nothing leads from here to an appeal (V114).
"""

import uuid
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from sanktion.base.acting import current_user
from sanktion.base.danish import kroner
from sanktion.base.deadlines import Deadline, add_days
from sanktion.base.encryption import EncryptedTextField
from sanktion.base.privileges import APPEND_ONLY
from sanktion.base.transitions import StatusModel
from sanktion.models import CaseDocument, MaterialKind, User, WrongPayment
from sanktion.models.case import case_scope
from tilsyn.models.paper import SupervisionPaper
from tilsyn.models.selected_case import SelectedCase, SelectedStatus
from tilsyn.models.supervision import Supervision, SupervisionStatus
from tilsyn.verdicts import Verdict

REMARKS_DAYS = 14  # § 12, stk. 2, and the guidance to it
# V018: a case that has left is not assessed, so it is counted by the case itself.
ASSESSED = [Verdict.WRONG, Verdict.NOT_ASSESSABLE, Verdict.NO_CRITICISM]


class AssessmentStatus(models.TextChoices):
    """Two branches: with a consequence for the refund always a hearing (V116), without it remarks if we have any."""

    RECEIVED = "received", "Modtaget"
    REMARKED = "remarked", "Bemærkninger sendt"
    REASSESSED = "reassessed", "Genvurderet"
    IN_HEARING = "in_hearing", "I høring hos kommunen"
    ANSWERED = "answered", "Høring besvaret"
    FINAL = "final", "Endelig"


ASSESSMENT_TRANSITIONS = {
    AssessmentStatus.RECEIVED: {AssessmentStatus.REMARKED, AssessmentStatus.FINAL},
    # A reassessment may find a consequence that nobody has been heard about.
    AssessmentStatus.REMARKED: {AssessmentStatus.REASSESSED, AssessmentStatus.IN_HEARING},
    AssessmentStatus.REASSESSED: set(),
    AssessmentStatus.IN_HEARING: {AssessmentStatus.ANSWERED},
    AssessmentStatus.ANSWERED: {AssessmentStatus.FINAL},
    # V119: remarks may always be made, but for what was heard.
    AssessmentStatus.FINAL: {AssessmentStatus.REMARKED},
}
# We can act, by ``due``.
OURS = [AssessmentStatus.RECEIVED, AssessmentStatus.IN_HEARING]
THEIRS = [AssessmentStatus.REMARKED, AssessmentStatus.ANSWERED]
DONE = [AssessmentStatus.REASSESSED, AssessmentStatus.FINAL]


class Severity(models.TextChoices):
    """V132: «særligt alvorlige fejl» may start a dialogue."""

    MINOR = "minor", "Mindre fejl"
    SERIOUS = "serious", "Alvorlig fejl"
    GRAVE = "grave", "Særligt alvorlig fejl"


class VersionKind(models.TextChoices):
    PROVISIONAL = "provisional", "Foreløbig vurdering"
    REASSESSED = "reassessed", "Genvurdering"
    FINAL = "final", "Endelig vurdering"


class CaseAssessmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(case_scope(user, "selected__case__"))

    def of(self, supervision: Supervision):
        return self.filter(selected__supervision=supervision)

    def ours(self):
        """Where the unit still has something to say or to confirm. A case that has left waits for nobody."""
        taking_part = self.filter(status__in=OURS, selected__status=SelectedStatus.NAMED)
        return taking_part.exclude(selected__supervision__status=SupervisionStatus.CLOSED)

    def unheard(self, day: date):
        """Hearings that nobody had answered when ``day`` began."""
        return self.ours().filter(status=AssessmentStatus.IN_HEARING, due__lt=day)

    def unconfirmed(self, day: date):
        """The time for remarks had run out when ``day`` began, and nobody has said that the assessment stands."""
        return self.ours().filter(status=AssessmentStatus.RECEIVED, due__lt=day)


class CaseAssessment(StatusModel):
    """``received_on`` and ``due`` are of the round that runs, or ran last."""

    TRANSITIONS = ASSESSMENT_TRANSITIONS
    app_role_may = "SELECT, INSERT, UPDATE"

    selected = models.OneToOneField(SelectedCase, models.PROTECT, related_name="assessment")
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    status = models.CharField("status", max_length=12, choices=AssessmentStatus.choices, editable=False)
    has_refund = models.BooleanField("følger for refusionen", editable=False)
    received_on = models.DateField("modtaget", editable=False)
    due = models.DateField("frist for bemærkninger", editable=False)
    payment = models.OneToOneField(WrongPayment, models.PROTECT, null=True, editable=False, related_name="+")
    registered_at = models.DateTimeField("registreret", default=timezone.now, editable=False)
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = CaseAssessmentQuerySet.as_manager()
    history = HistoricalRecords(get_user=current_user)

    class Meta:
        verbose_name, verbose_name_plural = "vurdering", "vurderinger"
        ordering = ["selected__number"]
        indexes = [models.Index(fields=["due", "id"], name="assessment_due", condition=Q(status__in=OURS))]
        constraints = [
            models.CheckConstraint(name="assessment_status_known", condition=Q(status__in=AssessmentStatus.values)),
            models.CheckConstraint(
                name="assessment_branch_fits",
                condition=Q(has_refund=True, status__in=["in_hearing", "answered", "final"])
                | Q(has_refund=False, status__in=["received", "remarked", "reassessed", "final"]),
            ),
        ]

    def __str__(self):
        return f"Vurdering {self.pk}"

    @staticmethod
    def deadline_from(received_on: date) -> Deadline:
        """V111, V121: counted from the day the assessment was received."""
        return add_days(received_on, REMARKS_DAYS)

    @property
    def due_sum(self) -> str:
        return self.deadline_from(self.received_on).explanation

    @property
    def is_ours(self) -> bool:
        return self.status in OURS

    @property
    def is_late(self) -> bool:
        return self.due < timezone.localdate()

    @property
    def may_remark(self) -> bool:
        return self.is_ours or (self.status == AssessmentStatus.FINAL and not self.has_refund)

    @property
    def may_conclude(self) -> bool:
        return self.status == AssessmentStatus.RECEIVED and self.is_late

    @property
    def awaits_directorate(self) -> bool:
        return self.status in THEIRS

    @property
    def next_step(self) -> str:
        if self.status == AssessmentStatus.IN_HEARING:
            return "Svar på høringen"
        if self.status == AssessmentStatus.RECEIVED:
            return "Bekræft, at vurderingen står" if self.is_late else "Send bemærkninger, hvis vi har nogen"
        return "Afventer direktoratet" if self.awaits_directorate else ""

    def remark(self, *, by: User) -> None:
        self._move_to(AssessmentStatus.REMARKED, by=by, reason="Bemærkninger sendt")

    def answer(self, *, by: User) -> None:
        self._move_to(AssessmentStatus.ANSWERED, by=by, reason="Høringen er besvaret")

    def hear(self, received_on: date, *, by: User) -> None:
        """What was reassessed has a consequence now, so the municipality is heard (V116)."""
        self._move_to(
            AssessmentStatus.IN_HEARING,
            by=by,
            reason="Genvurderingen har følger for refusionen",
            has_refund=True,
            received_on=received_on,
            due=self.deadline_from(received_on).end,
        )

    def reassess(self, *, by: User) -> None:
        self._move_to(AssessmentStatus.REASSESSED, by=by, reason="Genvurderet")

    def conclude(self, *, by: User) -> None:
        self._move_to(AssessmentStatus.FINAL, by=by, reason="Vurderingen er endelig")

    def link_payment(self, payment: WrongPayment, *, by: User) -> None:
        self.payment = payment
        self._history_user, self._change_reason = by, "Fejludbetaling knyttet til vurderingen"
        self.save(update_fields=["payment"])


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

"""What the directorate holds of one case (§ 12), and what the unit says to it.

An assessment never changes a decision (V113), and nothing leads from here to an appeal (V114).
"""

import uuid
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from sanktion.base.acting import current_user
from sanktion.base.deadlines import Deadline, add_days
from sanktion.base.transitions import StatusModel
from sanktion.models import User, WrongPayment
from sanktion.models.case import case_scope
from tilsyn.models.selected_case import SelectedCase, SelectedStatus
from tilsyn.models.supervision import Supervision, SupervisionStatus

REMARKS_DAYS = 14  # § 12, stk. 2, and the guidance to it


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

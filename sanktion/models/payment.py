"""V010, V134, V141-V143: money paid out by mistake, followed until it has stopped and the state's refund is right."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from sanktion.base.acting import current_user
from sanktion.base.danish import kroner
from sanktion.base.encryption import EncryptedTextField
from sanktion.base.transitions import StatusModel, TransitionNotAllowed
from sanktion.models.case import Case, CaseChildQuerySet
from sanktion.models.rules import Benefit
from sanktion.models.staff import User


class RefundStatus(models.TextChoices):
    """Two branches: not yet claimed from the state (block, then confirm) and claimed (correct, confirm, report)."""

    FLAGGED = "flagged", "Refusion ikke afklaret"
    BLOCKED = "blocked", "Spærret for anmeldelse"
    NOT_CLAIMED = "not_claimed", "Bekræftet ikke anmeldt"
    REQUIRED = "required", "Skal berigtiges"
    CORRECTED = "corrected", "Berigtiget, skal bekræftes"
    CONFIRMED = "confirmed", "Berigtigelse bekræftet"
    REPORTED = "reported", "Revisor orienteret"


REFUND_TRANSITIONS = {
    RefundStatus.FLAGGED: {RefundStatus.BLOCKED, RefundStatus.REQUIRED},
    RefundStatus.BLOCKED: {RefundStatus.NOT_CLAIMED, RefundStatus.REQUIRED},
    RefundStatus.NOT_CLAIMED: set(),
    RefundStatus.REQUIRED: {RefundStatus.CORRECTED},
    RefundStatus.CORRECTED: {RefundStatus.CONFIRMED, RefundStatus.REQUIRED},
    RefundStatus.CONFIRMED: {RefundStatus.REPORTED},
    RefundStatus.REPORTED: set(),
}
SETTLED = [RefundStatus.NOT_CLAIMED, RefundStatus.REPORTED]
FOR_THE_AUDITOR = [RefundStatus.CONFIRMED, RefundStatus.REPORTED]
HOLDS_CORRECTION = [RefundStatus.CORRECTED, *FOR_THE_AUDITOR]
NEEDS_STOP = [RefundStatus.NOT_CLAIMED, *HOLDS_CORRECTION]
NEEDS_SECOND_PERSON = [RefundStatus.NOT_CLAIMED, *FOR_THE_AUDITOR]


class WrongPaymentQuerySet(CaseChildQuerySet):
    def open(self):
        return self.exclude(status__in=SETTLED)

    def followed_by(self, user):
        """What the list shows: the user's own cases, and to whoever follows them for the unit those of the user's
        teams, for the list names no citizen."""
        mine = Q(pk__in=self.model.objects.visible_to(user).values("pk"))
        if user.has_perm("sanktion.view_wrongpayment"):
            mine |= Q(case__team__in=user.team_ids, case__is_restricted=False)
        return self.filter(mine)


class WrongPayment(StatusModel):
    TRANSITIONS = REFUND_TRANSITIONS
    app_role_may = "SELECT, INSERT, UPDATE"

    case = models.ForeignKey(Case, models.PROTECT, related_name="wrong_payments", verbose_name="sag")
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    status = models.CharField(
        "refusion", max_length=12, choices=RefundStatus.choices, default=RefundStatus.FLAGGED, editable=False
    )
    amount = models.PositiveBigIntegerField("beløb (øre)")
    period_from = models.DateField("fra")
    period_to = models.DateField("til og med")
    benefit = models.ForeignKey(Benefit, models.PROTECT, related_name="+", verbose_name="ydelse")
    scheme = models.CharField("refusionsordning", max_length=80)
    found = EncryptedTextField("sådan er det opdaget")
    flagged_at = models.DateTimeField("meldt", default=timezone.now, editable=False)
    flagged_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    stopped_on = models.DateField("standset", null=True)
    stopped_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    claim_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="afklaret af")
    corrected_on = models.DateField("berigtiget", null=True)
    corrected_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField("bekræftet", null=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    auditor_told_on = models.DateField("revisor orienteret", null=True)
    auditor_told_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = WrongPaymentQuerySet.as_manager()
    history = HistoricalRecords(get_user=current_user)

    class Meta:
        verbose_name, verbose_name_plural = "fejludbetaling", "fejludbetalinger"
        ordering = ["flagged_at", "pk"]
        permissions = [
            ("handle_wrongpayment", "Kan melde og følge fejludbetalinger"),
            ("tell_auditor", "Kan orientere revisor om berigtigelser"),
        ]
        indexes = [
            models.Index(fields=["flagged_at", "id"], name="wrong_payment_open", condition=~Q(status__in=SETTLED))
        ]
        constraints = [
            models.CheckConstraint(name="wrong_payment_status_known", condition=Q(status__in=RefundStatus.values)),
            models.CheckConstraint(name="wrong_payment_some_amount", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="wrong_payment_runs_forward", condition=Q(period_to__gte=F("period_from"))),
            # The auditor reads it, and is told nothing of who it was.
            models.CheckConstraint(name="wrong_payment_scheme_no_number", condition=~Q(scheme__regex=r"[0-9]{6}")),
            models.CheckConstraint(
                name="wrong_payment_stopped_by_one",
                condition=Q(stopped_on__isnull=True, stopped_by__isnull=True)
                | Q(stopped_on__isnull=False, stopped_by__isnull=False),
            ),
            models.CheckConstraint(
                name="wrong_payment_settled_is_stopped",
                condition=~Q(status__in=NEEDS_STOP) | Q(stopped_on__isnull=False),
            ),
            models.CheckConstraint(
                name="wrong_payment_claim_cleared",
                condition=Q(status=RefundStatus.FLAGGED, claim_by__isnull=True)
                | (~Q(status=RefundStatus.FLAGGED) & Q(claim_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="wrong_payment_corrected_by_one",
                condition=Q(status__in=HOLDS_CORRECTION, corrected_on__isnull=False, corrected_by__isnull=False)
                | (~Q(status__in=HOLDS_CORRECTION) & Q(corrected_on__isnull=True, corrected_by__isnull=True)),
            ),
            models.CheckConstraint(
                name="wrong_payment_confirmed_by_one",
                condition=Q(status__in=NEEDS_SECOND_PERSON, confirmed_at__isnull=False, confirmed_by__isnull=False)
                | (~Q(status__in=NEEDS_SECOND_PERSON) & Q(confirmed_at__isnull=True, confirmed_by__isnull=True)),
            ),
            models.CheckConstraint(
                name="wrong_payment_second_person",
                condition=Q(confirmed_by__isnull=True)
                | (Q(status=RefundStatus.NOT_CLAIMED) & ~Q(confirmed_by=F("claim_by")))
                | (Q(status__in=FOR_THE_AUDITOR) & ~Q(confirmed_by=F("corrected_by"))),
            ),
            models.CheckConstraint(
                name="wrong_payment_auditor_told",
                condition=Q(status=RefundStatus.REPORTED, auditor_told_on__isnull=False, auditor_told_by__isnull=False)
                | (~Q(status=RefundStatus.REPORTED) & Q(auditor_told_on__isnull=True, auditor_told_by__isnull=True)),
            ),
        ]

    def __str__(self):
        return f"Fejludbetaling {self.pk}"

    @property
    def shown_amount(self) -> str:
        return kroner(self.amount)

    @property
    def is_open(self) -> bool:
        return self.status not in SETTLED

    @property
    def days_open(self) -> int:
        return (timezone.localdate() - timezone.localdate(self.flagged_at)).days

    @property
    def first_person_id(self) -> int | None:
        """Whose word is to be confirmed: another than this one must do it."""
        return self.corrected_by_id if self.status == RefundStatus.CORRECTED else self.claim_by_id

    def stop(self, *, stopped_on, amount: int, period_to, by: User) -> None:
        self.stopped_on, self.stopped_by, self.amount, self.period_to = stopped_on, by, amount, period_to
        self._history_user, self._change_reason = by, "Udbetalingen er standset"
        self.save(update_fields=["stopped_on", "stopped_by", "amount", "period_to"])

    def block(self, *, by: User) -> None:
        self._move_to(RefundStatus.BLOCKED, by=by, reason="Spærret for anmeldelse til refusion", claim_by=by)

    def require_correction(self, *, by: User) -> None:
        self._must_be(RefundStatus.FLAGGED, RefundStatus.BLOCKED)
        self._move_to(RefundStatus.REQUIRED, by=by, reason="Beløbet er anmeldt og skal berigtiges", claim_by=by)

    def correct(self, *, corrected_on, by: User) -> None:
        self._move_to(
            RefundStatus.CORRECTED, by=by, reason="Refusionen er berigtiget", corrected_on=corrected_on, corrected_by=by
        )

    def send_back(self, *, by: User) -> None:
        self._must_be(RefundStatus.CORRECTED)
        self._move_to(
            RefundStatus.REQUIRED,
            by=by,
            reason="Berigtigelsen kunne ikke bekræftes",
            corrected_on=None,
            corrected_by=None,
        )

    def confirm(self, *, by: User) -> None:
        wanted = RefundStatus.CONFIRMED if self.status == RefundStatus.CORRECTED else RefundStatus.NOT_CLAIMED
        self._move_to(wanted, by=by, reason=wanted.label, confirmed_at=timezone.now(), confirmed_by=by)

    def tell_auditor(self, *, told_on, by: User) -> None:
        self._move_to(
            RefundStatus.REPORTED, by=by, reason="Revisor er orienteret", auditor_told_on=told_on, auditor_told_by=by
        )

    def _must_be(self, *statuses: RefundStatus) -> None:
        """Two acts lead to «skal berigtiges», and each has a status of its own to come from."""
        if self.status not in statuses:
            raise TransitionNotAllowed(self.get_status_display(), RefundStatus.REQUIRED.label)

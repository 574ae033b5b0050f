"""V081: the letter that tells a citizen that the material has been sent. Once a supervision, whatever is sent later."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from sanktion.base.encryption import EncryptedTextField
from sanktion.base.transitions import StatusModel
from sanktion.models import CaseDocument, User
from sanktion.models.case import case_scope
from tilsyn.models.dispatch import Dispatch
from tilsyn.models.selected_case import SelectedCase
from tilsyn.models.supervision import Supervision


class OrientationStatus(models.TextChoices):
    WAITING = "waiting", "Venter"
    SENT = "sent", "Sendt"
    REFUSED = "refused", "Kunne ikke sendes"
    HANDED = "handed", "Udleveret"


ORIENTATION_TRANSITIONS = {
    OrientationStatus.WAITING: {OrientationStatus.SENT, OrientationStatus.REFUSED},
    OrientationStatus.REFUSED: {OrientationStatus.WAITING, OrientationStatus.HANDED},
    OrientationStatus.SENT: set(),
    OrientationStatus.HANDED: set(),
}
TOLD = [OrientationStatus.SENT, OrientationStatus.HANDED]


class OrientationQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(case_scope(user, "selected__case__"))

    def waiting(self):
        return self.filter(status=OrientationStatus.WAITING)

    def told(self):
        return self.filter(status__in=TOLD)

    def of(self, supervision: Supervision):
        return self.filter(selected__supervision=supervision)


class OrientationLetter(StatusModel):
    TRANSITIONS = ORIENTATION_TRANSITIONS
    app_role_may = "SELECT, INSERT, UPDATE"

    selected = models.OneToOneField(SelectedCase, models.PROTECT, related_name="orientation")
    dispatch = models.ForeignKey(Dispatch, models.PROTECT, related_name="orientations")
    status = models.CharField(
        "status", max_length=10, choices=OrientationStatus.choices, default=OrientationStatus.WAITING, editable=False
    )
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    document = models.OneToOneField(CaseDocument, models.PROTECT, null=True, related_name="+", verbose_name="brev")
    channel = models.CharField("sendt med", max_length=40, blank=True)
    refusal = EncryptedTextField("hvorfor ikke", blank=True)
    told_at = models.DateTimeField("orienteret", null=True, editable=False)
    handed_on = models.DateField("udleveret", null=True)
    handed_note = EncryptedTextField("hvordan", blank=True)
    handed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = OrientationQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "orienteringsbrev", "orienteringsbreve"
        ordering = ["selected__number"]
        constraints = [
            models.CheckConstraint(name="orientation_status_known", condition=Q(status__in=OrientationStatus.values)),
            models.CheckConstraint(
                name="orientation_told_has_letter",
                condition=Q(status__in=TOLD, document__isnull=False, told_at__isnull=False)
                | (~Q(status__in=TOLD) & Q(document__isnull=True, told_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="orientation_handed_says_how",
                condition=Q(status=OrientationStatus.HANDED, handed_on__isnull=False, handed_by__isnull=False)
                | (~Q(status=OrientationStatus.HANDED) & Q(handed_on__isnull=True, handed_by__isnull=True)),
            ),
        ]

    def __str__(self):
        return f"Orienteringsbrev {self.pk}"

    @property
    def is_told(self) -> bool:
        return self.status in TOLD

    def mark_sent(self, document: CaseDocument, *, channel: str, by) -> None:
        facts = {"document": document, "channel": channel, "told_at": timezone.now(), "refusal": ""}
        self._move_to(OrientationStatus.SENT, by=by, reason="Sendt", **facts)

    def refuse(self, why: str) -> None:
        self._move_to(OrientationStatus.REFUSED, by=None, reason="Ikke sendt", refusal=why)

    def wait_again(self, *, by) -> None:
        self._move_to(OrientationStatus.WAITING, by=by, reason="Prøves igen", refusal="", asked_by=by)

    def hand_out(self, document: CaseDocument, *, on, note: str, by) -> None:
        facts = {"document": document, "told_at": timezone.now(), "channel": "Udleveret", "refusal": ""}
        facts |= {"handed_on": on, "handed_note": note, "handed_by": by}
        self._move_to(OrientationStatus.HANDED, by=by, reason="Udleveret", **facts)

"""Complaints (V115, domain «Complaint»): apart from the supervision, and apart from the decision complained of."""

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from sanktion.base.acting import current_user
from sanktion.base.deadlines import Deadline, add_days
from sanktion.base.encryption import EncryptedTextField
from sanktion.base.privileges import APPEND_ONLY
from sanktion.base.transitions import StatusModel
from sanktion.models.case import Case, CaseChildQuerySet, CaseStatus
from sanktion.models.document import CaseDocument
from sanktion.models.staff import User

COMPLAINT_DAYS = 28
REASSESSMENT_DAYS = 28


class ComplaintChannel(models.TextChoices):
    """How the complaint came. «Personligt» covers every meeting, wherever it was (B048)."""

    DIGITAL_POST = "digital_post", "Digital Post"
    LETTER = "letter", "Brev"
    EMAIL = "email", "E-mail"
    PHONE = "phone", "Telefon"
    IN_PERSON = "in_person", "Personligt"


class ComplaintStatus(models.TextChoices):
    RECEIVED = "received", "Modtaget"
    REASSESSING = "reassessing", "Genvurderes"
    DISMISSED = "dismissed", "Afvist, kom for sent"
    UPHELD = "upheld", "Fastholdt"
    PARTLY = "partly", "Delvis medhold"
    CHANGED = "changed", "Medhold"
    FORWARDED = "forwarded", "Hos Ankestyrelsen"
    RULED = "ruled", "Afgjort af Ankestyrelsen"


COMPLAINT_TRANSITIONS = {
    ComplaintStatus.RECEIVED: {ComplaintStatus.REASSESSING, ComplaintStatus.DISMISSED},
    ComplaintStatus.REASSESSING: {ComplaintStatus.UPHELD, ComplaintStatus.PARTLY, ComplaintStatus.CHANGED},
    ComplaintStatus.DISMISSED: set(),
    ComplaintStatus.UPHELD: {ComplaintStatus.FORWARDED},
    ComplaintStatus.PARTLY: {ComplaintStatus.FORWARDED},
    ComplaintStatus.CHANGED: set(),
    ComplaintStatus.FORWARDED: {ComplaintStatus.RULED},
    ComplaintStatus.RULED: set(),
}
# The unit must act: the reassessment, and the sending on, are due four weeks after the complaint came.
OURS = [ComplaintStatus.RECEIVED, ComplaintStatus.REASSESSING, ComplaintStatus.UPHELD, ComplaintStatus.PARTLY]
OPEN_COMPLAINTS = [*OURS, ComplaintStatus.FORWARDED]
SENT_ON = [ComplaintStatus.FORWARDED, ComplaintStatus.RULED]
WITHOUT_RESULT = [ComplaintStatus.RECEIVED, ComplaintStatus.REASSESSING]
IN_TIME = Q(received_on__lte=F("deadline"))

NEXT_STEPS = {
    ComplaintStatus.RECEIVED: "Begynd genvurderingen",
    ComplaintStatus.REASSESSING: "Genvurdér afgørelsen",
    ComplaintStatus.UPHELD: "Send klagen til Ankestyrelsen",
    ComplaintStatus.PARTLY: "Send klagen til Ankestyrelsen",
    ComplaintStatus.RULED: "Træf ny afgørelse efter Ankestyrelsen",
}


class ComplaintQuerySet(CaseChildQuerySet):
    def open(self):
        return self.filter(status__in=OPEN_COMPLAINTS)

    def due(self, by: date | None = None):
        """Complaints on which the unit itself must act, the first deadline first; ``by`` leaves out later ones."""
        waiting = self.filter(next_due__isnull=False)
        return (waiting.filter(next_due__lte=by) if by else waiting).order_by("next_due", "pk")

    def latest_of(self, case: Case) -> "Complaint | None":
        """Only one is open at a time, so the last one is the one that is worked on."""
        return self.filter(case=case).order_by("-pk").first()


class Complaint(StatusModel):
    """What the citizen said is sealed. The decision is never touched: a changed one is a new act (V113)."""

    TRANSITIONS = COMPLAINT_TRANSITIONS
    app_role_may = "SELECT, INSERT, UPDATE"

    case = models.ForeignKey(Case, models.PROTECT, related_name="complaints", verbose_name="sag")
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    status = models.CharField(
        "status", max_length=12, choices=ComplaintStatus.choices, default=ComplaintStatus.RECEIVED, editable=False
    )
    received_on = models.DateField("modtaget")
    channel = models.CharField("modtaget med", max_length=20, choices=ComplaintChannel.choices)
    text = EncryptedTextField("klagen")
    decision_received_on = models.DateField("afgørelsesbrevet modtaget")
    deadline = models.DateField("klagefrist")
    reassess_due = models.DateField("genvurdering senest")
    next_due = models.DateField("næste frist", null=True, editable=False)
    dispensation = models.BooleanField("dispensation", null=True)
    dispensation_reason = EncryptedTextField("begrundelse for dispensation", blank=True, default="")
    result_text = EncryptedTextField("begrundelse for resultatet", blank=True, default="")
    acknowledgement = models.OneToOneField(CaseDocument, models.PROTECT, related_name="+")
    result_letter = models.OneToOneField(CaseDocument, models.PROTECT, null=True, related_name="+")
    forwarding = models.OneToOneField(CaseDocument, models.PROTECT, null=True, related_name="+")
    forwarded_on = models.DateField("sendt til Ankestyrelsen", null=True)
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = ComplaintQuerySet.as_manager()
    history = HistoricalRecords(get_user=current_user)

    class Meta:
        verbose_name, verbose_name_plural = "klage", "klager"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["next_due", "id"], name="complaint_due", condition=Q(next_due__isnull=False))]
        constraints = [
            models.CheckConstraint(name="complaint_status_known", condition=Q(status__in=ComplaintStatus.values)),
            models.CheckConstraint(name="complaint_channel_known", condition=Q(channel__in=ComplaintChannel.values)),
            models.UniqueConstraint(
                fields=["case"], condition=Q(status__in=OPEN_COMPLAINTS), name="complaint_one_open_a_case"
            ),
            models.CheckConstraint(
                name="complaint_after_the_letter", condition=Q(received_on__gte=F("decision_received_on"))
            ),
            models.CheckConstraint(
                name="complaint_dispensation_when_late", condition=Q(dispensation__isnull=True) | ~IN_TIME
            ),
            models.CheckConstraint(
                name="complaint_taken_up_in_time",
                condition=Q(status=ComplaintStatus.RECEIVED)
                | Q(status=ComplaintStatus.DISMISSED, dispensation__isnull=False, dispensation=False)
                | (~Q(status=ComplaintStatus.DISMISSED) & (IN_TIME | Q(dispensation__isnull=False, dispensation=True))),
            ),
            models.CheckConstraint(
                name="complaint_result_has_letter",
                condition=Q(status__in=WITHOUT_RESULT, result_letter__isnull=True)
                | (~Q(status__in=WITHOUT_RESULT) & Q(result_letter__isnull=False)),
            ),
            models.CheckConstraint(
                name="complaint_forwarded_with_note",
                condition=Q(status__in=SENT_ON, forwarding__isnull=False, forwarded_on__isnull=False)
                | (~Q(status__in=SENT_ON) & Q(forwarding__isnull=True, forwarded_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="complaint_due_while_ours",
                condition=Q(status__in=OURS, next_due__isnull=False)
                | Q(status=ComplaintStatus.RULED)
                | (~Q(status__in=OURS) & Q(next_due__isnull=True)),
            ),
        ]

    def __str__(self):
        return f"Klage {self.pk}"

    @staticmethod
    def deadlines(decision_received_on: date, received_on: date) -> tuple[Deadline, Deadline]:
        """The citizen's last day to complain, and the unit's to have reassessed."""
        return add_days(decision_received_on, COMPLAINT_DAYS), add_days(received_on, REASSESSMENT_DAYS)

    @property
    def is_late(self) -> bool:
        return self.received_on > self.deadline

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_COMPLAINTS

    @property
    def deadline_sum(self) -> str:
        return add_days(self.decision_received_on, COMPLAINT_DAYS).explanation

    @property
    def reassess_sum(self) -> str:
        return add_days(self.received_on, REASSESSMENT_DAYS).explanation

    @property
    def next_step(self) -> str:
        if self.status == ComplaintStatus.RECEIVED and self.is_late and self.dispensation is None:
            return "Tag stilling til dispensation"
        return NEXT_STEPS.get(ComplaintStatus(self.status), "") if self.next_due else ""

    def dispense(self, reason: str, *, by: User) -> None:
        """A late complaint is taken up all the same. No status moves: it is still to be reassessed."""
        self.dispensation, self.dispensation_reason = True, reason
        self._history_user, self._change_reason = by, "Dispensation fra klagefristen"
        self.save(update_fields=["dispensation", "dispensation_reason"])

    def dismiss(self, letter: CaseDocument, reason: str, *, by: User) -> None:
        self._move_to(
            ComplaintStatus.DISMISSED,
            by=by,
            reason="Klagen er afvist, fordi den kom for sent",
            dispensation=False,
            dispensation_reason=reason,
            result_letter=letter,
            next_due=None,
        )

    def begin(self, *, by: User) -> None:
        self._move_to(ComplaintStatus.REASSESSING, by=by, reason="Genvurderingen er begyndt")

    def uphold(self, letter: CaseDocument, text: str, *, by: User) -> None:
        self._move_to(
            ComplaintStatus.UPHELD, by=by, reason="Afgørelsen er fastholdt", result_letter=letter, result_text=text
        )

    def give_way(self, status: ComplaintStatus, letter: CaseDocument, text: str, *, by: User) -> None:
        """Medhold ends the complaint; what is not given way on goes to Ankestyrelsen."""
        due = None if status == ComplaintStatus.CHANGED else self.reassess_due
        label = ComplaintStatus(status).label
        self._move_to(status, by=by, reason=label, result_letter=letter, result_text=text, next_due=due)

    def forward(self, note: CaseDocument, *, by: User) -> None:
        self._move_to(
            ComplaintStatus.FORWARDED,
            by=by,
            reason="Klagen er sendt til Ankestyrelsen",
            forwarding=note,
            forwarded_on=timezone.localdate(),
            next_due=None,
        )

    def receive_ruling(self, *, needs_decision: bool, by: User) -> None:
        due = Case.goal_for(CaseStatus.READY) if needs_decision else None
        self._move_to(ComplaintStatus.RULED, by=by, reason="Ankestyrelsen har afgjort klagen", next_due=due)

    def settle(self, *, by: User) -> None:
        """What Ankestyrelsen asked for is done."""
        self.next_due = None
        self._history_user, self._change_reason = by, "Ny afgørelse efter Ankestyrelsen"
        self.save(update_fields=["next_due"])


class RulingOutcome(models.TextChoices):
    CONFIRMED = "confirmed", "Stadfæstet"
    CHANGED = "changed", "Ændret"
    REMITTED = "remitted", "Hjemvist"
    REJECTED = "rejected", "Afvist"


NEEDS_DECISION = [RulingOutcome.CHANGED, RulingOutcome.REMITTED]


class AppealRuling(models.Model):
    """V115: what Ankestyrelsen held. The appeal body's own act, stored apart from the unit's and the supervision's."""

    app_role_may = APPEND_ONLY

    complaint = models.OneToOneField(Complaint, models.PROTECT, related_name="ruling")
    outcome = models.CharField("udfald", max_length=12, choices=RulingOutcome.choices)
    ruled_on = models.DateField("afgjort")
    received_on = models.DateField("modtaget")
    reference = models.CharField("Ankestyrelsens sagsnummer", max_length=40, blank=True)
    text = EncryptedTextField("begrundelse", blank=True)
    registered_at = models.DateTimeField("registreret", default=timezone.now, editable=False)
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name, verbose_name_plural = "afgørelse fra Ankestyrelsen", "afgørelser fra Ankestyrelsen"
        constraints = [
            models.CheckConstraint(name="ruling_outcome_known", condition=Q(outcome__in=RulingOutcome.values)),
            models.CheckConstraint(name="ruling_made_before_it_came", condition=Q(received_on__gte=F("ruled_on"))),
        ]

    def __str__(self):
        return self.get_outcome_display()

    @property
    def needs_decision(self) -> bool:
        return self.outcome in NEEDS_DECISION

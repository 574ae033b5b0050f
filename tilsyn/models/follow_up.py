"""V129-V133, V144-V147: what comes after a result, each with an owner, a day and proof that it was done."""

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from sanktion.base.acting import current_user
from sanktion.base.encryption import EncryptedTextField
from sanktion.base.privileges import APPEND_ONLY
from sanktion.base.row_security import SOMEBODY
from sanktion.models import Guideline, User
from tilsyn.models.paper import SupervisionPaper
from tilsyn.models.supervision import Supervision, SupervisionStatus


class FollowUpKind(models.TextChoices):
    ACCOUNT = "account", "Redegørelse til direktoratet"
    PROCEDURE = "procedure", "Retningslinje eller forretningsgang"
    PROPOSAL = "proposal", "Forslag til forbedring"
    DIALOGUE = "dialogue", "Dialog med direktoratet"
    TEACHING = "teaching", "Undervisning eller tjekliste"


class AccountReason(models.TextChoices):
    """V145: what the directorate asks the municipality to account for."""

    ERROR_LEVEL = "error_level", "Højt fejlniveau"
    NO_PROCEDURES = "no_procedures", "Der mangler retningslinjer eller forretningsgange"
    OTHER = "other", "Andre forhold"


class FollowUpQuerySet(models.QuerySet):
    def open(self):
        return self.filter(done_on__isnull=True)

    def ours(self):
        """In a supervision that is not closed."""
        return self.open().exclude(supervision__status=SupervisionStatus.CLOSED)

    def overdue(self, day: date):
        return self.ours().filter(due__lt=day)


class FollowUp(models.Model):
    """Concerns the unit's work and no citizen."""

    app_role_may = "SELECT, INSERT, UPDATE"
    row_rule = SOMEBODY

    supervision = models.ForeignKey(Supervision, models.PROTECT, related_name="follow_ups")
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("slags", max_length=10, choices=FollowUpKind.choices)
    reason = models.CharField("hvad der skal gøres rede for", max_length=15, choices=AccountReason.choices, blank=True)
    title = models.CharField("hvad skal der ske", max_length=160)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="ansvarlig")
    due = models.DateField("frist")
    made_at = models.DateTimeField("oprettet", default=timezone.now, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    done_on = models.DateField("udført", null=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    outcome = EncryptedTextField("hvad der kom ud af det", blank=True)
    proof = models.ForeignKey(SupervisionPaper, models.PROTECT, null=True, related_name="+")
    # V131: procedures are drawn up with the municipality's auditor.
    guideline = models.ForeignKey(Guideline, models.PROTECT, null=True, related_name="+", verbose_name="retningslinje")
    auditor_on = models.DateField("revisor inddraget", null=True)

    objects = FollowUpQuerySet.as_manager()
    history = HistoricalRecords(get_user=current_user)

    class Meta:
        verbose_name, verbose_name_plural = "opfølgning", "opfølgninger"
        ordering = [F("done_on").asc(nulls_first=True), "due", "pk"]
        indexes = [models.Index(fields=["due", "id"], name="follow_up_due", condition=Q(done_on__isnull=True))]
        constraints = [
            models.CheckConstraint(name="follow_up_kind_known", condition=Q(kind__in=FollowUpKind.values)),
            models.CheckConstraint(
                name="follow_up_account_has_reason",
                condition=Q(kind=FollowUpKind.ACCOUNT, reason__in=AccountReason.values)
                | (~Q(kind=FollowUpKind.ACCOUNT) & Q(reason="")),
            ),
            models.CheckConstraint(
                name="follow_up_done_with_proof",
                condition=Q(done_on__isnull=True, done_by__isnull=True, proof__isnull=True)
                | Q(done_on__isnull=False, done_by__isnull=False, proof__isnull=False),
            ),
            models.CheckConstraint(
                name="follow_up_procedure_with_auditor",
                condition=~Q(kind=FollowUpKind.PROCEDURE, done_on__isnull=False) | Q(auditor_on__isnull=False),
            ),
        ]

    def __str__(self):
        return f"Opfølgning {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.done_on is None

    @property
    def is_account(self) -> bool:
        return self.kind == FollowUpKind.ACCOUNT

    @property
    def is_procedure(self) -> bool:
        return self.kind == FollowUpKind.PROCEDURE

    @property
    def is_dialogue(self) -> bool:
        return self.kind == FollowUpKind.DIALOGUE

    def finish(self, *, done_on: date, proof: SupervisionPaper, outcome: str, guideline, auditor_on, by: User) -> None:
        self.done_on, self.done_by, self.proof, self.outcome = done_on, by, proof, outcome
        self.guideline, self.auditor_on = guideline, auditor_on
        self._history_user, self._change_reason = by, "Udført"
        self.save(update_fields=["done_on", "done_by", "proof", "outcome", "guideline", "auditor_on"])


class DialogueNote(models.Model):
    """V133, V146: one meeting or talk: what may be better, and by which methods."""

    app_role_may = APPEND_ONLY
    row_rule = SOMEBODY

    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="notes")
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    held_on = models.DateField("dato")
    areas = EncryptedTextField("områder, der kan blive bedre")
    methods = EncryptedTextField("metoder", blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("noteret", default=timezone.now, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = "dialognotat", "dialognotater"
        ordering = ["held_on", "pk"]

    def __str__(self):
        return f"Dialognotat {self.pk}"

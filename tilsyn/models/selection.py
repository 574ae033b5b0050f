"""What the directorate has sent to name cases by (§ 6, V022): its lists, and what each row of them led to.

A list is kept no longer than it is needed. The rows of people whose cases are not in the supervision are destroyed, and
those of people whose cases are keep nothing but their number: what they said is in the case.
"""

import uuid

from django.db import models
from django.db.models import F, Max, Q
from django.utils import timezone

from sanktion.base.acting import unit_wide
from sanktion.base.encryption import EncryptedJSONField, EncryptedTextField
from sanktion.base.privileges import APPEND_ONLY
from sanktion.base.row_security import SOMEBODY
from sanktion.base.transitions import StatusModel
from sanktion.models import Case, CaseChildQuerySet, User
from tilsyn.models.selected_case import SelectedCase
from tilsyn.models.supervision import OVER, SelectionWay, Supervision

QUESTION, CHOICE = 1, 2


class ListStatus(models.TextChoices):
    READ = "read", "Indlæst"
    SENT = "sent", "Svar sendt"
    NAMED = "named", "Sager registreret"
    DESTROYED = "destroyed", "Destrueret"


LIST_TRANSITIONS = {
    ListStatus.READ: {ListStatus.SENT, ListStatus.NAMED, ListStatus.DESTROYED},
    ListStatus.SENT: {ListStatus.DESTROYED},
    ListStatus.NAMED: {ListStatus.DESTROYED},
    ListStatus.DESTROYED: set(),
}


class RowOutcome(models.TextChoices):
    """What a row came to when it was last looked up."""

    FOUND = "found", "Sag fundet"
    NAMED = "named", "Sag registreret"
    HAD_EVENT = "had_event", "Hændelse i perioden"
    NO_EVENT = "no_event", "Ingen hændelse"
    NO_CASE = "no_case", "Hændelse uden sag"
    UNKNOWN = "unknown", "Kendes ikke her"
    NOT_ASKED = "not_asked", "Stod ikke i runde 1"
    DIFFERS = "differs", "Passer ikke sammen"
    SEVERAL = "several", "Flere sager passer"
    REPEATED = "repeated", "Står to gange"
    OUTSIDE = "outside", "Uden for din adgang"
    UNREADABLE = "unreadable", "Kan ikke læses"


class SelectionListQuerySet(models.QuerySet):
    def next_number(self, supervision: Supervision) -> int:
        """Called with the supervision's row locked."""
        return (self.filter(supervision=supervision).aggregate(last=Max("number"))["last"] or 0) + 1

    def standing(self):
        return self.exclude(status=ListStatus.DESTROYED)

    def questions(self):
        return self.filter(round=QUESTION)

    def choices(self):
        return self.filter(round=CHOICE)

    def to_be_destroyed(self):
        """V033: the answer has been used, or the supervision is over, and numbers nobody chose are still there."""
        chosen = SelectionList.objects.choices().filter(way=SelectionWay.CPR_LIST, status=ListStatus.NAMED)
        spent = Q(round=QUESTION, supervision__in=chosen.values("supervision"))
        return (
            self.standing()
            .filter(spent | Q(supervision__status__in=OVER))
            .filter(pk__in=SelectionRow.objects.not_chosen().values("selection"))
        )


class SelectionList(StatusModel):
    """One list. Says nothing of any citizen; its rows do."""

    TRANSITIONS = LIST_TRANSITIONS
    app_role_may = "SELECT, INSERT, UPDATE"

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    supervision = models.ForeignKey(Supervision, models.PROTECT, related_name="lists")
    number = models.PositiveSmallIntegerField("nr.")
    way = models.CharField("udvælgelse", max_length=20, choices=SelectionWay.choices)
    # A question only of CPR numbers; every other list names cases.
    round = models.PositiveSmallIntegerField("runde", choices=[(QUESTION, "Runde 1"), (CHOICE, "Runde 2")])
    received_on = models.DateField("modtaget")
    period_from = models.DateField("fra og med", null=True, blank=True)
    period_to = models.DateField("til og med", null=True, blank=True)
    row_count = models.PositiveIntegerField("rækker")
    # Sealed: a short list of CPR numbers could be tried out against an open sum.
    sha256 = EncryptedTextField("kontrolsum")
    status = models.CharField(
        "status", max_length=10, choices=ListStatus.choices, default=ListStatus.READ, editable=False
    )
    read_at = models.DateTimeField("indlæst", default=timezone.now, editable=False)
    read_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="indlæst af")
    answer_sha256 = EncryptedTextField("svarets kontrolsum", blank=True)
    answer_format = models.CharField("svarets format", max_length=4, blank=True, editable=False)
    sent_on = models.DateField("svar sendt", null=True, editable=False)
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, editable=False)

    objects = SelectionListQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "liste fra direktoratet", "lister fra direktoratet"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["supervision", "number"], name="selection_number_once"),
            models.CheckConstraint(name="selection_way_known", condition=Q(way__in=SelectionWay.values)),
            models.CheckConstraint(name="selection_status_known", condition=Q(status__in=ListStatus.values)),
            models.CheckConstraint(
                name="selection_round_known",
                condition=Q(round=CHOICE) | Q(round=QUESTION, way=SelectionWay.CPR_LIST, period_from__isnull=False),
            ),
            models.CheckConstraint(
                name="selection_period_whole",
                condition=Q(period_from__isnull=True, period_to__isnull=True) | Q(period_to__gte=F("period_from")),
            ),
            models.CheckConstraint(
                name="selection_only_questions_are_answered",
                condition=~Q(status=ListStatus.SENT) | Q(round=QUESTION, sent_on__isnull=False, sent_by__isnull=False),
            ),
            models.CheckConstraint(
                name="selection_a_question_names_nothing", condition=~Q(status=ListStatus.NAMED) | Q(round=CHOICE)
            ),
        ]

    def __str__(self):
        return f"Liste {self.number}"

    @property
    def is_question(self) -> bool:
        return self.round == QUESTION

    @property
    def is_second_round(self) -> bool:
        return self.way == SelectionWay.CPR_LIST and self.round == CHOICE

    @property
    def is_standing(self) -> bool:
        return self.status != ListStatus.DESTROYED

    @property
    def may_be_named(self) -> bool:
        return self.round == CHOICE and self.status in (ListStatus.READ, ListStatus.NAMED)

    @property
    def may_be_discarded(self) -> bool:
        return self.status == ListStatus.READ

    def mark_sent(self, *, sent_on, sha256: str, file_format: str, by: User) -> None:
        self._move_to(
            ListStatus.SENT,
            by=by,
            reason="Svaret er sendt",
            sent_on=sent_on,
            sent_by=by,
            answer_sha256=sha256,
            answer_format=file_format,
        )

    def mark_named(self, *, by: User) -> None:
        self._move_to(ListStatus.NAMED, by=by, reason="Sagerne er registreret")

    def mark_destroyed(self, *, by: User) -> None:
        self._move_to(ListStatus.DESTROYED, by=by, reason="Listen er destrueret")


class SelectionRowQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A row that has led to cases is seen by those who see one of them."""
        with unit_wide("Rækker af sager uden for adgangen vises ikke"):
            named = NamedRow.objects.values_list("row", flat=True)
            hidden = set(named) - set(named.visible_to(user))
        return self.exclude(pk__in=hidden)

    def not_chosen(self):
        """V033: what is destroyed. Of round 1 what round 2 doesn't have, of any other list what led to no case."""
        return self.filter(named__isnull=True, chosen_in__isnull=True)

    def delivery_errors(self):
        return self.exclude(fault_kind="")


class FaultKind(models.TextChoices):
    NOT_FOUND = "not_found", "Kan ikke findes"
    FACTS = "facts", "Oplysningerne er andre"


class SelectionRow(models.Model):
    row_rule = SOMEBODY

    rows_are_destroyed = True

    selection = models.ForeignKey(SelectionList, models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField("række")
    # What was read: the CPR number's ten digits, case number, reference, date, kind, outcome. None when it is reduced.
    cells = EncryptedJSONField("rækken", null=True)
    cpr_lookup = models.BinaryField(max_length=32, null=True, editable=False)
    outcome = models.CharField("udfald", max_length=10, choices=RowOutcome.choices, editable=False)
    # What the sender is to be told: the row can't be read, or doesn't say what the register says.
    fault = EncryptedTextField("fejl", blank=True)
    fault_kind = models.CharField("leveringsfejl", max_length=10, choices=FaultKind.choices, blank=True)
    corrected_at = models.DateTimeField("rettet i registret", null=True, editable=False)
    corrected_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")
    correction = EncryptedTextField("bemærkning", blank=True)
    # V033: the row of round 1 that a number of round 2 was in.
    asked_in = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="chosen_in")

    objects = SelectionRowQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "række", "rækker"
        ordering = ["number"]
        indexes = [models.Index(fields=["cpr_lookup"], name="selection_row_cpr")]
        constraints = [
            models.UniqueConstraint(fields=["selection", "number"], name="selection_row_once"),
            models.CheckConstraint(name="selection_outcome_known", condition=Q(outcome__in=RowOutcome.values)),
            models.CheckConstraint(
                name="selection_reduced_whole", condition=Q(cells__isnull=False) | Q(cpr_lookup__isnull=True)
            ),
            models.CheckConstraint(
                name="selection_corrected_whole",
                condition=Q(corrected_at__isnull=True, corrected_by__isnull=True)
                | Q(corrected_at__isnull=False, corrected_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"Række {self.number}"

    @property
    def is_reduced(self) -> bool:
        return self.cells is None

    def note_correction(self, note: str, *, by: User) -> None:
        """V038: the register has been put right, and the next delivery says so."""
        self.corrected_at, self.corrected_by, self.correction = timezone.now(), by, note
        self.save(update_fields=["corrected_at", "corrected_by", "correction"])


class NamedRowQuerySet(CaseChildQuerySet):
    def visible_to(self, user):
        return self.filter(selected__case__in=Case.objects.visible_to(user))


class NamedRow(models.Model):
    """V022: the row in which the directorate named a case of the supervision."""

    app_role_may = APPEND_ONLY
    seen_through = "selected"

    row = models.ForeignKey(SelectionRow, models.PROTECT, related_name="named")
    selected = models.ForeignKey(SelectedCase, models.PROTECT, related_name="named_rows")

    objects = NamedRowQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "udpeget række", "udpegede rækker"
        constraints = [models.UniqueConstraint(fields=["row", "selected"], name="named_row_once")]

    def __str__(self):
        return f"Udpeget række {self.pk}"

"""B006: what people ask the unit about, question by question. Whoever asks need not be a citizen of a case (B002)."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Max, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from sanktion.base.acting import current_user
from sanktion.base.danish import long_date
from sanktion.base.deadlines import add_days, add_working_days
from sanktion.base.encryption import EncryptedBytesField, EncryptedTextField
from sanktion.base.privileges import APPEND_ONLY
from sanktion.base.row_security import SOMEBODY
from sanktion.base.transitions import StatusModel
from sanktion.models.case import NUMBER_FORM
from sanktion.models.staff import User

NEVER_DELETED = "SELECT, INSERT, UPDATE"


class InquiryKind(models.TextChoices):
    ACCESS = "access", "Aktindsigt"
    COUNCIL = "council", "Spørgsmål fra kommunalbestyrelsen"
    PRESS = "press", "Presse"
    OTHER = "other", "Andet"


class InquiryStatus(models.TextChoices):
    RECEIVED = "received", "Modtaget"
    ANSWERING = "answering", "Under besvarelse"
    ANSWERED = "answered", "Besvaret"


TRANSITIONS = {
    InquiryStatus.RECEIVED: {InquiryStatus.ANSWERING},
    InquiryStatus.ANSWERING: {InquiryStatus.ANSWERED},
    InquiryStatus.ANSWERED: set(),
}


@dataclass(frozen=True)
class DueDate:
    end: date
    explanation: str


def due_date(kind: InquiryKind, received_on: date) -> DueDate:
    """When an inquiry is due, with the sum. Offentlighedsloven § 36, stk. 2 counts working days; the days of the other
    kinds are the unit's own goals. Both are settings, and the act's number must be confirmed by a lawyer."""
    days = settings.SANKTION_INQUIRY_DAYS[kind]
    if kind == InquiryKind.ACCESS:
        end = add_working_days(received_on, days)
        return DueDate(end, f"{days} arbejdsdage fra {long_date(received_on)} = {long_date(end)}")
    deadline = add_days(received_on, days)
    return DueDate(deadline.end, deadline.explanation)


class InquiryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The unit's own letters, not a team's: whoever may see inquiries sees them all."""
        return self if user.has_perm("sanktion.view_inquiry") else self.none()

    def open(self):
        return self.exclude(status=InquiryStatus.ANSWERED)


class Inquiry(StatusModel):
    """Its number is of the same series as the cases', so that no two files of the unit share one (B004)."""

    row_rule = SOMEBODY
    TRANSITIONS = TRANSITIONS
    app_role_may = NEVER_DELETED

    number = models.CharField("sagsnummer", max_length=12, unique=True, editable=False)
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("slags", max_length=10, choices=InquiryKind.choices)
    status = models.CharField(
        "status", max_length=10, choices=InquiryStatus.choices, default=InquiryStatus.RECEIVED, editable=False
    )
    asker_name = EncryptedTextField("navn")
    asker_role = EncryptedTextField("rolle", blank=True)
    asker_organisation = EncryptedTextField("organisation", blank=True)
    asker_email = EncryptedTextField("e-mail", blank=True)
    asker_address = EncryptedTextField("adresse", blank=True)
    subject = EncryptedTextField("emne")
    received_on = models.DateField("modtaget")
    due_on = models.DateField("frist")
    owner = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="ansvarlig")
    answered_on = models.DateField("besvaret", null=True, editable=False)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")

    objects = InquiryQuerySet.as_manager()
    history = HistoricalRecords(get_user=current_user)

    class Meta:
        verbose_name, verbose_name_plural = "henvendelse", "henvendelser"
        ordering = ["due_on", "pk"]
        permissions = [("answer_inquiry", "Kan oprette og besvare henvendelser")]
        indexes = [models.Index(fields=["due_on", "id"], name="inquiry_due")]
        constraints = [
            models.CheckConstraint(name="inquiry_kind_known", condition=Q(kind__in=InquiryKind.values)),
            models.CheckConstraint(name="inquiry_status_known", condition=Q(status__in=InquiryStatus.values)),
            models.CheckConstraint(name="inquiry_number_form", condition=Q(number__regex=NUMBER_FORM)),
            models.CheckConstraint(name="inquiry_due_after_received", condition=Q(due_on__gte=F("received_on"))),
            models.CheckConstraint(
                name="inquiry_answered_by_someone",
                condition=Q(
                    status=InquiryStatus.ANSWERED,
                    answered_on__gte=F("received_on"),
                    answered_by__isnull=False,
                )
                | Q(~Q(status=InquiryStatus.ANSWERED), answered_on__isnull=True, answered_by__isnull=True),
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def is_open(self) -> bool:
        return self.status != InquiryStatus.ANSWERED

    @property
    def days_used(self) -> int:
        """Calendar days from the day it came to the day it was answered, or to today."""
        return ((self.answered_on or timezone.localdate()) - self.received_on).days

    @property
    def due_explanation(self) -> str:
        """The sum; with another date than the computed one, that it was chosen."""
        counted = due_date(InquiryKind(self.kind), self.received_on)
        if counted.end == self.due_on:
            return counted.explanation
        return f"Sat til {long_date(self.due_on)}. Beregnet: {counted.explanation}"

    def start_answering(self, *, by) -> None:
        self._move_to(InquiryStatus.ANSWERING, by=by, reason="Besvarelsen er begyndt")

    def mark_answered(self, *, by) -> None:
        answered = {"answered_on": timezone.localdate(), "answered_by": by}
        self._move_to(InquiryStatus.ANSWERED, by=by, reason="Henvendelsen er besvaret", **answered)


class InquiryQuestion(models.Model):
    """Locked by the database when the inquiry is answered."""

    row_rule = SOMEBODY

    inquiry = models.ForeignKey(Inquiry, models.PROTECT, related_name="questions")
    number = models.PositiveSmallIntegerField("nr.")
    text = EncryptedTextField("spørgsmål")
    answer = EncryptedTextField("svar", blank=True, default="")

    history = HistoricalRecords(get_user=current_user)

    class Meta:
        verbose_name, verbose_name_plural = "spørgsmål", "spørgsmål"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["inquiry", "number"], name="inquiry_question_number_once")]

    def __str__(self):
        return f"Spørgsmål {self.number}"


class InquiryDocumentQuerySet(models.QuerySet):
    def next_number(self, inquiry: Inquiry) -> int:
        """The next running number under the inquiry, which stays locked (B005)."""
        Inquiry.objects.select_for_update(of=("self",)).get(pk=inquiry.pk)
        return (self.filter(inquiry=inquiry).aggregate(last=Max("number"))["last"] or 0) + 1


class InquiryDocument(models.Model):
    """The answer as it was sent, sealed and with its sum."""

    app_role_may = APPEND_ONLY
    row_rule = SOMEBODY

    inquiry = models.ForeignKey(Inquiry, models.PROTECT, related_name="documents")
    number = models.PositiveIntegerField("dokumentnr.")
    title = models.CharField("titel", max_length=120)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField("størrelse (byte)")
    sealed = EncryptedBytesField()
    created_at = models.DateTimeField("oprettet", default=timezone.now, editable=False)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = InquiryDocumentQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "dokument i henvendelse", "dokumenter i henvendelser"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["inquiry", "number"], name="inquiry_document_number_once")]

    def __str__(self):
        return self.full_number

    @property
    def full_number(self) -> str:
        return f"{self.inquiry.number}-{self.number:03d}"

    @property
    def data(self) -> bytes:
        """The stored bytes. Raises ValueError if they are not the ones that were filed."""
        if hashlib.sha256(self.sealed).hexdigest() != self.sha256:
            raise ValueError(f"Dokument {self.full_number} er ikke det, der blev arkiveret.")
        return self.sealed


class VersionQuerySet(models.QuerySet):
    """Rows that hold from a day until the next row of the same name does."""

    def on(self, day: date, by: str):
        return self.filter(valid_from__lte=day).order_by(by, "-valid_from").distinct(by)


class AnswerBlockQuerySet(VersionQuerySet):
    def in_force(self, day: date):
        """One row a title; a version without text takes the block out of use."""
        return self.filter(pk__in=self.on(day, "title").values("pk")).exclude(body="").order_by("title")


class AnswerBlock(models.Model):
    """A standing text for answers. A new wording is a new row, so an old answer's wording can still be found."""

    app_role_may = APPEND_ONLY

    title = models.CharField("titel", max_length=80)
    body = models.TextField("tekst", max_length=5000, blank=True)
    valid_from = models.DateField("gælder fra")
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = AnswerBlockQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "standardtekst", "standardtekster"
        ordering = ["title", "-valid_from"]
        constraints = [models.UniqueConstraint(fields=["title", "valid_from"], name="answer_block_once")]

    def __str__(self):
        return self.title


class SignatoryQuerySet(VersionQuerySet):
    def for_kind(self, kind: InquiryKind, day: date) -> "Signatory | None":
        return self.on(day, "kind").filter(kind=kind).first()


class Signatory(models.Model):
    """B050: who signs which kind of answer, from which day."""

    app_role_may = APPEND_ONLY

    kind = models.CharField("slags", max_length=10, choices=InquiryKind.choices)
    name = models.CharField("navn", max_length=80)
    title = models.CharField("titel", max_length=80)
    office = models.CharField("kontor", max_length=80, blank=True)
    valid_from = models.DateField("gælder fra")
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = SignatoryQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "underskriver", "underskrivere"
        ordering = ["kind", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "valid_from"], name="signatory_once"),
            models.CheckConstraint(name="signatory_kind_known", condition=Q(kind__in=InquiryKind.values)),
        ]

    def __str__(self):
        return self.name

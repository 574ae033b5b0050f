from dataclasses import replace
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, Q, Subquery
from django.db.models.expressions import RawSQL
from django.utils import timezone
from simple_history.models import HistoricalRecords

from parthoering.models.channel import NEVER_DELETED, Channel
from parthoering.models.delivery import Delivery, days_under_way
from parthoering.models.representative import Representative
from sanktion.base.acting import current_user
from sanktion.base.compiled import KeptRows
from sanktion.base.danish import long_date
from sanktion.base.deadlines import LOCALLY_CLOSED, Deadline, add_days
from sanktion.base.encryption import EncryptedTextField
from sanktion.base.transitions import StatusModel
from sanktion.models import Case, CaseChildQuerySet, CaseDocument, ClosingDay

NO_HEARING = "Der er ikke sendt partshøring i sagen."


class AnswerChannel(models.TextChoices):
    """B014: how the answer came. «Personligt» covers every meeting, wherever it was (B048)."""

    DIGITAL_POST = "digital_post", "Digital Post"
    LETTER = "letter", "Brev"
    EMAIL = "email", "E-mail"
    PHONE = "phone", "Telefon"
    IN_PERSON = "in_person", "Personligt"
    OTHER = "other", "Andet"


class HearingStatus(models.TextChoices):
    SENT = "sent", "Afventer svar"
    ANSWERED = "answered", "Besvaret"
    EXPIRED = "expired", "Udløbet uden svar"
    WAIVED = "waived", "Borgeren vil ikke udtale sig"
    UNDELIVERABLE = "undeliverable", "Brevet kunne ikke leveres"


HEARD = [HearingStatus.ANSWERED, HearingStatus.WAIVED]


HEARING_TRANSITIONS = {
    HearingStatus.SENT: {
        HearingStatus.ANSWERED,
        HearingStatus.EXPIRED,
        HearingStatus.WAIVED,
        HearingStatus.UNDELIVERABLE,
    },
    # A letter may come back when its deadline has passed.
    HearingStatus.EXPIRED: {HearingStatus.ANSWERED, HearingStatus.WAIVED, HearingStatus.UNDELIVERABLE},
    HearingStatus.UNDELIVERABLE: {HearingStatus.ANSWERED, HearingStatus.WAIVED},
    HearingStatus.ANSWERED: set(),
    HearingStatus.WAIVED: set(),
}


def response_deadline(sent_on: date, channel: Channel) -> Deadline:
    """The deadline of a letter sent on ``sent_on``: the unit's days (setting), counted from the day of delivery."""
    delivered = sent_on + timedelta(days=days_under_way(channel))
    return _count(delivered, settings.SANKTION_HEARING_DAYS)


def _count(start: date, days: int, told_at: datetime | None = None) -> Deadline:
    return add_days(start, days, closing_days=ClosingDay.objects.dates_from(start, told_at=told_at))


def explain(sent_on: date, deadline: Deadline) -> str:
    """«Fremme 28. november 2026, 6 dage efter afsendelsen. 14 dage fra 28. november 2026 = …»."""
    on_the_way = (deadline.start - sent_on).days
    if on_the_way <= 0:
        return deadline.explanation
    unit = "dag" if on_the_way == 1 else "dage"
    return f"Fremme {long_date(deadline.start)}, {on_the_way} {unit} efter afsendelsen. {deadline.explanation}"


class HearingQuerySet(CaseChildQuerySet):
    def overdue(self, today: date | None = None):
        today = today or timezone.localdate()
        open_ones = self.filter(status=HearingStatus.SENT, deadline__lt=today)
        return open_ones.filter(Q(extended_to=None) | Q(extended_to__lt=today))

    def without_reminder(self):
        """Those who have been given no more time, and have not been reminded of theirs."""
        return self.filter(status=HearingStatus.SENT, extended_to=None, reminder=None)

    def latest_of(self, case: Case) -> "Hearing | None":
        """With its letter's deliveries, all in one query: every page of a case asks."""
        named = Representative.objects.on(timezone.localdate()).filter(case=case)
        rows = list(_with_hearing([case.pk]).annotate(is_represented=Exists(named)))
        if not rows:
            return self.filter(case=case).select_related("letter").first()
        hearing = _hearing_of(rows)
        hearing.is_represented = rows[0].is_represented
        return hearing

    def latest_of_each(self, cases: list[int]) -> "dict[int, Hearing]":
        """The same for the cases of a list, without what the citizens have said."""
        by_case: dict[int, list[Delivery]] = {}
        for row in _of_list.of(cases):
            by_case.setdefault(row.document.case_id, []).append(row)
        return {pk: _hearing_of(rows) for pk, rows in by_case.items()}


def _with_hearing(cases: list[int] | RawSQL):
    """The deliveries of the cases' hearing letters, those of the latest hearing first."""
    rows = Delivery.objects.filter(document__hearing__case__in=cases, document__case__in=cases)
    rows = rows.select_related("document__hearing", "representative")
    return rows.order_by("-document__hearing__sent_at", "-document__hearing__pk", "pk")


# What ``runs_until`` and ``undelivered`` go by.
IN_LIST = (
    *("status", "sent_at", "available_at", "delivery_days", "is_required", "representative_id", "document__case_id"),
    *(f"document__hearing__{name}" for name in ("case_id", "letter_id", "status", "answered_on", "starts_on", "days")),
    *(f"document__hearing__{name}" for name in ("deadline", "extended_to")),
)


def _in_list(cases: RawSQL):
    return _with_hearing(cases).select_related(None).select_related("document__hearing").only(*IN_LIST)


_of_list = KeptRows(_in_list)


def _hearing_of(rows: list[Delivery]) -> "Hearing":
    """The latest hearing among one case's rows, with its own deliveries at hand."""
    hearing = rows[0].document.hearing
    hearing._deliveries = [row for row in rows if row.document_id == hearing.letter_id]
    return hearing


def latest_sent(case: Case) -> Subquery:
    """When the case's latest hearing was sent, as a column of a query of the core's."""
    return Subquery(Hearing.objects.filter(case=case).values("sent_at")[:1])


class Hearing(StatusModel):
    """Forvaltningsloven § 19 and B012: the citizen is heard in writing before a decision. The latest one counts."""

    TRANSITIONS = HEARING_TRANSITIONS
    app_role_may = NEVER_DELETED
    # Whether someone else gets the case's letters today; ``latest_of`` knows.
    is_represented = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="hearings", verbose_name="sag")
    status = models.CharField(
        "status", max_length=15, choices=HearingStatus.choices, default=HearingStatus.SENT, editable=False
    )
    sent_at = models.DateTimeField("sendt", default=timezone.now, editable=False)
    channel = models.CharField("sendt med", max_length=20, choices=Channel.choices)
    starts_on = models.DateField("regnes fra")
    days = models.PositiveSmallIntegerField("dage")
    deadline = models.DateField("svarfrist")
    # The date of the latest of the extensions; the database keeps the two the same.
    extended_to = models.DateField("udsat til", null=True, editable=False)
    letter = models.OneToOneField(CaseDocument, models.PROTECT, related_name="hearing", verbose_name="brev")
    # From this moment on contact is sought by other means, though the letter's deadline never ran (B017).
    undeliverable_at = models.DateTimeField("kunne ikke leveres", null=True, editable=False)
    answered_on = models.DateField("svar modtaget", null=True, blank=True)
    answer = EncryptedTextField("svar", null=True, blank=True)
    answer_channel = models.CharField("svar modtaget via", max_length=20, choices=AnswerChannel.choices, blank=True)

    objects = HearingQuerySet.as_manager()
    history = HistoricalRecords(get_user=current_user)

    class Meta:
        verbose_name, verbose_name_plural = "partshøring", "partshøringer"
        ordering = ["-sent_at", "-pk"]
        indexes = [models.Index(fields=["deadline"], name="hearing_due", condition=Q(status=HearingStatus.SENT))]
        constraints = [
            models.UniqueConstraint(fields=["case"], name="hearing_one_open", condition=Q(status=HearingStatus.SENT)),
            models.CheckConstraint(name="hearing_status_known", condition=Q(status__in=HearingStatus.values)),
            models.CheckConstraint(name="hearing_channel_known", condition=Q(channel__in=Channel.values)),
            models.CheckConstraint(name="hearing_deadline_after_start", condition=Q(deadline__gt=F("starts_on"))),
            models.CheckConstraint(
                name="hearing_undeliverable_has_time",
                condition=~Q(status=HearingStatus.UNDELIVERABLE) | Q(undeliverable_at__isnull=False),
            ),
            models.CheckConstraint(
                name="hearing_answer_belongs_to_status",
                condition=Q(
                    Q(answered_on__isnull=False, answer__isnull=False, answer_channel__in=AnswerChannel.values),
                    status__in=HEARD,
                )
                | Q(
                    ~Q(status__in=HEARD),
                    answered_on__isnull=True,
                    answer__isnull=True,
                    answer_channel="",
                ),
            ),
        ]

    def __str__(self):
        return f"Partshøring {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.status == HearingStatus.SENT

    @property
    def may_be_answered(self) -> bool:
        return HearingStatus.ANSWERED in self.TRANSITIONS[self.status]

    @property
    def effective_deadline(self) -> date:
        """The letter's deadline, or the one it was moved to."""
        return self.extended_to or self.deadline

    @property
    def deadline_explanation(self) -> str:
        """The sum behind the letter's deadline. Closing days set since the letter was sent don't change it."""
        counted = add_days(self.starts_on, self.days)
        if counted.end != self.deadline:
            counted = replace(_count(self.starts_on, self.days, self.sent_at), end=self.deadline)
        if counted.is_moved and not counted.reasons:
            counted = replace(counted, reasons=(LOCALLY_CLOSED,))
        return explain(timezone.localdate(self.sent_at), counted)

    @property
    def deliveries(self) -> list[Delivery]:
        """Everyone the letter was sent to, and how; the latest of each last."""
        if not hasattr(self, "_deliveries"):
            return list(self.letter.deliveries.select_related("representative").order_by("pk"))
        return self._deliveries

    @property
    def current_deliveries(self) -> list[Delivery]:
        """The latest delivery to each addressee, the citizen's first."""
        latest = {delivery.representative_id: delivery for delivery in self.deliveries}
        return sorted(latest.values(), key=lambda delivery: (delivery.representative_id or 0, delivery.pk))

    @property
    def delivery(self) -> Delivery:
        """The citizen's own."""
        return next(one for one in self.current_deliveries if one.representative_id is None)

    @property
    def required_deliveries(self) -> list[Delivery]:
        return [delivery for delivery in self.current_deliveries if delivery.is_required]

    @property
    def undelivered(self) -> Delivery | None:
        """The letter that must arrive and did not, while no one has been heard."""
        if self.status not in (HearingStatus.SENT, HearingStatus.EXPIRED):
            return None
        return next((delivery for delivery in self.required_deliveries if delivery.is_undelivered), None)

    @property
    def runs_until(self) -> date | None:
        """The last day of the citizen's full time to answer, or None while the letter is not on its way.

        Later than the letter's deadline when it was extended, or when the letter was sent later than it was written,
        goes by a slower channel or became available later than assumed. It is never made shorter.
        """
        days = [delivery.reaches_on() for delivery in self.required_deliveries]
        if not days or None in days:
            return None
        if max(days) <= self.starts_on:
            return self.effective_deadline
        return max(self.effective_deadline, _count(max(days), self.days, self.sent_at).end)

    @property
    def has_run_out(self) -> bool:
        return self.runs_until is not None and self.runs_until < timezone.localdate()

    @property
    def has_documented_attempt(self) -> bool:
        """B017: other attempts are made when the written hearing has brought no contact, so only later ones count."""
        if self.status == HearingStatus.UNDELIVERABLE:
            later = self.case.contact_attempts.filter(recorded_at__gt=self.undeliverable_at)
            return (later.filter(recorded_at__date__gt=self.extended_to) if self.extended_to else later).exists()
        last_day = self.runs_until or self.effective_deadline
        return self.case.contact_attempts.filter(recorded_at__date__gt=last_day).exists()

    def missing_for_decision(self) -> list[str]:
        """B012, B015, B009: what the decision gate in the database would miss, in the user's words."""
        if self.status in HEARD:
            return []
        if self.undelivered:
            return ["Partshøringsbrevet nåede ikke frem. Send en ny partshøring, eller notér, at det ikke kan leveres."]
        if self.status == HearingStatus.SENT:
            last_day = long_date(self.effective_deadline)
            return [f"Borgeren har ikke svaret, og svarfristen løber til og med {last_day}."]
        if self.has_documented_attempt:
            return []
        if self.status == HearingStatus.UNDELIVERABLE:
            return ["Der er ikke noteret et kontaktforsøg, siden det blev noteret, at brevet ikke kan leveres."]
        return ["Der er ikke noteret et kontaktforsøg, siden svarfristen udløb."]

    def extend(self, to: date, *, by) -> None:
        """Follows a stored HearingExtension; the database refuses any other date."""
        self.extended_to = to
        self._history_user, self._change_reason = by, "Svarfristen er udsat"
        self.save(update_fields=["extended_to"])

    def receive_answer(self, *, text: str, channel: AnswerChannel, answered_on: date, by) -> None:
        self._hear(HearingStatus.ANSWERED, "Borgeren har svaret", text, channel, answered_on, by)

    def waive(self, *, text: str, channel: AnswerChannel, answered_on: date, by) -> None:
        self._hear(HearingStatus.WAIVED, "Borgeren vil ikke udtale sig", text, channel, answered_on, by)

    def expire(self) -> None:
        self._move_to(HearingStatus.EXPIRED, by=None, reason="Svarfristen udløb uden svar")

    def mark_undeliverable(self, *, by) -> None:
        self._move_to(
            HearingStatus.UNDELIVERABLE, by=by, reason="Brevet kunne ikke leveres", undeliverable_at=timezone.now()
        )

    def _hear(self, status, reason: str, text: str, channel, answered_on: date, by) -> None:
        self._move_to(status, by=by, reason=reason, answer=text, answer_channel=channel, answered_on=answered_on)

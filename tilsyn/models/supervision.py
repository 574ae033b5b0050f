"""A request from the directorate (§§ 3-11): what it asks for, by when, and how far the unit is with it."""

import uuid
from datetime import date, timedelta

from django.db import connection, models
from django.db.models import Case, F, Func, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from simple_history.models import HistoricalRecords

from sanktion.base.acting import current_user
from sanktion.base.deadlines import Deadline, add_days, add_months
from sanktion.base.transitions import StatusModel
from sanktion.models import User
from tilsyn.models.directorate import Directorate

MATERIAL_DAYS = 14  # § 7; after a visit § 9, stk. 4
VISIT_NOTICE_DAYS = 14  # § 9, stk. 2
RESULT_MONTHS = 3  # § 13
SERIES_LOCK = 91_002
NUMBER_FORM = r"^[0-9]{4}-[0-9]{1,4}$"


class SupervisionForm(models.TextChoices):
    """V019: the three forms of § 3."""

    CENTRAL_SAMPLE = "central_sample", "Central stikprøvekontrol"
    VISIT = "visit", "Tilsynsbesøg"
    SPOT_SURVEY = "spot_survey", "Spotundersøgelse"


class SelectionWay(models.TextChoices):
    """V026-V038: how the directorate comes by the cases it names (§ 6, used for all three forms)."""

    NOTICES = "notices", "Underretninger fra staten"
    CPR_LIST = "cpr_list", "CPR-liste i to runder"
    REGISTRATION_PERIOD = "registration_period", "Registreringsperiode"
    REGISTER_EXTRACT = "register_extract", "Udtræk fra sanktionsregistret"


class SupervisionStatus(models.TextChoices):
    REGISTERED = "registered", "Modtaget"
    COLLECTING = "collecting", "Materiale samles"
    VISITED = "visited", "Besøg holdt"
    SENT = "sent", "Materiale sendt"
    ENDED = "ended", "Afsluttet, afventer resultat"
    RESULT = "result", "Resultat modtaget"
    CLOSED = "closed", "Lukket"


TRANSITIONS = {
    # V102: a survey may be answered by a search alone. A request may lapse. Neither names a case.
    SupervisionStatus.REGISTERED: {SupervisionStatus.COLLECTING, SupervisionStatus.ENDED, SupervisionStatus.CLOSED},
    SupervisionStatus.COLLECTING: {SupervisionStatus.SENT, SupervisionStatus.VISITED, SupervisionStatus.ENDED},
    SupervisionStatus.VISITED: {SupervisionStatus.SENT, SupervisionStatus.ENDED},
    SupervisionStatus.SENT: {SupervisionStatus.ENDED},
    SupervisionStatus.ENDED: {SupervisionStatus.RESULT},
    SupervisionStatus.RESULT: {SupervisionStatus.CLOSED},
    SupervisionStatus.CLOSED: set(),
}
# The unit still owes the directorate something by ``due``.
OWING = [SupervisionStatus.REGISTERED, SupervisionStatus.COLLECTING, SupervisionStatus.VISITED]
BEFORE_VISIT = [SupervisionStatus.REGISTERED, SupervisionStatus.COLLECTING]
# Cases can still be named, or leave.
TAKES_CASES = [*OWING, SupervisionStatus.SENT]
OVER = [SupervisionStatus.ENDED, SupervisionStatus.RESULT, SupervisionStatus.CLOSED]


def counted_result_day() -> Func:
    """``result_due`` as a column; PostgreSQL ends a month that is too short on its last day too."""
    template = f"(%(expressions)s + interval '{RESULT_MONTHS} months')::date"
    return Func(F("ended_on"), template=template, output_field=models.DateField())


class SupervisionQuerySet(models.QuerySet):
    def next_in(self, year: int) -> int:
        """The next running number of the year, kept until the transaction ends."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SERIES_LOCK])
        return (self.filter(year=year).aggregate(last=Max("sequence"))["last"] or 0) + 1

    def owing(self):
        return self.filter(status__in=OWING)

    def with_counts(self):
        """``named``: cases taking part. ``prepared``: those of them with a bundle that can be sent. ``gone``: those
        that have left."""
        counted = {"named": "named", "prepared": "prepared", "gone": "withdrawn"}
        return self.annotate(**{name: CasesOf("pk", Value(wanted)) for name, wanted in counted.items()})

    def with_result_by(self):
        """V124, V126: ``result_by`` is the day by which the directorate's result is to come; null before the end, and
        of a request that lapsed."""
        told = self.model._meta.get_field("directorate_delays").related_model.objects
        latest = told.filter(supervision=OuterRef("pk")).order_by("-pk").values("expected_on")[:1]
        lapsed = Q(status=SupervisionStatus.CLOSED, result__isnull=True)
        counted = Coalesce(Subquery(latest), counted_result_day())
        return self.annotate(result_by=Case(When(~lapsed, then=counted), default=None))

    def result_overdue(self, today: date):
        return self.filter(status=SupervisionStatus.ENDED).with_result_by().filter(result_by__lt=today)

    def open(self):
        return self.exclude(status=SupervisionStatus.CLOSED)


class CasesOf(Func):
    """How many cases a supervision has in the whole unit, also those that whoever asks may not see: ``all``,
    ``prepared``, or of one status."""

    function = "tilsyn_cases"
    output_field = models.IntegerField()


class Supervision(StatusModel):
    """Says nothing of any citizen: everybody with the right sees it, and its cases through ``visible_to`` alone."""

    TRANSITIONS = TRANSITIONS
    app_role_may = "SELECT, INSERT, UPDATE"

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    year = models.PositiveSmallIntegerField("år", editable=False)
    sequence = models.PositiveSmallIntegerField("nr.", editable=False)
    number = models.CharField("nummer", max_length=9, unique=True, editable=False)
    form = models.CharField("tilsynsform", max_length=20, choices=SupervisionForm.choices)
    way = models.CharField("udvælgelse", max_length=20, choices=SelectionWay.choices)
    status = models.CharField(
        "status", max_length=12, choices=SupervisionStatus.choices, default=SupervisionStatus.REGISTERED, editable=False
    )
    directorate = models.ForeignKey(Directorate, models.PROTECT, related_name="+", verbose_name="tilsynsmyndighed")
    reference = models.CharField("direktoratets journalnr.", max_length=60, blank=True)
    received_on = models.DateField("modtaget")
    contact = models.CharField("kontakt i direktoratet", max_length=200, blank=True)
    announced_size = models.PositiveIntegerField("antal sager ifølge varslet", null=True, blank=True)
    composition = models.CharField("sammensætning", max_length=500, blank=True)
    period_from = models.DateField("periode fra", null=True, blank=True)
    period_to = models.DateField("periode til og med", null=True, blank=True)
    theme = models.CharField("tema", max_length=300, blank=True)
    earlier = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="later", verbose_name="tidligere tilsyn"
    )
    visit_on = models.DateField("besøgsdato", null=True, blank=True)
    # What the unit owes next is owed by this day: computed when the request is registered, moved by a notice of delay.
    due = models.DateField("frist", editable=False, db_index=True)
    owner = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="tilsynsansvarlig"
    )
    ended_on = models.DateField("afsluttet", null=True, editable=False)
    made_at = models.DateTimeField("oprettet", default=timezone.now, editable=False)

    objects = SupervisionQuerySet.as_manager()
    history = HistoricalRecords(get_user=current_user)

    class Meta:
        verbose_name, verbose_name_plural = "tilsyn", "tilsyn"
        ordering = ["-year", "-sequence"]
        permissions = [
            ("handle_supervision", "Kan behandle tilsyn"),
            ("approve_redaction", "Kan godkende, hvad der holdes tilbage"),
            ("send_supervision", "Kan sende til direktoratet"),
            ("read_in_room", "Kan læse i læserummet"),
            ("view_results", "Kan se resultater af tilsyn"),
            ("handle_mock", "Kan udtrække og gennemføre egen kontrol"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["year", "sequence"], name="supervision_number_once"),
            models.CheckConstraint(name="supervision_form_known", condition=Q(form__in=SupervisionForm.values)),
            models.CheckConstraint(name="supervision_way_known", condition=Q(way__in=SelectionWay.values)),
            models.CheckConstraint(name="supervision_status_known", condition=Q(status__in=SupervisionStatus.values)),
            models.CheckConstraint(name="supervision_number_form", condition=Q(number__regex=NUMBER_FORM)),
            models.CheckConstraint(
                name="supervision_period_whole",
                condition=Q(period_from__isnull=True, period_to__isnull=True) | Q(period_to__gte=F("period_from")),
            ),
            models.CheckConstraint(
                name="supervision_survey_has_theme",
                condition=Q(form=SupervisionForm.SPOT_SURVEY, theme__regex=r"\S")
                | (~Q(form=SupervisionForm.SPOT_SURVEY) & Q(theme="")),
            ),
            models.CheckConstraint(
                name="supervision_only_visits_have_a_day",
                condition=Q(form=SupervisionForm.VISIT) | Q(visit_on__isnull=True),
            ),
            models.CheckConstraint(
                name="supervision_visit_after_notice",
                condition=Q(visit_on__isnull=True) | Q(visit_on__gte=F("received_on")),
            ),
            models.CheckConstraint(
                name="supervision_visited_on_a_day",
                condition=~Q(status=SupervisionStatus.VISITED) | Q(visit_on__isnull=False),
            ),
            models.CheckConstraint(
                name="supervision_over_has_end",
                condition=Q(status__in=OVER, ended_on__isnull=False) | (~Q(status__in=OVER) & Q(ended_on__isnull=True)),
            ),
        ]

    def __str__(self):
        return f"Tilsyn {self.number}"

    def count_cases(self, wanted: str = "all") -> int:
        """As ``CasesOf`` counts them."""
        return Supervision.objects.filter(pk=self.pk).values_list(CasesOf("pk", Value(wanted)), flat=True).get()

    @property
    def is_visit(self) -> bool:
        return self.form == SupervisionForm.VISIT

    @property
    def is_owing(self) -> bool:
        return self.status in OWING

    @property
    def awaits_visit(self) -> bool:
        return self.is_visit and self.status in BEFORE_VISIT

    @property
    def visit_was_held(self) -> bool:
        """``visit_on`` is the day it was held: of a visit that never was, ``end`` takes the day away."""
        return self.visit_on is not None and not self.awaits_visit

    @property
    def may_lapse(self) -> bool:
        return self.status == SupervisionStatus.REGISTERED

    @property
    def may_be_delayed(self) -> bool:
        """V053, V098: of a visit it is the copies afterwards that can be late; the visit itself gets another day."""
        return self.is_owing and not self.awaits_visit

    @property
    def takes_cases(self) -> bool:
        return self.status in TAKES_CASES

    @property
    def deadline(self) -> Deadline:
        """V052, V097: 14 days from the request, or from the visit. What the law says, before any notice of delay."""
        start = self.visit_on if self.is_visit and self.visit_on else self.received_on
        return add_days(start, MATERIAL_DAYS)

    @property
    def earliest_visit(self) -> date:
        """V094: the first day that is told of in time."""
        return self.received_on + timedelta(days=VISIT_NOTICE_DAYS)

    @property
    def first_due(self) -> date:
        """What is owed first: of a visit that the papers lie ready on its day, else the material within 14 days."""
        return self.visit_on or add_days(self.received_on, MATERIAL_DAYS).end

    @property
    def is_short_notice(self) -> bool:
        """V094: the visit lies less than 14 days after its notice."""
        return self.visit_on is not None and self.visit_on < self.earliest_visit

    @property
    def result_due(self) -> date | None:
        """V124: the directorate's own deadline, counted from the end of the supervision."""
        return add_months(self.ended_on, RESULT_MONTHS) if self.ended_on else None

    def begin_collecting(self, *, by) -> None:
        self._move_to(SupervisionStatus.COLLECTING, by=by, reason="Direktoratet har udpeget sager")

    def hold_visit(self, *, held_on: date | None = None, by) -> None:
        """V097: the 14 days for the copies count from the day it was held."""
        held_on = held_on or self.visit_on
        facts = {"visit_on": held_on, "due": add_days(held_on, MATERIAL_DAYS).end}
        self._move_to(SupervisionStatus.VISITED, by=by, reason="Besøget er holdt", **facts)

    def mark_sent(self, *, by) -> None:
        self._move_to(SupervisionStatus.SENT, by=by, reason="Materialet er sendt")

    def end(self, *, ended_on: date, by) -> None:
        """V125: the end is a fact of its own; the three months count from it."""
        unheld = {"visit_on": None} if self.awaits_visit else {}
        reason = "Tilsynet er afsluttet uden besøg" if self.awaits_visit else "Tilsynet er afsluttet"
        self._move_to(SupervisionStatus.ENDED, by=by, reason=reason, ended_on=ended_on, **unheld)

    def lapse(self, *, reason: str, by) -> None:
        """Nothing came of the request: no case was named, and no result is to come."""
        self._move_to(SupervisionStatus.CLOSED, by=by, reason=f"Bortfaldet: {reason}", ended_on=timezone.localdate())

    def receive_result(self, *, by) -> None:
        self._move_to(SupervisionStatus.RESULT, by=by, reason="Samlet resultat modtaget")

    def close(self, *, by) -> None:
        self._move_to(SupervisionStatus.CLOSED, by=by, reason="Tilsynet er lukket")

    def move_due(self, due: date, *, reason: str, by) -> None:
        """V053: the new day is the deadline now."""
        self.due = due
        self._history_user, self._change_reason = by, reason
        self.save(update_fields=["due"])

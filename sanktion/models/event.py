from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, Q, Value
from django.utils import timezone
from simple_history.models import HistoricalRecords

from sanktion.base.acting import current_user
from sanktion.base.danish import long_date
from sanktion.base.encryption import EncryptedBytesField
from sanktion.base.privileges import APPEND_ONLY
from sanktion.models.citizen import Citizen
from sanktion.models.event_details import Details, EventKind, due_date, faults, in_words, required_keys
from sanktion.models.staff import User
from sanktion.models.standing import Standing, standing_columns


class EventOrigin(models.TextChoices):
    """V027, V032: who reports the event."""

    STATE = "stat", "Staten"
    MUNICIPALITY = "kommune", "Kommunen"


def _complete() -> Q:
    whole = Q(details_pending=True)
    for kind in EventKind:
        whole |= Q(kind=kind, details__has_keys=required_keys(kind))
    return whole


class NegativeEventQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(citizen__in=Citizen.objects.visible_to(user))

    def for_teams_of(self, user):
        """Those that the user's own teams must assess: being let into one case doesn't give its citizen's others."""
        return self.visible_to(user).filter(citizen__team__in=user.team_ids)

    def without_case(self):
        """V024: every event is a duty to assess; these have not been taken up yet."""
        return self.filter(is_taken_up=False)

    def with_standing(self):
        """``event.standing`` without a query for each."""
        return self.annotate(**standing_columns(OuterRef("citizen_id"), OuterRef("occurred_on")))


class NegativeEvent(models.Model):
    app_role_may = "SELECT, INSERT, UPDATE"
    MAX_DESCRIPTION = 2000

    citizen = models.ForeignKey(Citizen, models.PROTECT, related_name="events", verbose_name="borger")
    kind = models.PositiveSmallIntegerField("hændelse", choices=EventKind.choices)
    occurred_on = models.DateField("dato for hændelsen")
    origin = models.CharField("indberetter", max_length=10, choices=EventOrigin.choices)
    reference = models.CharField("reference", max_length=40, unique=True, null=True, blank=True)
    description = models.TextField("beskrivelse", max_length=MAX_DESCRIPTION, blank=True)
    details = models.JSONField("oplysninger", default=dict, db_default=Value({}, models.JSONField()), blank=True)
    # A file of events holds no details: they are filled in on the case.
    details_pending = models.BooleanField("oplysninger mangler", default=True, db_default=True, editable=False)
    due_on = models.DateField("frist", null=True, blank=True, editable=False)
    registered_at = models.DateTimeField("registreret", default=timezone.now, editable=False)
    # Kept by the database: whoever may not see the case must still know that there is one.
    is_taken_up = models.BooleanField(default=False, db_default=False, editable=False)

    objects = NegativeEventQuerySet.as_manager()
    history = HistoricalRecords(get_user=current_user, excluded_fields=["is_taken_up"])

    class Meta:
        verbose_name, verbose_name_plural = "negativ hændelse", "negative hændelser"
        ordering = ["occurred_on", "pk"]
        permissions = [("register_event", "Kan registrere negative hændelser")]
        indexes = [
            models.Index(fields=["citizen", "occurred_on"], name="event_citizen_date"),
            models.Index(fields=["citizen"], name="event_waiting", condition=Q(is_taken_up=False)),
        ]
        constraints = [
            models.CheckConstraint(name="event_kind_known", condition=Q(kind__in=EventKind.values)),
            models.CheckConstraint(name="event_origin_known", condition=Q(origin__in=EventOrigin.values)),
            models.CheckConstraint(
                name="event_other_needs_text", condition=~Q(kind=EventKind.OTHER) | ~Q(description="")
            ),
            models.CheckConstraint(name="event_reference_not_empty", condition=~Q(reference="")),
            models.CheckConstraint(
                name="event_details_complete",
                condition=_complete(),
                violation_error_message="Hændelsens oplysninger mangler.",
            ),
            models.CheckConstraint(
                name="event_pending_is_empty",
                condition=Q(details_pending=False) | Q(details={}, due_on__isnull=True),
                violation_error_message="Oplysningerne er enten udfyldt eller mangler.",
            ),
            models.CheckConstraint(
                name="event_due_only_for_cv",
                condition=Q(kind=EventKind.NO_CV) | Q(due_on__isnull=True),
                violation_error_message="Kun ved manglende CV beregnes en frist.",
            ),
            models.CheckConstraint(
                name="event_after_due",
                condition=Q(due_on__isnull=True) | Q(occurred_on__gt=F("due_on")),
                violation_error_message="Hændelsen kan tidligst ligge dagen efter fristen.",
            ),
        ]

    def __str__(self):
        return self.get_kind_display()

    def clean(self):
        found = {} if self.details_pending else faults(self.kind, self.occurred_on, self.details)
        if found:
            raise ValidationError({"details": list(found.values())})

    def fill_in(self, details: Details) -> None:
        """V050: the due date follows from the details, never from anybody's typing."""
        self.details = details
        self.details_pending = False
        if not faults(self.kind, self.occurred_on, details):
            self.due_on = due_date(self.kind, details)

    @property
    def standing(self) -> Standing:
        """What the citizen was on the day of the event; of a queryset ``with_standing``."""
        return Standing(self.match_category, self.target_group, self.job_seeker)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """The details in words, as (label, value)."""
        found = in_words(self.kind, self.details)
        return [*found, ("Frist for CV på Jobnet", long_date(self.due_on))] if self.due_on else found


class EventNotice(models.Model):
    """V068: the notice the event came with, as it was received: a PDF, or the text of a line in a list. Filed on the
    case when one is opened."""

    app_role_may = APPEND_ONLY
    MAX_BYTES = 10 * 1024 * 1024

    event = models.OneToOneField(NegativeEvent, models.PROTECT, primary_key=True, related_name="notice")
    data = EncryptedBytesField("underretning")
    received_at = models.DateTimeField("modtaget", default=timezone.now, editable=False)
    received_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name, verbose_name_plural = "underretning", "underretninger"

    def __str__(self):
        return f"Underretning {self.pk}"

from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from sanktion.base.acting import current_user
from sanktion.models.citizen import Citizen


class EventKind(models.IntegerChoices):
    """The ten kinds of § 6 (V041-V050) by their own numbers; the list is open («fx», V040), so there is «anden»."""

    REFUSED_REFERRED_JOB = 1, "Afslået formidlet arbejde"
    MISSED_STATE_INTERVIEW = 2, "Udeblevet fra samtale hos staten"
    MISSED_JOB_INTERVIEW = 3, "Udeblevet fra jobsamtale i kommunen"
    MISSED_FOLLOW_UP = 4, "Udeblevet fra opfølgningssamtale"
    NO_APPLICATION = 5, "Ikke søgt anviste jobordrer"
    LEFT_JOB = 6, "Ophørt med arbejde uden rimelig grund"
    NO_SICKNESS_NOTICE = 7, "Ikke givet besked om sygdom"
    REFUSED_OFFER = 8, "Afvist arbejde eller tilbud uden rimelig grund"
    MISSED_OFFER = 9, "Udeblevet fra tilbud"
    NO_CV = 10, "Ikke indlagt CV på Jobnet"
    OTHER = 99, "Anden hændelse"


class EventOrigin(models.TextChoices):
    """V027, V032: who reports the event."""

    STATE = "stat", "Staten"
    MUNICIPALITY = "kommune", "Kommunen"


class NegativeEventQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(citizen__in=Citizen.objects.visible_to(user))

    def for_teams_of(self, user):
        """Those that the user's own teams must assess: being let into one case doesn't give its citizen's others."""
        return self.visible_to(user).filter(citizen__team__in=user.team_ids)

    def without_case(self):
        """V024: every event is a duty to assess; these have not been taken up yet."""
        return self.filter(case__isnull=True)


class NegativeEvent(models.Model):
    MAX_DESCRIPTION = 2000

    citizen = models.ForeignKey(Citizen, models.PROTECT, related_name="events", verbose_name="borger")
    kind = models.PositiveSmallIntegerField("hændelse", choices=EventKind.choices)
    occurred_on = models.DateField("dato for hændelsen")
    origin = models.CharField("indberetter", max_length=10, choices=EventOrigin.choices)
    reference = models.CharField("reference", max_length=40, unique=True, null=True, blank=True)
    description = models.TextField("beskrivelse", max_length=MAX_DESCRIPTION, blank=True)
    registered_at = models.DateTimeField("registreret", default=timezone.now, editable=False)

    objects = NegativeEventQuerySet.as_manager()
    history = HistoricalRecords(get_user=current_user)

    class Meta:
        verbose_name, verbose_name_plural = "negativ hændelse", "negative hændelser"
        ordering = ["occurred_on", "pk"]
        permissions = [("register_event", "Kan registrere negative hændelser")]
        indexes = [models.Index(fields=["citizen", "occurred_on"], name="event_citizen_date")]
        constraints = [
            models.CheckConstraint(name="event_kind_known", condition=Q(kind__in=EventKind.values)),
            models.CheckConstraint(name="event_origin_known", condition=Q(origin__in=EventOrigin.values)),
            models.CheckConstraint(
                name="event_other_needs_text", condition=~Q(kind=EventKind.OTHER) | ~Q(description="")
            ),
            models.CheckConstraint(name="event_reference_not_empty", condition=~Q(reference="")),
        ]

    def __str__(self):
        return self.get_kind_display()

from datetime import date, datetime, time, timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from sanktion.base.acting import current_user
from sanktion.base.deadlines import add_months
from sanktion.base.encryption import EncryptedTextField
from sanktion.base.privileges import APPEND_ONLY
from sanktion.models.assessment import Assessment, GroundAssessment, PaymentConsequence
from sanktion.models.case import Case, CaseChildQuerySet
from sanktion.models.document import CaseDocument
from sanktion.models.rules import LegalBasis
from sanktion.models.staff import User


class Outcome(models.TextChoices):
    """V007, V070, V089: «ingen sanktion» is a reasoned outcome too."""

    NO_SANCTION = "no_sanction", "Ingen sanktion"
    DEDUCTION = "deduction", "Fradrag"
    REDUCTION = "reduction", "Nedsættelse"
    TERMINATION = "termination", "Ophør"
    STRICT = "strict", "Skærpet rådighedssanktion"
    EVENT_WITHDRAWN = "event_withdrawn", "Hændelsen er trukket tilbage"


class NothingMore(models.TextChoices):
    """V089: why an event leads to no sanction."""

    REASONABLE_GROUND = "reasonable_ground", "Borgeren havde en rimelig grund"
    NOT_PROMOTING = "not_promoting", "En sanktion fremmer ikke rådigheden"
    NOT_PROVEN = "not_proven", "Hændelsen kan ikke dokumenteres"
    OTHER = "other", "Andet"


SANCTIONS = [Outcome.DEDUCTION, Outcome.REDUCTION, Outcome.TERMINATION, Outcome.STRICT]
NO_SANCTIONS = [outcome for outcome in Outcome if outcome not in SANCTIONS]
LOOK_BACK_MONTHS = 12


def look_back_period(event_date: date) -> tuple[date, date]:
    """V071: the first and the last day on which an earlier event counts, both included: the event's own date and the
    same date twelve months before it (the month's last day when that month is shorter)."""
    return add_months(event_date, -LOOK_BACK_MONTHS), event_date


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


class DecidedQuerySet(models.QuerySet):
    def decided_within(self, first: date | None, last: date | None):
        """Decided on a Danish day from ``first`` to ``last``, both included; None is no bound."""
        found = self
        if first:
            found = found.filter(decided_at__gte=_midnight(first))
        # No day follows the very last one: it bounds nothing.
        if last and last < date.max:
            found = found.filter(decided_at__lt=_midnight(last + timedelta(days=1)))
        return found


class DecisionQuerySet(CaseChildQuerySet, DecidedQuerySet):
    def sanctions(self):
        """By the outcome that stands today: a change may take a sanction away, never make one (see the database)."""
        return self.filter(outcome__in=SANCTIONS).exclude(changes__outcome__in=NO_SANCTIONS)

    def with_standing(self):
        """``standing`` on each row without a query a row."""
        return self.prefetch_related("changes__legal_basis")

    def marking_changes(self):
        """``standing`` asks for the changes of those rows alone that have any: for pages where they are rare."""
        return self.annotate(is_changed=Exists(self.model.objects.filter(pk=OuterRef("pk"), changes__isnull=False)))

    def earlier_sanctions(self, case: Case):
        """V062, V071: what else of the citizen's led to a sanction within the look-back, the newest event first."""
        found = self.sanctions().filter(
            case__citizen=case.citizen_id, case__event__occurred_on__range=look_back_period(case.event.occurred_on)
        )
        return found.exclude(case=case.pk).order_by("-case__event__occurred_on", "-pk")

    def with_access_of(self, user):
        """``is_open_to_user``: may the user see the case? What a case not seen may show is the caller's to keep to."""
        return self.annotate(is_open_to_user=Exists(Case.objects.visible_to(user).filter(pk=OuterRef("case_id"))))


class Decision(models.Model):
    """The municipality's act. The texts are sealed, for they may tell how the citizen was sought (B048)."""

    app_role_may = APPEND_ONLY

    case = models.OneToOneField(Case, models.PROTECT, related_name="decision")
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="+")
    ground = models.ForeignKey(GroundAssessment, models.PROTECT, related_name="+")
    consequence = models.ForeignKey(PaymentConsequence, models.PROTECT, related_name="+")
    outcome = models.CharField("udfald", max_length=20, choices=Outcome.choices)
    nothing_more = models.CharField("grund til intet videre", max_length=20, choices=NothingMore.choices, blank=True)
    legal_basis = models.ForeignKey(
        LegalBasis, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="retsgrundlag"
    )
    effect_from = models.DateField("virkning fra", null=True, blank=True)
    reasons = EncryptedTextField("begrundelse")
    answer_to_statement = EncryptedTextField("svar på borgerens forklaring", blank=True)
    letter = models.OneToOneField(CaseDocument, models.PROTECT, related_name="+")
    # SHA-256 of all that the decision and its letter say; what the colleague signed, where one must.
    digest = models.CharField(max_length=64, blank=True, db_default="")
    countersignature = models.OneToOneField("sanktion.Countersignature", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("truffet", default=timezone.now, editable=False)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = DecisionQuerySet.as_manager()
    history = HistoricalRecords(get_user=current_user)

    class Meta:
        verbose_name, verbose_name_plural = "afgørelse", "afgørelser"
        permissions = [
            ("decide_case", "Kan træffe afgørelse"),
            ("view_register", "Kan se sanktionsregistret"),
            ("deliver_register", "Kan levere til det fælles datagrundlag"),
        ]
        indexes = [
            models.Index(fields=["decided_at", "id"], name="decision_register", condition=Q(outcome__in=SANCTIONS)),
            models.Index(fields=["outcome", "decided_at"], name="decision_outcome_at"),
        ]
        constraints = [
            models.CheckConstraint(name="decision_outcome_known", condition=Q(outcome__in=Outcome.values)),
            models.CheckConstraint(
                name="decision_sanction_has_basis",
                condition=~Q(outcome__in=SANCTIONS) | Q(legal_basis__isnull=False, effect_from__isnull=False),
            ),
            models.CheckConstraint(
                name="decision_else_has_no_effect",
                condition=Q(outcome__in=SANCTIONS) | Q(effect_from__isnull=True),
            ),
            models.CheckConstraint(
                name="decision_nothing_more_says_why",
                condition=Q(outcome=Outcome.NO_SANCTION, nothing_more__in=NothingMore.values)
                | (~Q(outcome=Outcome.NO_SANCTION) & Q(nothing_more="")),
            ),
        ]

    def __str__(self):
        return self.get_outcome_display()

    @property
    def is_sanction(self) -> bool:
        return self.outcome in SANCTIONS

    @property
    def standing(self):
        """The act that stands today: the last change of this decision (V113), or the decision itself."""
        changes = list(self.changes.all()) if getattr(self, "is_changed", True) else []
        return changes[-1] if changes else self

"""What is weighed before a decision, one record each: availability, the ground, the payment. The latest one counts."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from sanktion.base.acting import current_user
from sanktion.base.encryption import EncryptedTextField
from sanktion.base.privileges import APPEND_ONLY
from sanktion.models.case import Case, CaseChildQuerySet
from sanktion.models.staff import User


class ReasonableGround(models.TextChoices):
    YES = "yes", "Ja, borgeren havde en rimelig grund"
    NO = "no", "Nej, borgeren havde ikke en rimelig grund"
    NOT_RELEVANT = "not_relevant", "Ikke relevant for hændelsen"


class PaymentEffect(models.TextChoices):
    """V061, V070: what the event means for the payment of the help, apart from any sanction."""

    NONE = "none", "Ingen betydning for udbetalingen"
    CONTINUED = "continued", "Udbetalingen fortsætter, mens sagen behandles"
    STOPPED = "stopped", "Udbetalingen standses"
    REDUCED = "reduced", "Hjælpen nedsættes"
    # Cases decided before the payment had a record of its own. The database takes it from no one else.
    UNRECORDED = "unrecorded", "Ikke vurderet særskilt"

    @classmethod
    def offered(cls) -> list[tuple[str, str]]:
        return [choice for choice in cls.choices if choice[0] != cls.UNRECORDED]


PERIOD_EFFECTS = [PaymentEffect.STOPPED, PaymentEffect.REDUCED]


class Assessment(models.Model):
    """V060: is the citizen available for work?"""

    app_role_may = APPEND_ONLY

    case = models.ForeignKey(Case, models.PROTECT, related_name="assessments")
    is_available = models.BooleanField("står til rådighed")
    text = EncryptedTextField("vurdering")
    made_at = models.DateTimeField("foretaget", default=timezone.now, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = CaseChildQuerySet.as_manager()
    history = HistoricalRecords(get_user=current_user)

    class Meta:
        verbose_name, verbose_name_plural = "rådighedsvurdering", "rådighedsvurderinger"
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return "Rådighedsvurdering"


class GroundAssessment(models.Model):
    """Had the citizen a reasonable ground? What was given as one, and how it was weighed."""

    app_role_may = APPEND_ONLY

    case = models.ForeignKey(Case, models.PROTECT, related_name="grounds")
    ground = models.CharField("rimelig grund", max_length=20, choices=ReasonableGround.choices)
    stated = EncryptedTextField("det, borgeren har givet som grund", blank=True)
    weighing = EncryptedTextField("vurdering", blank=True)
    # Numbers of the case's own documents: a document is never renumbered.
    documents = ArrayField(models.PositiveIntegerField(), verbose_name="bilag", default=list, blank=True)
    made_at = models.DateTimeField("foretaget", default=timezone.now, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = CaseChildQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "vurdering af rimelig grund", "vurderinger af rimelig grund"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="ground_known", condition=Q(ground__in=ReasonableGround.values)),
        ]

    def __str__(self):
        return "Vurdering af rimelig grund"


class PaymentConsequence(models.Model):
    """V061, V070: what the event means for the payment, from and to, and why."""

    app_role_may = APPEND_ONLY

    case = models.ForeignKey(Case, models.PROTECT, related_name="consequences")
    effect = models.CharField("konsekvens", max_length=20, choices=PaymentEffect.choices)
    starts_on = models.DateField("fra og med", null=True, blank=True)
    ends_on = models.DateField("til og med", null=True, blank=True)
    amount = models.DecimalField("kr. om måneden", max_digits=9, decimal_places=2, null=True, blank=True)
    text = EncryptedTextField("begrundelse", blank=True)
    made_at = models.DateTimeField("foretaget", default=timezone.now, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = CaseChildQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "konsekvens for udbetalingen", "konsekvenser for udbetalingen"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="payment_effect_known", condition=Q(effect__in=PaymentEffect.values)),
            models.CheckConstraint(
                name="payment_effect_has_period",
                condition=Q(effect__in=PERIOD_EFFECTS, starts_on__isnull=False)
                | (~Q(effect__in=PERIOD_EFFECTS) & Q(starts_on__isnull=True, ends_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="payment_period_runs_forward", condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="payment_amount_of_reduction",
                condition=Q(amount__isnull=True) | Q(effect=PaymentEffect.REDUCED, amount__gt=0),
            ),
        ]

    def __str__(self):
        return self.get_effect_display()


def weighed_all() -> Q:
    """V007, for a query of cases: each of the three is made."""
    return Q(*(Exists(model.objects.filter(case=OuterRef("pk"))) for model in RECORDS))


RECORDS = (Assessment, GroundAssessment, PaymentConsequence)

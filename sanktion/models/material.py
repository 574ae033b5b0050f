"""The ten kinds of material that the supervision may ask for (§ 7), and which of them a case has today."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from sanktion.base.acting import current_user
from sanktion.base.encryption import EncryptedTextField
from sanktion.base.privileges import APPEND_ONLY
from sanktion.models.case import Case, CaseChildQuerySet
from sanktion.models.staff import User


class MaterialKind(models.IntegerChoices):
    """The ten kinds of case material of § 7 (V058-V067), by their own numbers."""

    EVENT = 1, "Hændelsen"
    EXPLANATION = 2, "Borgerens forklaring"
    AVAILABILITY = 3, "Rådighedsvurdering"
    CONSEQUENCE = 4, "Vurdering af sanktion eller konsekvens"
    EARLIER_SANCTIONS = 5, "Tidligere sanktioner, 12 måneder"
    DECISION = 6, "Afgørelsen"
    BENEFIT = 7, "Ydelse"
    TIME_SHEETS = 8, "Timesedler"
    PAYMENTS = 9, "Udbetalingsspecifikationer"
    OTHER = 10, "Andet relevant materiale"


class SupervisionRelevance(models.TextChoices):
    YES = "yes", "Angår tilsynet"
    NO = "no", "Angår ikke tilsynet"
    PARTLY = "partly", "Angår delvis tilsynet"


class CaseMaterialQuerySet(CaseChildQuerySet):
    def note(self, case: Case, kind: MaterialKind | None, concerns: SupervisionRelevance) -> None:
        """Called by whoever files a document or an entry. What isn't the supervision's business doesn't count."""
        if kind is not None and concerns != SupervisionRelevance.NO:
            self.bulk_create([CaseMaterial(case=case, kind=kind)], ignore_conflicts=True)


class CaseMaterial(models.Model):
    """That a case holds a kind of material: written once, with no time and no source.

    A home visit and a phone call leave the same row (B048), and it can be counted without opening anything sealed.
    """

    app_role_may = APPEND_ONLY

    case = models.ForeignKey(Case, models.PROTECT, related_name="materials")
    kind = models.PositiveSmallIntegerField("slags", choices=MaterialKind.choices)

    objects = CaseMaterialQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "materiale", "materialer"
        constraints = [
            models.UniqueConstraint(fields=["case", "kind"], name="case_material_once"),
            models.CheckConstraint(name="case_material_kind_known", condition=Q(kind__in=MaterialKind.values)),
        ]

    def __str__(self):
        return self.get_kind_display()


class MaterialWaiverQuerySet(CaseChildQuerySet):
    def in_force(self):
        return self.filter(withdrawn_at__isnull=True)


class MaterialWaiver(models.Model):
    """V057: a kind that is not relevant in this case, and why. It is withdrawn, never changed or deleted."""

    app_role_may = "SELECT, INSERT, UPDATE"

    case = models.ForeignKey(Case, models.PROTECT, related_name="waivers")
    kind = models.PositiveSmallIntegerField("slags", choices=MaterialKind.choices)
    reason = EncryptedTextField("begrundelse")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("angivet", default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField("trukket tilbage", null=True, editable=False)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")

    objects = MaterialWaiverQuerySet.as_manager()
    history = HistoricalRecords(get_user=current_user)

    class Meta:
        verbose_name, verbose_name_plural = "fravalg af materiale", "fravalg af materiale"
        permissions = [("view_readiness", "Kan se andelen af tilsynsklare sager")]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=Q(withdrawn_at__isnull=True), name="waiver_once_in_force"
            ),
            models.CheckConstraint(
                name="waiver_kind_known",
                # Earlier sanctions are computed: there are some, or there are none.
                condition=Q(kind__in=MaterialKind.values) & ~Q(kind=MaterialKind.EARLIER_SANCTIONS),
            ),
            models.CheckConstraint(
                name="waiver_withdrawn_by_someone",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
        ]

    def __str__(self):
        return self.get_kind_display()

    def withdraw(self, *, by: User) -> None:
        self.withdrawn_at, self.withdrawn_by = timezone.now(), by
        self._history_user, self._change_reason = by, "Trukket tilbage"
        self.save(update_fields=["withdrawn_at", "withdrawn_by"])

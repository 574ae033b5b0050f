"""How long a closed case is kept, and what keeps it longer (arkivloven; databeskyttelsesforordningen art. 5(1)(e)).

When a case may go is a question asked of what is stored (closed when, which rule holds, what stands in the way), never
a date that is stored. ``sanktion_case_stays`` in the database answers it for one case and has the last word.
"""

from datetime import date, timedelta

from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, TextField
from django.utils import timezone

from sanktion.base.deadlines import add_months
from sanktion.base.encryption import EncryptedTextField
from sanktion.base.privileges import APPEND_ONLY
from sanktion.models.case import Case, CaseChildQuerySet, CaseStatus
from sanktion.models.decision import SANCTIONS, Decision, Outcome
from sanktion.models.inquiry import Inquiry, InquiryStatus
from sanktion.models.rules import DatedRule, DatedRuleQuerySet
from sanktion.models.staff import User


class RetentionKind(models.TextChoices):
    """By what the case ended in as it was decided: a sanction changed later was a sanction all the same."""

    SANCTION = "sanction", "Sanktion"
    NO_SANCTION = "no_sanction", "Ingen sanktion"
    WITHDRAWN = "withdrawn", "Hændelsen er trukket tilbage"


class Fate(models.TextChoices):
    """Arkivloven: what Rigsarkivet has decided shall become of the records."""

    DISCARD = "discard", "Kasseres"
    PRESERVE = "preserve", "Bevares og afleveres først"


OUTCOMES = {
    RetentionKind.SANCTION: SANCTIONS,
    RetentionKind.NO_SANCTION: [Outcome.NO_SANCTION],
    RetentionKind.WITHDRAWN: [Outcome.EVENT_WITHDRAWN],
}


class RetentionRuleQuerySet(DatedRuleQuerySet):
    def newest_first(self):
        return self.order_by("-valid_from", "-pk")

    def holding(self, day: date):
        """The newest of each kind's versions on that day, one row a kind."""
        return self.on(day).order_by("kind", "-valid_from", "-pk").distinct("kind")


class RetentionRule(DatedRule):
    """A new version is a new row, never a changed one. The version of today decides, whenever the case was closed."""

    app_role_may = APPEND_ONLY

    kind = models.CharField("slags sag", max_length=12, choices=RetentionKind.choices)
    years = models.PositiveSmallIntegerField("år efter lukning")
    fate = models.CharField("derefter", max_length=10, choices=Fate.choices)
    reason = models.CharField("begrundelse", max_length=500)
    made_at = models.DateTimeField("oprettet", default=timezone.now, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = RetentionRuleQuerySet.as_manager()

    class Meta(DatedRule.Meta):
        verbose_name, verbose_name_plural = "opbevaringsregel", "opbevaringsregler"
        ordering = ["kind", "-valid_from", "-pk"]
        permissions = [("review_retention", "Kan gennemgå sager, hvis opbevaringstid er gået")]
        constraints = [
            *DatedRule.Meta.constraints,
            models.CheckConstraint(name="retention_kind_known", condition=Q(kind__in=RetentionKind.values)),
            models.CheckConstraint(name="retention_fate_known", condition=Q(fate__in=Fate.values)),
            models.CheckConstraint(name="retention_some_years", condition=Q(years__range=(1, 100))),
            models.CheckConstraint(name="retention_has_source", condition=Q(source__regex=r"\S")),
            models.CheckConstraint(name="retention_has_reason", condition=Q(reason__regex=r"\S")),
            models.CheckConstraint(name="retention_version_is_open", condition=Q(valid_to__isnull=True)),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.years} år"

    def planned_on(self, closed_on: date) -> date:
        return add_months(closed_on, 12 * self.years)


def last_closing_day(today: date, years: int) -> date:
    """The last day on which a case can be closed and be ``years`` old today; 29 February ends on the 28th."""
    day = add_months(today, -12 * years)
    following = day + timedelta(days=1)
    return following if add_months(following, 12 * years) <= today else day


def past_planned_date(cases, today: date):
    """Closed cases whose planned date has come by the rule of today, postponed ones left out."""
    due = Q(pk__in=[])
    for rule in RetentionRule.objects.holding(today):
        last = last_closing_day(today, rule.years)
        decided = Decision.objects.filter(case=OuterRef("pk"), outcome__in=OUTCOMES[rule.kind])
        due |= Q(Exists(decided), status_changed_at__date__lte=last)
    later = RetentionDelay.objects.filter(case=OuterRef("pk"), until__gt=today)
    return cases.filter(due, status=CaseStatus.CLOSED).exclude(Exists(later))


def with_what_stays(cases):
    """``stays`` on each row: the sentence with which the database would refuse to destroy it, or None."""
    return cases.annotate(stays=Func(F("pk"), function="sanktion_case_stays", output_field=TextField()))


def kind_of(outcome: str) -> RetentionKind:
    return next(kind for kind, outcomes in OUTCOMES.items() if outcome in outcomes)


class RetentionHoldQuerySet(CaseChildQuerySet):
    def in_force(self):
        """One put for an inquiry falls away when that is answered."""
        unanswered = Q(inquiry__isnull=True) | ~Q(inquiry__status=InquiryStatus.ANSWERED)
        return self.filter(unanswered, released_at__isnull=True)


class RetentionHold(models.Model):
    """The case may not go: someone needs it. The reason is sealed, for it may tell of the citizen."""

    app_role_may = "SELECT, INSERT, UPDATE"

    case = models.ForeignKey(Case, models.PROTECT, related_name="retention_holds")
    inquiry = models.ForeignKey(Inquiry, models.PROTECT, null=True, related_name="+", verbose_name="henvendelse")
    reason = EncryptedTextField("begrundelse")
    placed_at = models.DateTimeField("sat", default=timezone.now, editable=False)
    placed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    released_at = models.DateTimeField("ophævet", null=True, editable=False)
    released_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")

    objects = RetentionHoldQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "tilbageholdelse", "tilbageholdelser"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="retention_hold_released_by_one",
                condition=Q(released_at__isnull=True, released_by__isnull=True)
                | Q(released_at__isnull=False, released_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"Tilbageholdelse {self.pk}"

    @property
    def is_in_force(self) -> bool:
        return self.released_at is None and not (self.inquiry and not self.inquiry.is_open)

    def release(self, *, by: User) -> None:
        self.released_at, self.released_by = timezone.now(), by
        self.save(update_fields=["released_at", "released_by"])


class RetentionDelay(models.Model):
    """The reviewer wants to see the case again, not before ``until``."""

    app_role_may = APPEND_ONLY

    case = models.ForeignKey(Case, models.PROTECT, related_name="retention_delays")
    until = models.DateField("udsat til")
    reason = EncryptedTextField("begrundelse")
    made_at = models.DateTimeField("noteret", default=timezone.now, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = CaseChildQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "udsættelse", "udsættelser"
        ordering = ["-pk"]

    def __str__(self):
        return f"Udsættelse {self.pk}"


class ArchiveDelivery(models.Model):
    """Arkivloven: what is to be preserved has been delivered. Only then may the unit's own copy go."""

    app_role_may = APPEND_ONLY

    case = models.OneToOneField(Case, models.PROTECT, related_name="archive_delivery")
    delivered_on = models.DateField("afleveret")
    reference = models.CharField("arkivets kvittering", max_length=80)
    noted_at = models.DateTimeField("noteret", default=timezone.now, editable=False)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = CaseChildQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "aflevering til arkiv", "afleveringer til arkiv"
        constraints = [
            models.CheckConstraint(name="archive_delivery_has_reference", condition=Q(reference__regex=r"\S")),
        ]

    def __str__(self):
        return f"Aflevering {self.pk}"

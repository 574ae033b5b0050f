"""Rules with validity dates (V004): a case is judged by what was in force on the day of the event."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Q, When

from sanktion.models.event_details import EventKind


class DatedRuleQuerySet(models.QuerySet):
    def on(self, date):
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=date), valid_from__lte=date)


class DatedRule(models.Model):
    valid_from = models.DateField("gælder fra")
    valid_to = models.DateField("gælder til og med", null=True, blank=True)
    source = models.CharField("kilde", max_length=200, blank=True)

    objects = DatedRuleQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_valid_period",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            )
        ]


class Benefit(DatedRule):
    """V008: what the citizen receives. ``code`` is what import files say."""

    code = models.SlugField("kode", unique=True)
    name = models.CharField("navn", max_length=80)
    act = models.CharField("lov", max_length=80)

    class Meta(DatedRule.Meta):
        verbose_name, verbose_name_plural = "ydelse", "ydelser"
        ordering = ["name"]

    def __str__(self):
        return self.name


class LegalBasisQuerySet(DatedRuleQuerySet):
    def for_event(self, event, *, act: str = ""):
        """The rules of the event's day: those for its kind first, and of them those of the act of the benefit."""
        fits = Case(When(kinds__contains=[event.kind], then=True), default=False)
        of_act = Case(When(act=act, then=True), default=False)
        rules = self.on(event.occurred_on).annotate(fits=fits, of_act=of_act)
        return rules.order_by("-fits", "-of_act", "position")


class LegalBasis(DatedRule):
    """V003, V012, V013: the act and the paragraph that a decision rests on."""

    act = models.CharField("lov", max_length=80)
    section = models.CharField("paragraf", max_length=20)
    summary = models.CharField("indhold", max_length=200)
    position = models.PositiveSmallIntegerField("rækkefølge")
    kinds = ArrayField(
        models.PositiveSmallIntegerField(choices=EventKind.choices), verbose_name="hændelser", default=list, blank=True
    )

    objects = LegalBasisQuerySet.as_manager()

    class Meta(DatedRule.Meta):
        verbose_name, verbose_name_plural = "retsgrundlag", "retsgrundlag"
        ordering = ["position"]
        constraints = [
            *DatedRule.Meta.constraints,
            models.UniqueConstraint(fields=["act", "section", "valid_from"], name="legal_basis_once"),
            models.CheckConstraint(
                name="legal_basis_kinds_known", condition=Q(kinds__contained_by=list(EventKind.values))
            ),
        ]

    def __str__(self):
        return f"{self.act} {self.section}"

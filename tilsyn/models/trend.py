"""V148, V149: what the unit's own results are held against: the yearly target, and the published figures of others."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from sanktion.base.privileges import APPEND_ONLY
from sanktion.models import User
from tilsyn.verdicts import Verdict

FIRST_TARGET = 2007  # § 15, stk. 2


class ErrorTargetQuerySet(models.QuerySet):
    def by_year(self) -> dict[int, "ErrorTarget"]:
        """The one that holds for each year: the last written."""
        return {target.year: target for target in self.order_by("year", "pk")}


class ErrorTarget(models.Model):
    """What the directorate has set for a year. A target put right is a new row."""

    app_role_may = APPEND_ONLY

    year = models.PositiveSmallIntegerField("år")
    percent = models.DecimalField("mål for fejlprocenten", max_digits=4, decimal_places=1)
    source = models.CharField("kilde", max_length=200)
    made_at = models.DateTimeField("skrevet", default=timezone.now, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    objects = ErrorTargetQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "årsmål", "årsmål"
        ordering = ["-year", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="target_year_has_targets",
                condition=Q(year__gte=FIRST_TARGET),
                violation_error_message="Direktoratet satte det første mål i 2007.",
            ),
            models.CheckConstraint(
                name="target_is_a_percentage",
                condition=Q(percent__gte=0, percent__lte=100),
                violation_error_message="Skriv et tal fra 0 til 100.",
            ),
            models.CheckConstraint(name="target_has_a_source", condition=Q(source__regex=r"\S")),
        ]

    def __str__(self):
        return f"Mål for {self.year}"


class BenchmarkReportQuerySet(models.QuerySet):
    def by_year(self) -> dict[int, "BenchmarkReport"]:
        """The one that holds for each year: the last imported."""
        return {report.year: report for report in self.order_by("year", "pk")}


class BenchmarkReport(models.Model):
    """One published report. Figures put right are a new import of the same year."""

    app_role_may = APPEND_ONLY

    year = models.PositiveSmallIntegerField("år")
    title = models.CharField("rapport", max_length=200)
    source = models.CharField("kilde", max_length=200)
    made_at = models.DateTimeField("indlæst", default=timezone.now, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    objects = BenchmarkReportQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "benchmarkrapport", "benchmarkrapporter"
        ordering = ["-year", "-pk"]
        constraints = [models.CheckConstraint(name="benchmark_has_a_source", condition=Q(source__regex=r"\S"))]

    def __str__(self):
        return self.title


class BenchmarkFigure(models.Model):
    """One municipality's four counts (V136-V139), and how it works, where the report tells (V151)."""

    app_role_may = APPEND_ONLY

    report = models.ForeignKey(BenchmarkReport, models.PROTECT, related_name="figures")
    municipality = models.CharField("kommune", max_length=80)
    wrong = models.PositiveIntegerField("forkerte")
    not_assessable = models.PositiveIntegerField("ikke vurderet")
    no_criticism = models.PositiveIntegerField("ingen kritik")
    withdrawn = models.PositiveIntegerField("udgået")
    cases = models.PositiveIntegerField("sager")
    practice = models.CharField("praksis", max_length=1000, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = "benchmarktal", "benchmarktal"
        ordering = ["municipality"]
        constraints = [
            models.UniqueConstraint(fields=["report", "municipality"], name="benchmark_municipality_once"),
            models.CheckConstraint(
                name="benchmark_counts_add_up",
                condition=Q(cases=F("wrong") + F("not_assessable") + F("no_criticism") + F("withdrawn")),
            ),
        ]

    def __str__(self):
        return f"{self.municipality}: {self.cases} sager"

    @property
    def counts(self) -> dict[Verdict, int]:
        return {verdict: getattr(self, verdict.value) for verdict in Verdict}

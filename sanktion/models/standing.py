"""What the municipality and the state hold a citizen to be, from and to. Two of a kind never hold on the same day."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from simple_history.models import HistoricalRecords

from sanktion.base.acting import current_user
from sanktion.models.citizen import Citizen, TargetGroup


def no_overlap(name: str) -> ExclusionConstraint:
    # No btree_gist in the embedded server: the citizen is compared as a range of one number.
    citizen = Func(F("citizen_id"), F("citizen_id"), Value("[]"), function="int8range")
    return ExclusionConstraint(
        name=name, expressions=[(citizen, RangeOperators.OVERLAPS), ("period", RangeOperators.OVERLAPS)]
    )


class TargetGroupPeriod(models.Model):
    """The group of the acts after 2010 (domain, «Law»): which rules protect the citizen on a given day."""

    citizen = models.ForeignKey(Citizen, models.CASCADE, related_name="target_groups")
    group = models.CharField("målgruppe", max_length=20, choices=TargetGroup.choices)
    period = DateRangeField("periode")
    reason = models.CharField("begrundelse", max_length=500, blank=True)

    history = HistoricalRecords(get_user=current_user)

    class Meta:
        verbose_name, verbose_name_plural = "målgruppe", "målgrupper"
        ordering = ["-period"]
        constraints = [
            models.CheckConstraint(name="target_group_known", condition=Q(group__in=TargetGroup.values)),
            no_overlap("target_group_no_overlap"),
        ]

    def __str__(self):
        return self.get_group_display()


class MatchCategory(models.Model):
    """V015, V016, V030: the category 1-5 with its history; two categories never hold on the same day."""

    citizen = models.ForeignKey(Citizen, models.CASCADE, related_name="match_categories")
    category = models.PositiveSmallIntegerField("matchkategori")
    period = DateRangeField("periode")
    reason = models.CharField("begrundelse", max_length=500, blank=True)

    history = HistoricalRecords(get_user=current_user)

    class Meta:
        verbose_name, verbose_name_plural = "matchkategori", "matchkategorier"
        ordering = ["-period"]
        constraints = [
            models.CheckConstraint(name="match_category_1_to_5", condition=Q(category__range=(1, 5))),
            no_overlap("match_category_no_overlap"),
        ]

    def __str__(self):
        return f"Matchkategori {self.category}"


class JobSeekerPeriod(models.Model):
    """V017: registered as a job-seeker with the state's part of the job centre, from and to."""

    citizen = models.ForeignKey(Citizen, models.CASCADE, related_name="job_seeker_periods")
    period = DateRangeField("periode")

    history = HistoricalRecords(get_user=current_user)

    class Meta:
        verbose_name, verbose_name_plural = "jobsøgerperiode", "jobsøgerperioder"
        ordering = ["-period"]
        constraints = [no_overlap("job_seeker_period_no_overlap")]

    def __str__(self):
        return "Tilmeldt som arbejdssøgende"

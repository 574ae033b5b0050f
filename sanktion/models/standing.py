"""What the municipality and the state hold a citizen to be, from and to. Two of a kind never hold on the same day."""

from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Subquery, Value
from simple_history.models import HistoricalRecords

from sanktion.base.acting import current_user
from sanktion.models.citizen import Citizen, TargetGroup
from sanktion.models.staff import User

# V016: problems other than unemployment; the supervision doesn't cover them, and they aren't registered with the state.
OUTSIDE_SUPERVISION = (4, 5)
SAYS_SOMETHING = r"\S"


def no_overlap(name: str) -> ExclusionConstraint:
    # No btree_gist in the embedded server: the citizen is compared as a range of one number.
    citizen = Func(F("citizen_id"), F("citizen_id"), Value("[]"), function="int8range")
    return ExclusionConstraint(
        name=name, expressions=[(citizen, RangeOperators.OVERLAPS), ("period", RangeOperators.OVERLAPS)]
    )


def has_days(name: str) -> models.CheckConstraint:
    """An empty period overlaps nothing, so it would slip by the rule above and say nothing of any day."""
    return models.CheckConstraint(name=name, condition=Q(period__isempty=False))


def kept_history() -> HistoricalRecords:
    """With room for the reason that a correction must give."""
    return HistoricalRecords(get_user=current_user, history_change_reason_field=models.TextField(null=True))


class TargetGroupPeriod(models.Model):
    """The group of the acts after 2010 (domain, «Law»): which rules protect the citizen on a given day."""

    citizen = models.ForeignKey(Citizen, models.CASCADE, related_name="target_groups")
    group = models.CharField("målgruppe", max_length=20, choices=TargetGroup.choices)
    period = DateRangeField("periode")
    reason = models.CharField("begrundelse", max_length=500, blank=True)

    history = kept_history()

    class Meta:
        verbose_name, verbose_name_plural = "målgruppe", "målgrupper"
        ordering = ["-period"]
        constraints = [
            models.CheckConstraint(name="target_group_known", condition=Q(group__in=TargetGroup.values)),
            no_overlap("target_group_no_overlap"),
            has_days("target_group_has_days"),
        ]

    def __str__(self):
        return self.get_group_display()


class MatchCategory(models.Model):
    """V015, V016, V030: the category 1-5 with its history; two categories never hold on the same day.

    4 and 5 take the citizen out of the supervision, so somebody has assessed it, for a reason: a colleague, or a person
    known by name and position only.
    """

    citizen = models.ForeignKey(Citizen, models.CASCADE, related_name="match_categories")
    category = models.PositiveSmallIntegerField("matchkategori")
    period = DateRangeField("periode")
    reason = models.CharField("begrundelse", max_length=500, blank=True)
    assessor = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="vurderet af"
    )
    assessor_name = models.CharField("navn og stilling", max_length=120, blank=True)

    history = kept_history()

    class Meta:
        verbose_name, verbose_name_plural = "matchkategori", "matchkategorier"
        ordering = ["-period"]
        constraints = [
            models.CheckConstraint(name="match_category_1_to_5", condition=Q(category__range=(1, 5))),
            models.CheckConstraint(
                name="match_category_assessed",
                condition=~Q(category__in=OUTSIDE_SUPERVISION)
                | Q(reason__regex=SAYS_SOMETHING)
                & (Q(assessor__isnull=False) | Q(assessor_name__regex=SAYS_SOMETHING)),
            ),
            no_overlap("match_category_no_overlap"),
            has_days("match_category_has_days"),
        ]

    def __str__(self):
        return f"Matchkategori {self.category}"

    @property
    def assessed_by(self) -> str:
        return ", ".join(filter(None, [str(self.assessor or ""), self.assessor_name]))


class JobSeekerPeriod(models.Model):
    """V017: registered as a job-seeker with the state's part of the job centre, from and to."""

    citizen = models.ForeignKey(Citizen, models.CASCADE, related_name="job_seeker_periods")
    period = DateRangeField("periode")

    history = kept_history()

    class Meta:
        verbose_name, verbose_name_plural = "jobsøgerperiode", "jobsøgerperioder"
        ordering = ["-period"]
        constraints = [no_overlap("job_seeker_period_no_overlap"), has_days("job_seeker_period_has_days")]

    def __str__(self):
        return "Tilmeldt som arbejdssøgende"


@dataclass(frozen=True)
class Standing:
    """What the citizen was held to be on one day."""

    match_category: int | None
    target_group: str | None
    job_seeker: bool

    @property
    def group(self) -> str:
        return TargetGroup(self.target_group).label if self.target_group else ""

    @property
    def warnings(self) -> list[str]:
        """V015, V017: what speaks against a supervision of an event on that day. It never stops the case."""
        category = self.match_category
        if category in OUTSIDE_SUPERVISION:
            told = [f"Borgeren var i matchkategori {category} på hændelsens dato: tilsynet omfatter ikke sagen."]
            both = "Borgeren var også tilmeldt som arbejdssøgende. Det passer ikke med kategorien."
            return [*told, both] if self.job_seeker else told
        told = [] if category else ["Borgerens matchkategori på hændelsens dato er ikke registreret."]
        absent = "Borgeren var ikke tilmeldt som arbejdssøgende på hændelsens dato."
        return told if self.job_seeker else [*told, absent]


def standing_columns(citizen: OuterRef, day: OuterRef | date) -> dict:
    """The fields of ``Standing`` as columns of another query."""

    def then(model):
        return model.objects.filter(citizen=citizen, period__contains=day).order_by()

    return {
        "match_category": Subquery(then(MatchCategory).values("category")[:1]),
        "target_group": Subquery(then(TargetGroupPeriod).values("group")[:1]),
        "job_seeker": Exists(then(JobSeekerPeriod)),
    }


def standing_on(citizen: Citizen, day: date) -> Standing:
    """V030: what held on that date, in one query."""
    return Standing(**Citizen.objects.filter(pk=citizen.pk).values(**standing_columns(OuterRef("pk"), day)).get())

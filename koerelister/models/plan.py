from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from koerelister.models.area import Area
from koerelister.models.crew import Crew
from sanktion.base.transitions import StatusModel
from sanktion.models import Team, User


class PlanStatus(models.TextChoices):
    REQUESTED = "requested", "Bestilt"
    RUNNING = "running", "I gang"
    DONE = "done", "Færdig"
    FAILED = "failed", "Gik i stå"


class RoutePlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(team__in=user.team_ids) if user.has_perm("koerelister.plan_routes") else self.none()

    def spent(self):
        """Done, and no list of it is left."""
        return self.filter(status=PlanStatus.DONE, lists__isnull=True)


class RoutePlan(StatusModel):
    """One day's lists for one team: a task makes the lists of one area."""

    TRANSITIONS = {
        PlanStatus.REQUESTED: {PlanStatus.RUNNING, PlanStatus.DONE, PlanStatus.FAILED},
        PlanStatus.RUNNING: {PlanStatus.RUNNING, PlanStatus.DONE, PlanStatus.FAILED},
        PlanStatus.FAILED: {PlanStatus.REQUESTED, PlanStatus.RUNNING, PlanStatus.DONE, PlanStatus.FAILED},
        PlanStatus.DONE: set(),
    }

    date = models.DateField("dato")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    areas = models.ManyToManyField(Area, through="PlanArea", related_name="+", verbose_name="områder")
    crews = models.ManyToManyField(Crew, related_name="+", verbose_name="hold")
    max_stops = models.PositiveSmallIntegerField("højst antal stop pr. liste")
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now, editable=False)
    key = models.UUIDField(unique=True, null=True, editable=False)
    status = models.CharField(
        "status", max_length=10, choices=PlanStatus.choices, default=PlanStatus.REQUESTED, editable=False
    )

    objects = RoutePlanQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "køreplan", "køreplaner"
        ordering = ["-date", "-pk"]
        constraints = [
            models.CheckConstraint(name="plan_status_known", condition=Q(status__in=PlanStatus.values)),
            models.CheckConstraint(name="plan_has_room", condition=Q(max_stops__gte=1)),
        ]

    def __str__(self):
        return f"Plan {self.pk}"

    @property
    def is_over(self) -> bool:
        return self.status in (PlanStatus.DONE, PlanStatus.FAILED)

    @property
    def percent(self) -> int:
        parts = self.parts.all()
        return round(100 * sum(part.done_at is not None for part in parts) / len(parts)) if parts else 100

    def advance(self, *, by) -> None:
        """An area has been made; the plan is over when none is left that a task still works on."""
        if self.parts.waiting().exists():
            self._move_to(PlanStatus.RUNNING, by=by, reason="Et område er planlagt")
        elif self.parts.filter(done_at__isnull=True).exists():
            self.fail(by=by)
        else:
            self._move_to(PlanStatus.DONE, by=by, reason="Alle områder er planlagt")

    def fail(self, *, by) -> None:
        self._move_to(PlanStatus.FAILED, by=by, reason="Et område kunne ikke planlægges")

    def retry(self, *, by) -> None:
        self._move_to(PlanStatus.REQUESTED, by=by, reason="Prøves igen")


class PlanAreaQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(done_at__isnull=True, error="")


class PlanArea(models.Model):
    """One area of a plan: the crew of each list to be made, and what the planner (the machine) made of it."""

    plan = models.ForeignKey(RoutePlan, models.CASCADE, related_name="parts")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True, editable=False)
    error = models.CharField("fejl", max_length=200, blank=True)
    # One for each list; a crew stands here twice when it drives two lists of the area.
    crew_ids = ArrayField(models.BigIntegerField(), verbose_name="hold", default=list, editable=False)
    fewest = models.PositiveSmallIntegerField("færrest lister", null=True, editable=False)
    travel = models.PositiveIntegerField("kørsel (sekunder)", null=True, editable=False)
    clerk_travel = models.PositiveIntegerField("kørsel efter postnummer og vej (sekunder)", null=True, editable=False)
    seed = models.BigIntegerField("frø", null=True, editable=False)
    solver_version = models.CharField("planlæggerens version", max_length=120, blank=True, editable=False)
    iterations = models.PositiveIntegerField("gennemløb", null=True, editable=False)

    objects = PlanAreaQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "område i plan", "områder i plan"
        ordering = ["area__position", "area__name"]
        constraints = [models.UniqueConstraint(fields=["plan", "area"], name="plan_area_once")]

    def __str__(self):
        return f"Plan {self.plan_id}, område {self.area_id}"

    @property
    def saved(self) -> int | None:
        """Seconds of driving less than a clerk's sort by postcode and street; negative when it is more."""
        return None if self.travel is None or self.clerk_travel is None else self.clerk_travel - self.travel

"""What the nightly check found. Counts for the whole unit: they concern no citizen."""

from datetime import date, datetime, timedelta

from django.db import models
from django.utils import timezone

from sanktion.base.privileges import APPEND_ONLY

# The first try is a quarter past three; an hour later the night's check should be there.
RUNS_FROM_HOUR = 4


class NightlyCheckQuerySet(models.QuerySet):
    def nights(self, number: int) -> list[tuple[date, "NightlyCheck | None"]]:
        """The last nights, the latest first; None where the check did not run. Nights before the first
        of them don't count."""
        last = expected_night(timezone.now())
        found = {check.night: check for check in self.filter(night__gt=last - timedelta(days=number))}
        first = min(found, default=last - timedelta(days=number - 1))
        # Today's may have run before it had to.
        start = max(last, *found) if found else last
        return [(night, found.get(night)) for night in _back(start, first)]


def expected_night(moment: datetime) -> date:
    """The latest night whose check should have run by now."""
    local = timezone.localtime(moment)
    return local.date() if local.hour >= RUNS_FROM_HOUR else local.date() - timedelta(days=1)


def _back(start: date, end: date) -> list[date]:
    return [start - timedelta(days=number) for number in range((start - end).days + 1)]


class NightlyCheck(models.Model):
    app_role_may = APPEND_ONLY

    night = models.DateField("nat", unique=True)
    ran_at = models.DateTimeField("kørt", default=timezone.now, editable=False)
    # {"ready_late": 3}; null where the check itself failed.
    results = models.JSONField("antal", default=dict)

    objects = NightlyCheckQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "natlig kontrol", "natlige kontroller"
        ordering = ["-night"]

    def __str__(self):
        return f"Natlig kontrol {self.night}"

    @property
    def red_count(self) -> int:
        """How many lines have something to handle, or could not be asked."""
        return sum(count is None or count > 0 for count in self.results.values())

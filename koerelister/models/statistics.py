"""The driving statistics (B033-B041). A closed month never changes; what may be told of it is ``published.py``'s."""

from datetime import date, timedelta

from django.db import connection, models
from django.db.models import Q
from django.utils import timezone

from koerelister.models.area import Area
from koerelister.statistics.suppression import LEAST_THRESHOLD
from sanktion.base.danish import month_name
from sanktion.base.deadlines import add_months
from sanktion.base.privileges import APPEND_ONLY
from sanktion.models import User

# Column by column, so that PostgreSQL's own columns can't be read: a row's ``xmin`` is the transaction that counted
# last, and so names the journal entry written in it.
COLUMNS_ONLY = "SELECT (month, area_id, contact, count), INSERT, UPDATE"


class VisitCountQuerySet(models.QuerySet):
    def add_one(self, day: date, area: Area, *, contact: bool) -> None:
        """Count one visit (B033-B036), in the transaction that notes it in the case."""
        self.model.add(day.replace(day=1), area, contact=contact, count=1)


class CounterModel(models.Model):
    """B037-B041: month × area × contact, and a number. «Alene»: there is no other column, and no row a visit."""

    app_role_may = COLUMNS_ONLY

    pk = models.CompositePrimaryKey("month", "area_id", "contact")
    month = models.DateField("måned")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="område")
    contact = models.BooleanField("kontakt opnået")

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.month:%Y-%m}"

    @classmethod
    def add(cls, month: date, area: Area, *, contact: bool, count: int) -> None:
        table = connection.ops.quote_name(cls._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} AS c (month, area_id, contact, count) VALUES (%s, %s, %s, %s)"  # noqa: S608 - the name of our own table
                " ON CONFLICT (month, area_id, contact) DO UPDATE SET count = c.count + excluded.count",
                [month, area.pk, contact, count],
            )


class VisitCount(CounterModel):
    """How many visits were noted. It only ever grows."""

    count = models.PositiveIntegerField("antal")

    objects = VisitCountQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "besøgstal", "besøgstal"
        permissions = [
            ("view_statistics", "Kan se besøgsstatistik"),
            ("correct_statistics", "Kan rette besøgsstatistik"),
            ("close_statistics", "Kan lukke måneder i besøgsstatistikken"),
        ]
        constraints = [models.CheckConstraint(name="visit_count_first_of_month", condition=Q(month__day=1))]


class VisitCorrection(CounterModel):
    """What is to be added to a count because a visit was counted wrongly: the list it stood on is gone.

    Who corrected is in the application's log, with the month and nothing more: here there is no author (B038).
    """

    count = models.IntegerField("antal")

    class Meta:
        verbose_name, verbose_name_plural = "rettelse af besøgstal", "rettelser af besøgstal"
        constraints = [models.CheckConstraint(name="visit_correction_first_of_month", condition=Q(month__day=1))]


class StatisticsMonthQuerySet(models.QuerySet):
    def open_before(self, day: date) -> list[date]:
        """The months that could be closed before ``day`` and are not, from the first that has a count; oldest first.

        A month without any visit is one of them: it is closed too, so that a year can be whole.
        """
        first = VisitCount.objects.aggregate(first=models.Min("month"))["first"]
        closed = set(self.values_list("month", flat=True))
        months = []
        while first and self.model.first_closing_day(first) < day:
            months += [first] if first not in closed else []
            first = add_months(first, 1)
        return months


class StatisticsMonth(models.Model):
    """A closed month: it is counted in no more, and may be told outside the unit as its own threshold says.

    The threshold is kept here, so that a new setting never tells an old month anew (see ``suppression``).
    """

    app_role_may = APPEND_ONLY

    month = models.DateField("måned", primary_key=True)
    threshold = models.PositiveSmallIntegerField("mindste tal, der må udleveres")
    closed_on = models.DateField("lukket", default=timezone.localdate, editable=False)
    closed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="lukket af")

    objects = StatisticsMonthQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "lukket måned", "lukkede måneder"
        ordering = ["-month"]
        constraints = [
            models.CheckConstraint(name="closed_first_of_month", condition=Q(month__day=1)),
            models.CheckConstraint(name="closed_threshold", condition=Q(threshold__gte=LEAST_THRESHOLD)),
        ]

    def __str__(self):
        return month_label(self.month)

    @staticmethod
    def first_closing_day(month: date) -> date:
        """From this day on no new list brings visits of the month: one of the 1st may, of the evening before."""
        return add_months(month, 1) + timedelta(days=1)


def month_label(month: date) -> str:
    """«oktober 2026»"""
    return f"{month_name(month.month)} {month.year}"

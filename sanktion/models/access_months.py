"""The months of the access log that are gone (safety: «Monthly partitions», and for how long is the municipality's)."""

from datetime import date

from django.db import connection, models

from sanktion.base.privileges import READ_ONLY

# As in the database, which is asked. A year's control looks at the whole year, and it is made in the next.
LEAST_MONTHS = 24


class DroppedAccessMonthQuerySet(models.QuerySet):
    def drop_older_than(self, months: int) -> int:
        """How many months went. IntegrityError with the database's own sentence when the log doesn't fit its seals."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT sanktion_drop_access_months(%s)", [months])
            return cursor.fetchone()[0]

    def broken(self) -> list[date]:
        """The months whose record no longer fits the others, or the seals."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT sanktion_broken_access_months()")
            return [month for (month,) in cursor.fetchall()]


class DroppedAccessMonth(models.Model):
    """A month's rows were destroyed. Written by the database alone, in the act; each holds the hash of the one before.

    ``remainders``: what is left of the seals that reach into a later month, as {number: {"rows", "digest"}}.
    """

    app_role_may = READ_ONLY
    app_role_calls = ("sanktion_drop_access_months(integer)",)

    month = models.DateField("måned", unique=True, editable=False)
    rows = models.PositiveIntegerField("opslag", editable=False)
    first_seal = models.PositiveIntegerField("første segl", null=True, editable=False)
    last_seal = models.PositiveIntegerField("sidste segl", null=True, editable=False)
    kept_months = models.PositiveSmallIntegerField("gemt i måneder", editable=False)
    remainders = models.JSONField(default=dict, editable=False)
    dropped_at = models.DateTimeField("destrueret", editable=False)
    previous_hash = models.CharField(max_length=64, editable=False)
    hash = models.CharField("kontrolsum", max_length=64, editable=False)

    objects = DroppedAccessMonthQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "destrueret måned", "destruerede måneder"
        ordering = ["month"]

    def __str__(self):
        return f"Opslag i {self.month:%m-%Y}"

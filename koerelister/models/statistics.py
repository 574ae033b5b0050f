from datetime import date

from django.db import connection, models
from django.db.models import Q

from koerelister.models.area import Area


class VisitCountQuerySet(models.QuerySet):
    def add_one(self, day: date, area: Area, *, contact: bool) -> None:
        """Count one visit (B033-B036), in the transaction that notes it in the case."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO koerelister_visitcount AS c (month, area_id, contact, count) VALUES (%s, %s, %s, 1)"
                " ON CONFLICT (month, area_id, contact) DO UPDATE SET count = c.count + 1",
                [day.replace(day=1), area.pk, contact],
            )


class VisitCount(models.Model):
    """B037-B041: month × area × contact, and a number. «Alene»: there is no other column, and no row a visit."""

    app_role_may = "SELECT, INSERT, UPDATE"

    pk = models.CompositePrimaryKey("month", "area_id", "contact")
    month = models.DateField("måned")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="område")
    contact = models.BooleanField("kontakt opnået")
    count = models.PositiveIntegerField("antal")

    objects = VisitCountQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "besøgstal", "besøgstal"
        permissions = [("view_statistics", "Kan se besøgsstatistik")]
        constraints = [models.CheckConstraint(name="visit_count_first_of_month", condition=Q(month__day=1))]

    def __str__(self):
        return f"{self.month:%Y-%m}"

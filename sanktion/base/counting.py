"""Several counts in one query, each of them stopping at a cap: a queue needs «1.000+», not the exact number."""

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, ExpressionWrapper, IntegerField, Q, QuerySet, Subquery

CAP = 1000


class CountOf(Subquery):
    """The number of rows in a queryset, as a column; at most ``cap`` + 1 rows are read."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()
    # Of a queryset that can hold nothing Django asks the database nothing: that is 0 rows, not NULL.
    empty_result_set_value = 0

    def __init__(self, queryset: QuerySet, cap: int = CAP):
        super().__init__(queryset.order_by().values("pk")[: cap + 1])


class TallyOf(Subquery):
    """How many rows of a queryset meet each of the conditions, as an array in their order. The rows are read once, and
    all of them: for what is few however much is stored."""

    template = "(SELECT ARRAY[%(counts)s] FROM (%(subquery)s) AS counted)"
    output_field = ArrayField(IntegerField())

    def __init__(self, queryset: QuerySet, conditions: list[Q]):
        meets = {f"meets_{n}": ExpressionWrapper(asked, BooleanField()) for n, asked in enumerate(conditions)}
        counts = ", ".join(f"count(*) FILTER (WHERE {name})" for name in meets)
        super().__init__(queryset.order_by().values(**meets), counts=counts)


def shown(count: int, cap: int = CAP) -> str:
    """«86», or «1.000+» when the counting stopped."""
    return f"{cap:,}+".replace(",", ".") if count > cap else f"{count:,}".replace(",", ".")

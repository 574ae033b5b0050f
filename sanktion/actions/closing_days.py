from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from sanktion.actions.administration import note_change
from sanktion.base.danish import long_date
from sanktion.base.deadlines import is_working_day
from sanktion.models import ClosingDay, User

SUBJECT = "closing_days"
CLOSED = "lukket"
GONE = (
    "En dag, der er gået, kan hverken gøres til lukkedag eller ophøre med at være det: der er regnet frister efter den."
)
REMOVED = "Lukkedagen er allerede fjernet."
NONE_OPEN = "Alle dagene er weekend, helligdage eller lukkedage i forvejen."


@transaction.atomic
def add_closing_days(first: date, last: date, name: str, *, by: User) -> list[ClosingDay]:
    """Each working day from ``first`` to ``last``, both counted, that isn't a closing day already.

    Raises ValidationError when there is none, and for a day that has gone.
    """
    _refuse_gone(first)
    with connection.cursor() as cursor:
        # A second press waits, and is told that the days are closed already.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [SUBJECT])
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    open_days = [day for day in days if is_working_day(day)]
    known = set(ClosingDay.objects.standing().filter(day__in=open_days).values_list("day", flat=True))
    made = [ClosingDay(day=day, name=name, made_by=by) for day in open_days if day not in known]
    if not made:
        raise ValidationError(NONE_OPEN)
    ClosingDay.objects.bulk_create(made)
    for one in made:
        note_change(SUBJECT, str(one), after=CLOSED, by=by)
    return made


@transaction.atomic
def remove_closing_day(closing_day: ClosingDay, *, by: User) -> None:
    """It counts for letters sent while it stood. Raises ValidationError when it has gone, or is removed already."""
    _refuse_gone(closing_day.day)
    standing = ClosingDay.objects.standing().filter(pk=closing_day.pk)
    if not standing.update(removed_at=timezone.now(), removed_by=by):
        raise ValidationError(REMOVED)
    note_change(SUBJECT, str(closing_day), before=CLOSED, by=by)


def _refuse_gone(day: date) -> None:
    if day < timezone.localdate():
        raise ValidationError(f"{long_date(day)} er gået. {GONE}")

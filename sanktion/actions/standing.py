"""What a citizen is held to be: a new period, a correction, one taken out. What was registered stays in the history."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from sanktion.base.danish import long_date
from sanktion.models import Citizen, JobSeekerPeriod, MatchCategory, TargetGroupPeriod, User

Period = MatchCategory | TargetGroupPeriod | JobSeekerPeriod

EXCLUSION_VIOLATION = "23P01"
SUPERSEDED = "Afløst af en ny periode"
ASSESSED = "match_category_assessed"
NOT_ASSESSED = "Matchkategori 4 og 5 kræver en begrundelse og en, der har vurderet det."
BACKWARDS = "Perioden slutter, før den begynder."


def open_period(
    model: type[Period], citizen: Citizen, *, since: date, until: date | None = None, values: dict, by: User
) -> Period:
    """From ``since``, the last day ``until`` included. A running period ends the day before. Asked twice, it is one.

    Raises ValidationError with a sentence when the database refuses: two of a kind never hold on the same day.
    """
    wanted = model(citizen=citizen, period=_period(since, until), **values)
    wanted._change_reason = "Registreret"
    try:
        with transaction.atomic():
            Citizen.objects.select_for_update(of=("self",)).get(pk=citizen.pk)
            if existing := model.objects.filter(citizen=citizen, period=wanted.period, **values).first():
                return existing
            _end_running(model, citizen, before=since)
            wanted.save()
    except IntegrityError as error:
        raise _refusal(error, wanted) from error
    return wanted


def correct_period(row: Period, *, since: date, until: date | None = None, values: dict, why: str, by: User) -> None:
    """Put a wrong period right. Raises ValidationError as ``open_period`` does."""
    row = _reread(row)
    row.period = _period(since, until)
    for name, value in values.items():
        setattr(row, name, value)
    row._change_reason = why
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise _refusal(error, row) from error


@transaction.atomic
def withdraw_period(row: Period, *, why: str, by: User) -> None:
    """Take out what should never have been registered; the history keeps it with the reason."""
    row = _reread(row)
    row._change_reason = why
    row.delete()


def described(row: Period) -> str:
    """«Matchkategori 3, 1. marts 2026 – 31. maj 2026»."""
    first, end = row.period.lower, row.period.upper
    start = long_date(first) if first else "før registreringen"
    return f"{row}, {start} – {long_date(end - timedelta(days=1))}" if end else f"{row}, fra {start}"


def _period(since: date, until: date | None) -> DateRange:
    if until and until < since:
        raise ValidationError(BACKWARDS)
    return DateRange(since, until + timedelta(days=1) if until else None)


def _end_running(model: type[Period], citizen: Citizen, *, before: date) -> None:
    running = model.objects.filter(citizen=citizen, period__upper_inf=True, period__startswith__lt=before).first()
    if running:
        running.period = DateRange(running.period.lower, before)
        running._change_reason = SUPERSEDED
        running.save()


def _reread(row: Period) -> Period:
    return type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)


def _refusal(error: IntegrityError, wanted: Period) -> ValidationError:
    """The sentence for what the database refused. Any other broken rule is a fault and goes on as one."""
    diagnosis = error.__cause__.diag
    if diagnosis.constraint_name == ASSESSED:
        return ValidationError(NOT_ASSESSED)
    if diagnosis.sqlstate != EXCLUSION_VIOLATION:
        raise error
    others = type(wanted).objects.filter(citizen=wanted.citizen_id, period__overlap=wanted.period)
    other = others.exclude(pk=wanted.pk).order_by("period").first()
    which = f"«{described(other)}»" if other else "en anden periode"
    return ValidationError(
        f"Perioden overlapper {which}. To kan ikke gælde samme dag: ret den ene, eller vælg andre datoer."
    )

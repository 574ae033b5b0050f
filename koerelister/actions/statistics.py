"""Months close, and counts are put right. The database refuses what these refuse, whatever they think."""

import logging
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from koerelister.models import Area, StatisticsMonth, VisitCorrection, month_label
from koerelister.statistics.exact import waits_for
from koerelister.statistics.suppression import LEAST_THRESHOLD
from sanktion.base.refusal import refusal
from sanktion.models import User

logger = logging.getLogger(__name__)


def close_month(month: date, *, by: User) -> StatisticsMonth:
    """From now on the month never changes and may be told. Raises ValidationError when it can't be closed."""
    if StatisticsMonth.objects.filter(month=month).exists():
        raise ValidationError(f"{month_label(month).capitalize()} er allerede lukket.")
    if reason := waits_for(month):
        raise ValidationError(f"{month_label(month).capitalize()} kan ikke lukkes endnu. {reason}")
    threshold = max(settings.SANKTION_SMALL_CELL, LEAST_THRESHOLD)
    try:
        with transaction.atomic():
            return StatisticsMonth.objects.create(month=month, threshold=threshold, closed_by=by)
    except IntegrityError as error:
        if StatisticsMonth.objects.filter(month=month).exists():
            raise ValidationError(f"{month_label(month).capitalize()} er allerede lukket.") from error
        raise ValidationError(refusal(error)) from error


def correct_count(month: date, *, wrong: tuple[Area, bool], right: tuple[Area, bool] | None, by: User) -> None:
    """Move one visit from where it was counted to where it belongs; without ``right`` it should not be counted at all.

    Each is (area, contact). Raises ValidationError when no visit is counted there, or the month is closed.
    """
    try:
        with transaction.atomic():
            VisitCorrection.add(month, wrong[0], contact=wrong[1], count=-1)
            if right:
                VisitCorrection.add(month, right[0], contact=right[1], count=1)
    except IntegrityError as error:
        raise ValidationError(refusal(error)) from error
    # Neither area nor direction: with the time of the line they would tell of a visit (B038).
    _note(f"statistics.correct by={by.pk} month={month:%Y-%m}")


def note_export(year: int, file_format: str, *, by: User) -> None:
    _note(f"statistics.export by={by.pk} year={year} format={file_format}")


def _note(line: str) -> None:
    # On commit: a change that is rolled back has not happened.
    transaction.on_commit(lambda: logger.info(line))

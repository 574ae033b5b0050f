"""Months of the access log whose time has passed are destroyed; the seals, and a line of each month, stay."""

import logging

from django.conf import settings
from django.db import IntegrityError, OperationalError

from sanktion.actions import access_ledger, access_seals
from sanktion.base.acting import system
from sanktion.base.refusal import refusal
from sanktion.models import DroppedAccessMonth

logger = logging.getLogger(__name__)
REASON = "Opslagsloggens gamle måneder destrueres"


def drop_months() -> int:
    """Safe to run twice. Nothing goes when the municipality has set no time, or anything of the log doesn't fit."""
    months = settings.SANKTION_ACCESS_LOG_MONTHS
    return _drop(months) if months else 0


def _drop(months: int) -> int:
    access_seals.seal()
    try:
        with system(REASON):
            if access_ledger.faults() or access_ledger.month_faults():
                logger.error("No month of the access log is dropped: the ledger differs from the database.")
                return 0
            dropped = DroppedAccessMonth.objects.drop_older_than(months)
    except OperationalError as error:
        # Somebody has just written in the log and is not done.
        logger.warning("The access log's old months wait: %s", type(error).__name__)
        return 0
    except IntegrityError as error:
        logger.error("No month of the access log is dropped: %s", refusal(error))
        return 0
    access_seals.tell_ledger()
    return dropped

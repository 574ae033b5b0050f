"""Whom the core tells that a decision is made. Each registers in its ``apps.py:ready()``; the core knows none."""

import logging
from collections.abc import Callable

from django.db import transaction

from sanktion.models import Decision

logger = logging.getLogger(__name__)

_told: list[Callable[[Decision], None]] = []


def register_decided(act: Callable[[Decision], None]) -> None:
    """``act`` runs once for each decision, in the transaction that makes it: both are stored, or neither is.

    A draft, a countersignature and what changes a decision after a complaint are no decision of their own.
    """
    _told.append(act)


def tell_decided(decision: Decision) -> None:
    """A decision never fails because somebody was told of it, and never looks different for it."""
    for act in _told:
        try:
            with transaction.atomic():
                act(decision)
        except Exception as error:
            # Only the kind of error: its words may hold what was counted.
            logger.error("An act at the decision failed: %s", type(error).__name__)

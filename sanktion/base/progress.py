"""How far a long piece of work is: seen while its one transaction runs, so it can't be kept in the database."""

import logging

from django.core.cache import cache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
KEPT_SECONDS = 60 * 60


def show(work: str, pk: int, percent: int) -> None:
    """Keep a number. A missing cache must not stop the work."""
    try:
        cache.set(_key(work, pk), percent, KEPT_SECONDS)
    except RedisError:
        logger.warning("Fremdriften for %s %s kan ikke vises: cachen svarer ikke", work, pk)


def percent_of(work: str, pk: int) -> int:
    try:
        return cache.get(_key(work, pk), 0)
    except RedisError:
        return 0


def teller(work: str, pk: int):
    """``tell(done, total)`` for the work to call; 100 per cent is left to the one who sees the result stored."""
    shown = 0

    def tell(done: int, total: int) -> None:
        nonlocal shown
        percent = min(99, 100 * done // total)
        if percent > shown:
            shown = percent
            show(work, pk, percent)

    return tell


def _key(work: str, pk: int) -> str:
    return f"{work}-progress-{pk}"

"""How far an import is: seen while its one transaction runs, so it can't be kept in the database."""

import logging

from django.core.cache import cache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
KEPT_SECONDS = 60 * 60


def show(batch_id: int, percent: int) -> None:
    """Keep a number. A missing cache must not stop the import."""
    try:
        cache.set(_key(batch_id), percent, KEPT_SECONDS)
    except RedisError:
        logger.warning("Fremdriften for indlæsning %s kan ikke vises: cachen svarer ikke", batch_id)


def percent_of(batch_id: int) -> int:
    try:
        return cache.get(_key(batch_id), 0)
    except RedisError:
        return 0


def _key(batch_id: int) -> str:
    return f"import-progress-{batch_id}"

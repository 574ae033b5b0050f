"""With Redis away a page that sends a task still answers: PostgreSQL knows what is to be done."""

from time import monotonic

import pytest
from django.core.cache.backends.redis import RedisCache
from kombu import Connection
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from sanktion.config.settings import base

NOBODY_LISTENS = "redis://127.0.0.1:1/0"
PATIENCE = 1.5  # seconds


def test_the_broker_is_given_up_at_once():
    connection = Connection(NOBODY_LISTENS, transport_options=base.CELERY_BROKER_TRANSPORT_OPTIONS, connect_timeout=4)
    start = monotonic()
    with pytest.raises(OperationalError):
        connection.default_channel  # noqa: B018 (asking for it connects)
    assert monotonic() - start < PATIENCE


def test_so_is_the_cache():
    cache = RedisCache(NOBODY_LISTENS, base.CACHES["default"])
    start = monotonic()
    with pytest.raises(RedisError):
        cache.set("progress", 1)
    assert monotonic() - start < PATIENCE

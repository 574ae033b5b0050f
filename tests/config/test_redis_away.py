"""With Redis away a page that sends a task still answers: PostgreSQL knows what is to be done."""

from time import monotonic

import pytest
from django.core.cache.backends.redis import RedisCache
from django.db import transaction
from kombu import Connection
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from sanktion.base.wake import wake
from sanktion.config.settings import base
from sanktion.tasks import run_import

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


def test_a_call_that_cannot_be_sent_is_no_fault_of_the_page(own_database, monkeypatch, caplog):
    def unreachable(*args, **options):
        raise OperationalError("nobody listens")

    monkeypatch.setattr(run_import, "apply_async", unreachable)
    done = []
    with transaction.atomic():
        wake("sanktion.tasks.run_import", [(1,), (2,)])
        transaction.on_commit(lambda: done.append("the next"))
    assert done == ["the next"]
    assert "nobody listens" in caplog.text

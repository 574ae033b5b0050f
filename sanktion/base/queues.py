"""How long the oldest call has waited in each of Celery's queues: as Redis holds them, a list with the oldest last."""

import json
import time

import redis
from celery import current_app
from django.conf import settings

from sanktion.base.heartbeat import PATIENCE

SENT_AT = "sent_at"


def stamp(headers: dict) -> None:
    """Note when a call is sent; Celery itself does not."""
    headers[SENT_AT] = time.time()


def names() -> list[str]:
    return sorted(current_app.amqp.queues)


def lengths() -> dict[str, int]:
    with _client() as client:
        return {name: client.llen(name) for name in names()}


def ages() -> dict[str, float]:
    """Seconds by queue; 0 where nothing waits."""
    with _client() as client:
        return {name: _age(client.lindex(name, -1)) for name in names()}


def _age(message: bytes | None) -> float:
    if message is None:
        return 0
    return max(0, time.time() - json.loads(message)["headers"].get(SENT_AT, time.time()))


def _client() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, **PATIENCE)

"""A sign of life from the workers, kept in Redis where the web asks for it: it goes out by itself."""

import time

import redis
from django.conf import settings

KEY = "sanktion:worker"
KEPT_SECONDS = 60
EVERY_SECONDS = 10
PATIENCE = {"socket_connect_timeout": 1, "socket_timeout": 1}
_last: list[float] = []


def beat(**kwargs) -> None:
    """Called by a worker's own loop every other second. A Redis that is away is no concern of this."""
    if _last and time.monotonic() - _last[0] < EVERY_SECONDS:
        return
    _last[:] = [time.monotonic()]
    try:
        with redis.Redis.from_url(settings.REDIS_URL, **PATIENCE) as client:
            client.set(KEY, 1, ex=KEPT_SECONDS)
    except redis.RedisError:
        pass


def is_beating() -> bool:
    with redis.Redis.from_url(settings.REDIS_URL, **PATIENCE) as client:
        return client.get(KEY) is not None

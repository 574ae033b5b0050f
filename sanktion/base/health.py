"""Whether the process lives and whether the system can serve: yes or no, and of what part, and nothing more."""

import logging
import tempfile
from collections.abc import Callable
from pathlib import Path

import redis
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.generic import View

from sanktion.base import heartbeat

logger = logging.getLogger(__name__)
# Without these no page can be shown or nothing can be kept. Without the rest pages still answer and work waits.
NEEDED = ("database", "migrations", "storage")
_migrated: set[str] = set()


class AliveView(View):
    """The process answers. It asks nothing of anything else: a database that is away is no reason to restart us."""

    answers_first = True
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> JsonResponse:
        return JsonResponse({"alive": True})


class ReadyView(View):
    """503 when something that is needed is missing."""

    answers_first = True
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> JsonResponse:
        found = {name: _holds(name, check) for name, check in CHECKS.items()}
        ready = all(found[name] for name in NEEDED)
        return JsonResponse({"ready": ready, **found}, status=200 if ready else 503)


def _holds(name: str, check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception as error:
        logger.warning("Readiness: %s failed: %s", name, type(error).__name__)
        return False


def database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('transaction_read_only') = 'off'")
        return cursor.fetchone()[0]


def migrations_are_applied() -> bool:
    """Asked until they are: reading every migration takes longer than a probe should."""
    name = connection.settings_dict["NAME"]
    if name not in _migrated:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        _migrated.add(name)
    return True


def storage_is_writable() -> bool:
    """The folders of what is sent and of the ledger of destructions."""
    for folder in (settings.SANKTION_OUTBOX, settings.SANKTION_LEDGER):
        Path(folder).mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(4096))
            file.flush()
    return True


def redis_answers() -> bool:
    with redis.Redis.from_url(settings.REDIS_URL, **heartbeat.PATIENCE) as client:
        return client.ping()


CHECKS: dict[str, Callable[[], bool]] = {
    "database": database_answers,
    "migrations": migrations_are_applied,
    "storage": storage_is_writable,
    "redis": redis_answers,
    "worker": heartbeat.is_beating,
}

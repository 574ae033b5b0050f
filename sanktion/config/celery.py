"""The Celery app. PostgreSQL holds the truth; a task is only a wake-up call."""

import logging
import time
from contextlib import ExitStack

from celery import Celery, signals
from django.core.exceptions import ImproperlyConfigured

from sanktion.base import heartbeat, metrics, queues, tracing

# No settings of its own choice: this is imported with the package, before ``wsgi`` has chosen production's.
app = Celery("sanktion")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

TRACE = "trace"
logger = logging.getLogger("sanktion.tasks")
_running: dict[str, tuple[ExitStack, float]] = {}


@signals.setup_logging.connect
def keep_the_log_of_django(**kwargs) -> None:
    """Left to itself, Celery would write the words of exceptions."""


@signals.before_task_publish.connect
def carry_on(headers: dict, **kwargs) -> None:
    """When it was sent, and by which request."""
    queues.stamp(headers)
    if request := tracing.current().get("request"):
        headers[TRACE] = request


@signals.task_prerun.connect
def begin(task_id: str, task, **kwargs) -> None:
    block = ExitStack()
    # A task that runs at once, in the request itself, is part of it.
    block.enter_context(tracing.part_of(task.request.get(TRACE) or tracing.current().get("request")))
    _running[task_id] = (block, time.perf_counter())


@signals.task_postrun.connect
def end(task_id: str, task, state: str, **kwargs) -> None:
    block, began = _running.pop(task_id)
    with block:
        outcome = (state or "lost").lower()
        facts = {"task": task.name, "outcome": outcome, "ms": round((time.perf_counter() - began) * 1000)}
        metrics.count_task(task.name, outcome)
        logger.info("task", extra={"facts": facts})


signals.heartbeat_sent.connect(heartbeat.beat)


@signals.worker_init.connect
def count_from_the_start(**kwargs) -> None:
    metrics.start_over("worker")


@signals.worker_init.connect
def refuse_lost_keys(**kwargs) -> None:
    from django.db import connection

    from sanktion.config import checks

    try:
        checks.refuse_lost_keys()
    except ImproperlyConfigured as lost:
        # Celery goes on after any other exception of a receiver.
        raise SystemExit(str(lost)) from None
    finally:
        # Its processes make connections of their own.
        connection.close()


@signals.worker_process_init.connect
def count_in_a_place(**kwargs) -> None:
    metrics.take_place("worker")

"""Figures that only the running processes know: how long requests took, how tasks ended.

Each process counts in files of its own, which ``manage.py metrics`` adds up and tells. A process is named by its place
among its fellows, not by its number: one that takes over a place counts on in the same file, so there are never more
files than places. A process without a place counts for itself, and nobody asks.
"""

import fcntl
import os
from collections.abc import Iterator
from itertools import count
from typing import IO

from django.conf import settings
from prometheus_client import CollectorRegistry, Counter, Histogram, values

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
SECONDS = (0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
METHODS = ("GET", "POST", "HEAD")

_held: list[IO] = []
_registry = CollectorRegistry()
_requests = Histogram(
    "sanktion_request_seconds",
    "How long requests took, by the name of the address.",
    ["route", "method", "status"],
    buckets=SECONDS,
    registry=_registry,
)
_tasks = Counter("sanktion_tasks", "Tasks that ended, by name and how.", ["task", "outcome"], registry=_registry)


def observe_request(route: str, method: str, status: int, seconds: float) -> None:
    # What a stranger sends as a method must not become a row of its own.
    method = method if method in METHODS else "other"
    _requests.labels(route, method, f"{status // 100}xx").observe(seconds)


def count_task(task: str, outcome: str) -> None:
    _tasks.labels(task, outcome).inc()


def start_over(kind: str) -> None:
    """Forget what processes of the kind counted that are gone. Asked before the first of them takes a place."""
    folder = settings.SANKTION_METRICS_DIR
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in folder.glob(f"*_{kind}-*.db"):
        if lock := _hold(path.stem.partition("_")[2]):
            path.unlink(missing_ok=True)
            lock.close()


def take_place(kind: str) -> None:
    """Count in the file of the first free place from here on, for as long as the process lives; nothing may have been
    counted yet."""
    settings.SANKTION_METRICS_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    place, lock = next((place, lock) for place in _places(kind) if (lock := _hold(place)))
    _held.append(lock)
    os.environ[FOLDER] = str(settings.SANKTION_METRICS_DIR)
    values.ValueClass = values.MultiProcessValue(lambda: place)


def _places(kind: str) -> Iterator[str]:
    return (f"{kind}-{number}" for number in count())


def _hold(place: str) -> IO | None:
    """The place's lock, unless somebody has it; the kernel lets go of it however a process ends."""
    lock = (settings.SANKTION_METRICS_DIR / f"{place}.lock").open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    return lock

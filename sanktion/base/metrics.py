"""Figures that only the running processes know: how long requests took, how tasks ended.

Each process counts in files of its own, which ``manage.py metrics`` adds up and tells. A process is named by its place
among its fellows, not by its number: one that takes over a place counts on in the same file, so there are never more
files than places. A process without a place counts for itself, and nobody asks.
"""

import os
import socket
import time

from django.conf import settings
from prometheus_client import CollectorRegistry, Counter, Histogram, values

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
FORGOTTEN_SECONDS = 7 * 24 * 60 * 60
SECONDS = (0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
METHODS = ("GET", "POST", "HEAD")

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
    """Forget what this machine's processes of the kind counted before, and those long gone. Before the first place."""
    folder = settings.SANKTION_METRICS_DIR
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in folder.glob("*.db"):
        ours = path.stem.partition("_")[2].startswith(_name(kind, ""))
        if ours or path.stat().st_mtime < time.time() - FORGOTTEN_SECONDS:
            path.unlink(missing_ok=True)


def take_place(kind: str, place: int) -> None:
    """Count in the file of this place from here on; nothing may have been counted yet."""
    os.environ[FOLDER] = str(settings.SANKTION_METRICS_DIR)
    values.ValueClass = values.MultiProcessValue(lambda: _name(kind, str(place)))


def _name(kind: str, place: str) -> str:
    return f"{socket.gethostname()}-{kind}-{place}"

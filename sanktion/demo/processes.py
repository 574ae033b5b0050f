"""The demo's cases are told by several processes: most of the time goes with letters, and each draws one at a time."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

from django.db import connections

MOST = 4  # each takes some 200 MB
T = TypeVar("T")


def share_out(act: Callable[[T], object], rows: Iterable[T]) -> None:
    """``act``, a function of a module, on each of the rows; begun in their order. Raises what one of them raised."""
    # A connection that two processes share would mix up their answers.
    connections.close_all()
    count = min(MOST, len(os.sched_getaffinity(0)))
    with ProcessPoolExecutor(count, mp_context=get_context("fork")) as pool:
        list(pool.map(act, rows))

"""Wake-up calls to the worker. PostgreSQL holds what is to be done; a call that is lost is made again by a sweeper."""

from collections.abc import Iterable

from celery import current_app
from django.db import transaction


def wake(task: str, calls: Iterable[tuple[int, ...]]) -> None:
    """Call the task once for each tuple of ids, when the transaction is stored.

    By name, for tasks lie above the code that needs them. With the broker away the page still answers: the first
    call that can't be sent ends the rest, so that it is waited for once.
    """
    kept = list(calls)

    # Not a partial: Django tells of a failed one by its __qualname__, and a partial has none.
    def send() -> None:
        _send(task, kept)

    transaction.on_commit(send, robust=True)


def _send(task: str, calls: list[tuple[int, ...]]) -> None:
    for ids in calls:
        current_app.signature(task, args=ids).delay()

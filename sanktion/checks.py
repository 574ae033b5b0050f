"""What the nightly check asks of every app: how much that was due has not been handled.

Each app registers in its ``apps.py:ready()``. An answer is a number for the whole unit and nothing else, and no check
may tell that a home was, or is to be, visited (B048).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Check:
    """``late(day)`` counts what was due before ``day`` and still is not done; ``days`` is how long it may be so.

    ``url_name`` and ``query`` are the list where it is handled, which takes ``permission`` to see.
    """

    name: str
    label: str
    late: Callable[[date], int]
    url_name: str
    permission: str
    query: str = ""
    days: int = 0


_checks: dict[str, Check] = {}


def register_check(check: Check) -> None:
    """``name`` is kept with the results of each night: never change it, never use it for something else."""
    _checks[check.name] = check


def registered_checks() -> tuple[Check, ...]:
    return tuple(_checks.values())

"""What the core asks of the app that hears the citizens, which registers itself in its ``apps.py:ready()``."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import DateTimeField, Expression, Value

from sanktion.models import Case


@dataclass(frozen=True)
class Hearings:
    """``latest(case)`` is the moment the case's latest hearing was sent, as a column; the rest are names of pages."""

    latest: Callable[[Case], Expression]
    new_url: str
    attempt_url: str


def _never(case: Case) -> Expression:
    return Value(None, DateTimeField(null=True))


_registered = [Hearings(latest=_never, new_url="case", attempt_url="case")]


def register_hearings(hearings: Hearings) -> None:
    """The last one registered is asked."""
    _registered.append(hearings)


def hearings() -> Hearings:
    return _registered[-1]

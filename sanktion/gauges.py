"""What the system tells of itself to those who watch over it: numbers for the whole unit, asked for now and then.

Each app registers in its ``apps.py:ready()``. No label and no number may tell of a person, or that a home was, or is
to be, visited (B048).
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Gauge:
    """``ask()`` gives a number, or a number by ``label``, in the unit that ends the name. It is asked as the system.

    Seldom, where the answer is dear: every ``seconds``.
    """

    name: str
    help: str
    ask: Callable[[], float | dict[str, float]]
    label: str = ""
    seconds: int = 30


_gauges: dict[str, Gauge] = {}


def register_gauge(gauge: Gauge) -> None:
    _gauges[gauge.name] = gauge


def registered_gauges() -> tuple[Gauge, ...]:
    return tuple(_gauges.values())

"""What other apps know of material that was missing when it counted (V137), shown beside «Tilsynsklar».

Each app registers in its ``apps.py:ready()``; the core knows none of them. Numbers alone: nothing of a citizen.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sanktion.models import MaterialKind


@dataclass(frozen=True)
class ReadinessNote:
    """``missing``: how many cases lacked each kind, the most frequent first; ``url`` is where it is told at length."""

    label: str
    missing: tuple[tuple[MaterialKind, int], ...]
    url: str = ""


Source = Callable[[], ReadinessNote | None]
_sources: list[Source] = []


def register_readiness_note(source: Source) -> None:
    _sources.append(source)


def readiness_notes() -> list[ReadinessNote]:
    return [note for source in _sources if (note := source()) is not None]

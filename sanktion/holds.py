"""What keeps a closed case from being destroyed.

Each app registers in its ``apps.py:ready()``; the core knows none of them. No source may tell that a home was, or is
to be, visited (B048). A source only keeps a case off the list: what must hold whatever the application thinks is a
``BEFORE DELETE`` trigger on ``sanktion_case``, which may refuse too.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q, QuerySet


@dataclass(frozen=True)
class HoldSource:
    """``cases()`` gives the held cases' ids as a query of one column."""

    name: str
    label: str
    cases: Callable[[], QuerySet]


_sources: dict[str, HoldSource] = {}


def register_hold(source: HoldSource) -> None:
    _sources[source.name] = source


def held() -> Q:
    """The condition on cases that some source holds them."""
    condition = Q(pk__in=[])
    for source in _sources.values():
        condition |= Q(pk__in=source.cases())
    return condition


def holds_of(case_ids: list[int]) -> dict[int, list[str]]:
    """Why, by case, in the order the sources were registered. One query a source."""
    found: dict[int, list[str]] = {}
    for source in _sources.values():
        column = source.cases()
        name = column.query.values_select[0]
        for pk in column.filter(**{f"{name}__in": case_ids}).values_list(name, flat=True).distinct():
            found.setdefault(pk, []).append(source.label)
    return found

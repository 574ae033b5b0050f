"""What other apps show on the case page. Each app registers in its ``apps.py:ready()``; the core knows none of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from django.db.models import Exists

from sanktion.base.addresses import of_case
from sanktion.models import Case, CaseStatus, User

Context = dict[str, Any]


@dataclass(frozen=True)
class Panel:
    """``context(case, user)`` gives the template's variables, or None when there is nothing to show. ``exists(case)``
    is asked in the page's own query: of a case that has no such thing ``context`` is not asked at all."""

    slot: str
    template: str
    context: Callable[[Case, User], Context | None]
    order: int = 50
    exists: Callable[[Case], Exists] | None = None


SLOTS = ("next_step", "deadlines", "side")
EMPTY: Mapping[str, Any] = MappingProxyType({})
_panels: list[Panel] = []


def register(panel: Panel) -> None:
    if panel.slot not in SLOTS:
        raise ValueError(f"Unknown slot {panel.slot!r}; use one of {SLOTS}")
    _panels.append(panel)


def panel_columns(case: Case) -> dict[str, Exists]:
    """For the query of the page's head: whether there is anything to show."""
    return {_column(panel): panel.exists(case) for panel in _panels if panel.exists}


def _column(panel: Panel) -> str:
    return f"panel_{_panels.index(panel)}"


def panels_for(case: Case, user: User, known: Mapping[str, Any] = EMPTY) -> dict[str, list[Context]]:
    """The panels to show, by slot, each as ``{"template": ..., **context}``; ``known`` holds ``panel_columns``."""
    shown: dict[str, list[Context]] = {slot: [] for slot in SLOTS}
    for panel in sorted(_panels, key=lambda panel: panel.order):
        context = panel.context(case, user) if known.get(_column(panel), True) else None
        if context is not None:
            shown[panel.slot].append({"template": panel.template, **context})
    return shown


_first_steps: list[str] = []


def register_first_step(url_name: str) -> None:
    """The page of the first step in a new case; its address takes the case number."""
    _first_steps.append(url_name)


def first_step_url(case: Case) -> str:
    """Where the work goes on when a case has just been opened: on the case itself when no app has a first step."""
    return of_case(_first_steps[0] if _first_steps else "case", case.number)


ADMINISTRATION = "administration"


@dataclass(frozen=True)
class NavItem:
    """An entry of the main menu, shown to those who hold ``permission``; ``prefix`` marks it as current."""

    url_name: str
    label: str
    permission: str
    prefix: str | tuple[str, ...]
    order: int = 50
    # The entry it lies below for those who have that one too: their menu is shorter, and that entry is the current one.
    under: str = ""
    # The prefixes of the entries that lie below this one for this user.
    below: tuple[str, ...] = ()

    @property
    def prefixes(self) -> tuple[str, ...]:
        return ((self.prefix,) if isinstance(self.prefix, str) else self.prefix) + self.below


_nav: list[NavItem] = []


def register_nav(item: NavItem) -> None:
    _nav.append(item)


def nav_for(user: User) -> list[NavItem]:
    held = [item for item in sorted(_nav, key=lambda item: item.order) if user.has_perm(item.permission)]
    names = {item.url_name for item in held}
    return [_with_those_below(item, held) for item in held if item.under not in names]


def _with_those_below(item: NavItem, held: list[NavItem]) -> NavItem:
    below = tuple(prefix for other in held if other.under == item.url_name for prefix in other.prefixes)
    return replace(item, below=below) if below else item


@dataclass(frozen=True)
class BulkAct:
    """One act on many rows of a list: new events, and cases of ``status``.

    The list posts ``valg``: «valgte» with the events' ids as ``valgt``, «side» with them as ``paa_siden``, or «alle»
    with the name of the list as ``liste`` and the queue's filter as ``filter``.
    """

    url_name: str
    earlier_url_name: str
    label: str
    permission: str
    status: CaseStatus


_bulk_acts: list[BulkAct] = []


def register_bulk(act: BulkAct) -> None:
    _bulk_acts.append(act)


def bulk_act_for(user: User) -> BulkAct | None:
    """The one the user may do."""
    return next((act for act in _bulk_acts if user.has_perm(act.permission)), None)

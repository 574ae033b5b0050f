"""The parts of a supervision's page and the cards of its overview, each shown to those who hold its right."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from sanktion.models import User
from tilsyn.models import Supervision


@dataclass(frozen=True)
class Tab:
    """``url_name`` takes the supervision's number. ``is_shown(supervision)`` leaves it out where it means nothing."""

    url_name: str
    label: str
    permission: str
    order: int
    is_shown: Callable[[Supervision], bool] = lambda supervision: True


@dataclass(frozen=True)
class Section:
    """A page beside the list of supervisions."""

    url_name: str
    label: str
    permission: str
    order: int


@dataclass(frozen=True)
class Card:
    """One card of the overview: ``context(supervision, user)`` gives the template's variables, or None for no card."""

    template: str
    context: Callable[[Supervision, User], dict[str, Any] | None]
    order: int = 50


_tabs: list[Tab] = []
_cards: list[Card] = []
_sections: list[Section] = []


def register_tab(tab: Tab) -> None:
    _tabs.append(tab)


def register_card(card: Card) -> None:
    _cards.append(card)


def register_section(section: Section) -> None:
    _sections.append(section)


def sections_for(user: User, current: str) -> list[dict[str, Any]]:
    """For ``components/subnav.html``; ``current`` is the address's name."""
    shown = [each for each in sorted(_sections, key=lambda each: each.order) if user.has_perm(each.permission)]
    return [{"url": reverse(each.url_name), "label": each.label, "current": each.url_name == current} for each in shown]


def tabs_for(supervision: Supervision, user: User, current: str) -> list[dict[str, Any]]:
    """For ``components/subnav.html``; ``current`` is the address's name."""
    shown = [tab for tab in sorted(_tabs, key=lambda tab: tab.order) if tab.is_shown(supervision)]
    return [
        {
            "url": reverse(tab.url_name, args=[supervision.number]),
            "label": tab.label,
            "current": tab.url_name == current,
        }
        for tab in shown
        if user.has_perm(tab.permission)
    ]


def cards_for(supervision: Supervision, user: User) -> list[dict[str, Any]]:
    """Each as ``{"template": ..., **context}``."""
    found = []
    for card in sorted(_cards, key=lambda card: card.order):
        context = card.context(supervision, user)
        if context is not None:
            found.append({"template": card.template, **context})
    return found

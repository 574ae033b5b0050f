"""Every address of the system, and how to make an object of a given team for it.

A new address must be entered in ``makers.py`` or ``supervision.py`` (something a team owns) or in ``not_of_a_team.py``
(with the reason); ``test_urls.py`` fails until it is.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from .makers import CORE_MAKERS, of_case
from .supervision import SUPERVISION_MAKERS
from .world import Maker

MAKERS: dict[str, Maker] = CORE_MAKERS | SUPERVISION_MAKERS

# What has a form of its own; everything else is a number.
NOBODYS = {"supervision": "2099-999", "held": "journal"}


@dataclass(frozen=True)
class Address:
    name: str
    arguments: frozenset[str]
    callback: Callable

    @property
    def maker(self) -> Maker | None:
        """What is under a case's number needs no entry of its own."""
        return MAKERS.get(self.name) or (of_case if self.arguments == {"number"} else None)

    @property
    def rights(self) -> tuple[str, ...]:
        wanted = getattr(getattr(self.callback, "view_class", None), "permission_required", ()) or ()
        return (wanted,) if isinstance(wanted, str) else tuple(wanted)

    def nobodys(self, **known) -> dict:
        """Arguments that the address takes and that belong to nothing."""
        return {name: (NOBODYS | known).get(name, 1) for name in self.arguments}

    def takes(self, method: str) -> bool:
        view = getattr(self.callback, "view_class", None)
        return view is None or (method in view.http_method_names and hasattr(view, method))

    def url(self, arguments: dict) -> str:
        return reverse(self.name, kwargs=arguments)


def addresses() -> list[Address]:
    return sorted(_walk(get_resolver()), key=lambda address: address.name or "")


def _walk(resolver: URLResolver) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield Address(entry.name, frozenset(entry.pattern.converters), entry.callback)
        else:
            yield from _walk(entry)

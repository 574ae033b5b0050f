"""What a line of the log is part of: the request, or the request that woke the task, by a number of its own.

The number is random and leads to nothing: it joins the lines of one request. Who acts stands by number too.
"""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from django.apps import apps

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.urls import ResolverMatch

_current: ContextVar[dict[str, str | int] | None] = ContextVar("trace", default=None)
ID_FORM = re.compile(r"[0-9a-f]{16}")
NO_ROUTE = "-"


def new_id() -> str:
    return secrets.token_hex(8)


@contextmanager
def part_of(request_id: str | None = None) -> Iterator[str]:
    """Lines written in the block carry the id; a new one, unless it is one of ours."""
    known = request_id if request_id and ID_FORM.fullmatch(request_id) else new_id()
    token = _current.set({"request": known})
    try:
        yield known
    finally:
        _current.reset(token)


def note_user(user_id: int) -> None:
    """Who acts in the rest of the block."""
    if (known := _current.get()) is not None:
        known["user"] = user_id


def current() -> dict[str, str | int]:
    return dict(_current.get() or {})


def route_of(request: "HttpRequest") -> str:
    """The name of the address, never the path: a path holds the numbers of cases."""
    match = getattr(request, "resolver_match", None)
    return name_of(match) if match else NO_ROUTE


def name_of(match: "ResolverMatch") -> str:
    """An app whose rows are destroyed has one name for all its pages, the one its other lasting traces have: else the
    log would say, for good, when somebody stood at a door (B047, B048)."""
    view = getattr(match.func, "view_class", match.func)
    config = apps.get_containing_app_config(view.__module__)
    return getattr(config, "traced_as", "") or getattr(view, "access_page", "") or match.view_name or NO_ROUTE

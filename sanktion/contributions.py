"""What other apps add to the core's own papers. Each registers in its ``apps.py:ready()``; the core knows none."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sanktion.models import Citizen, User


@dataclass(frozen=True)
class TextBlock:
    """A text for answers to inquiries, made when it is asked for. It must concern no person."""

    key: str
    title: str
    permission: str
    make: Callable[[], str]


@dataclass(frozen=True)
class Holding:
    """What an app holds about a citizen beside the case: (label, value) pairs for the citizen's own export."""

    title: str
    rows: Callable[[Citizen], Iterable[tuple[str, str]]]


_blocks: list[TextBlock] = []
_holdings: list[Holding] = []


def register_block(block: TextBlock) -> None:
    _blocks.append(block)


def blocks_for(user: User) -> list[TextBlock]:
    return [block for block in _blocks if user.has_perm(block.permission)]


def register_holding(holding: Holding) -> None:
    _holdings.append(holding)


def holdings_of(citizen: Citizen) -> list[tuple[str, list[tuple[str, str]]]]:
    """(title, rows) of every app that holds something."""
    found = [(holding.title, list(holding.rows(citizen))) for holding in _holdings]
    return [(title, rows) for title, rows in found if rows]

"""What the core shows of this app, and the tabs and cards of a supervision's own page."""

from typing import Any

from sanktion.models import User
from sanktion.panels import NavItem, register_nav
from tilsyn.board import board_of
from tilsyn.models import Supervision
from tilsyn.tabs import Card, Tab, register_card, register_tab


def register_all() -> None:
    register_nav(NavItem("supervisions", "Tilsyn", "tilsyn.view_supervision", "/tilsyn/", order=46))
    register_tab(Tab("supervision", "Overblik", "tilsyn.view_supervision", order=10))
    register_tab(Tab("supervision_cases", "Sager", "sanktion.view_case", order=20))
    rooms = "tilsyn.handle_supervision"
    register_tab(Tab("reading_room", "Læserum", rooms, order=60, is_shown=lambda supervision: supervision.is_visit))
    register_nav(NavItem("reader_rooms", "Læserum", "tilsyn.read_in_room", "/laeserum/", order=5))
    register_card(Card("tilsyn/board/card.html", board_card, order=20))


def board_card(supervision: Supervision, user: User) -> dict[str, Any] | None:
    """How far the material is; nothing for who sees no cases at all."""
    if not user.has_perm("sanktion.view_case"):
        return None
    board = board_of(supervision, user=user)
    return {"board": board} if board.rows or board.outside else None

"""What the core shows of this app, and the tabs and cards of a supervision's own page."""

from typing import Any

from sanktion.models import User
from sanktion.panels import NavItem, register_nav
from tilsyn.tabs import Section, Tab, register_section, register_tab
from tilsyn.request_cards import register_request_cards
from tilsyn.tabs import Tab, register_tab
from sanktion.panels import NavItem, Panel, register, register_nav
from tilsyn.models import SupervisionForm
from tilsyn.tabs import Card, Tab, register_card, register_tab
from tilsyn.withdrawals import case_panel, waiting_card
from tilsyn.board import board_of
from tilsyn.models import Supervision
from sanktion.models import User
from sanktion.panels import NavItem, register_nav
from tilsyn.models import Dispatch, Supervision
from tilsyn.tabs import Card, Tab, register_card, register_tab


def register_all() -> None:
    register_nav(NavItem("supervisions", "Tilsyn", "tilsyn.view_supervision", "/tilsyn/", order=46))
    register_section(Section("supervisions", "Anmodninger", "tilsyn.view_supervision", order=10))
    register_section(Section("supervision_trend", "Over tid", "tilsyn.view_results", order=30))
    authority = ("directorates", "Tilsynsmyndighed", "tilsyn.add_directorate", "/tilsynsmyndighed/")
    register_nav(NavItem(*authority, order=77))
    register_request_cards()
    register_nav(NavItem("checklist", "Tjekliste", "tilsyn.add_checklistversion", "/tilsyn/tjekliste/", order=48))
    register_tab(Tab("supervision", "Overblik", "tilsyn.view_supervision", order=10))
    register_tab(Tab("supervision_eligibility", "Omfattet", "sanktion.view_case", order=20))
    register_tab(
        Tab(
            "survey_answers",
            "Svar",
            "tilsyn.handle_supervision",
            order=60,
            is_shown=lambda supervision: supervision.form == SupervisionForm.SPOT_SURVEY,
        )
    )
    register_card(Card("tilsyn/eligibility/card.html", waiting_card, order=20))
    register(Panel("side", "tilsyn/eligibility/case_panel.html", case_panel, order=60))
    register_tab(Tab("selection", "Udvælgelse", "tilsyn.handle_supervision", order=20))
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
    register_tab(Tab("held_back", "Holdes tilbage", "tilsyn.view_supervision", order=40))
    register_tab(Tab("bundles", "Samling", "sanktion.view_case", order=40))
    register_tab(Tab("dispatches", "Forsendelse", "tilsyn.view_supervision", order=60))
    register_card(Card("tilsyn/dispatch/card.html", missing_receipts, order=60))


def missing_receipts(supervision: Supervision, user: User) -> dict | None:
    """V054: a dispatch nobody has written back about."""
    late = Dispatch.objects.without_receipt().filter(supervision=supervision)
    return {"late": late} if late.exists() else None

"""What the core shows of this app, and the tabs and cards of a supervision's own page."""

from typing import Any

from sanktion.models import User
from sanktion.models.texts import register_letter
from sanktion.panels import ADMINISTRATION, NavItem, Panel, register, register_nav
from tilsyn.actions.delays import DELAY_LETTER
from tilsyn.board import board_of
from tilsyn.letters import dispatch as dispatch_letters
from tilsyn.letters.withdrawal import WITHDRAWAL_LETTER
from tilsyn.models import Dispatch, Supervision, SupervisionForm
from tilsyn.shown import after, material, request_checks, request_rows, rooms, selection, told, withdrawals
from tilsyn.shown.held_back import held_back_card
from tilsyn.shown.requests import register_request_cards
from tilsyn.tabs import Card, Section, Tab, register_card, register_section, register_tab


def register_all() -> None:
    _add_to_menu()
    _add_tabs()
    _add_cards()
    for letter in (DELAY_LETTER, WITHDRAWAL_LETTER, *dispatch_letters.LETTERS):
        register_letter(letter)
    request_checks.register_request_checks()
    selection.register_checks()
    rooms.register_room_checks()
    rooms.register_copies_duty()
    request_rows.register_request_duties()
    material.register_material_duty()
    withdrawals.register_all()
    after.register_all()
    told.register_all()


def _add_to_menu() -> None:
    register_nav(NavItem("supervisions", "Tilsyn", "tilsyn.view_supervision", "/tilsyn/", order=46))
    register_nav(NavItem("reader_rooms", "Læserum", "tilsyn.read_in_room", "/laeserum/", order=5))
    versions = ("/tilsyn/tjekliste/", "/tilsyn/fremgangsmaade/")
    checklist = ("checklist", "Tjekliste", "tilsyn.add_checklistversion", versions)
    register_nav(NavItem(*checklist, order=48, under=ADMINISTRATION))
    authority = ("directorates", "Tilsynsmyndighed", "tilsyn.add_directorate", "/tilsynsmyndighed/")
    register_nav(NavItem(*authority, order=77, under=ADMINISTRATION))
    register_section(Section("supervisions", "Anmodninger", "tilsyn.view_supervision", order=10))
    register_section(Section("supervision_calendar", "Kalender", "tilsyn.view_supervision", order=20))
    register_section(Section("supervision_trend", "Over tid", "tilsyn.view_results", order=30))
    register_section(Section("mock_draws", "Egen kontrol", "tilsyn.handle_mock", order=40))
    register_section(Section("mock_results", "Egne resultater", "tilsyn.view_results", order=50))
    register_section(Section("checklist", "Tjekliste", "tilsyn.view_checklistversion", order=60))


def _add_tabs() -> None:
    register_tab(Tab("supervision", "Overblik", "tilsyn.view_supervision", order=10))
    register_tab(Tab("selection", "Udvælgelse", "tilsyn.handle_supervision", order=20))
    register_tab(Tab("supervision_eligibility", "Omfattet", "sanktion.view_case", order=25))
    register_tab(Tab("supervision_cases", "Sager", "sanktion.view_case", order=30))
    register_tab(Tab("held_back", "Holdes tilbage", "sanktion.view_case", order=40))
    register_tab(Tab("reading_room", "Læserum", "tilsyn.handle_supervision", order=45, is_shown=_is_visit))
    register_tab(Tab("survey_answers", "Svar", "tilsyn.handle_supervision", order=48, is_shown=_is_survey))
    register_tab(Tab("bundles", "Samling", "sanktion.view_case", order=50))
    register_tab(Tab("dispatches", "Forsendelse", "tilsyn.view_supervision", order=60))


def _add_cards() -> None:
    register_request_cards()
    register_card(Card("tilsyn/eligibility/card.html", withdrawals.waiting_card, order=20))
    register_card(Card("tilsyn/board/card.html", board_card, order=30))
    register_card(Card("tilsyn/redaction/card.html", held_back_card, order=40))
    register_card(Card("tilsyn/dispatch/card.html", missing_receipts, order=60))
    part = {"exists": withdrawals.is_selected, "order": 60}
    register(Panel("side", "tilsyn/eligibility/case_panel.html", withdrawals.case_panel, **part))


def _is_visit(supervision: Supervision) -> bool:
    return supervision.is_visit


def _is_survey(supervision: Supervision) -> bool:
    return supervision.form == SupervisionForm.SPOT_SURVEY


def board_card(supervision: Supervision, user: User) -> dict[str, Any] | None:
    """How far the material is; nothing for who sees no cases at all."""
    if not user.has_perm("sanktion.view_case"):
        return None
    board = board_of(supervision, user=user)
    return {"board": board} if board.rows or board.outside else None


def missing_receipts(supervision: Supervision, user: User) -> dict[str, Any] | None:
    """V054: a dispatch nobody has written back about."""
    late = Dispatch.objects.without_receipt().filter(supervision=supervision)
    return {"late": late} if late.exists() else None

"""What the core shows of this app, and the tabs and cards of a supervision's own page."""

from sanktion.panels import NavItem, register_nav
from tilsyn.holdcard import held_back_card
from tilsyn.tabs import Card, Tab, register_card, register_tab


def register_all() -> None:
    register_nav(NavItem("supervisions", "Tilsyn", "tilsyn.view_supervision", "/tilsyn/", order=46))
    register_tab(Tab("supervision", "Overblik", "tilsyn.view_supervision", order=10))
    register_tab(Tab("held_back", "Holdes tilbage", "tilsyn.view_supervision", order=40))
    register_card(Card("tilsyn/redaction/card.html", held_back_card, order=40))

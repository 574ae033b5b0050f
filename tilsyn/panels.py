"""What the core shows of this app, and the tabs and cards of a supervision's own page."""

from sanktion.panels import NavItem, register_nav
from tilsyn.tabs import Section, Tab, register_section, register_tab
from tilsyn.request_cards import register_request_cards
from tilsyn.tabs import Tab, register_tab


def register_all() -> None:
    register_nav(NavItem("supervisions", "Tilsyn", "tilsyn.view_supervision", "/tilsyn/", order=46))
    register_section(Section("supervisions", "Anmodninger", "tilsyn.view_supervision", order=10))
    register_section(Section("supervision_trend", "Over tid", "tilsyn.view_results", order=30))
    authority = ("directorates", "Tilsynsmyndighed", "tilsyn.add_directorate", "/tilsynsmyndighed/")
    register_nav(NavItem(*authority, order=77))
    register_request_cards()
    register_tab(Tab("supervision", "Overblik", "tilsyn.view_supervision", order=10))

"""What the core shows of this app, and the tabs and cards of a supervision's own page."""

from sanktion.panels import NavItem, register_nav
from tilsyn.tabs import Tab, register_tab


def register_all() -> None:
    register_nav(NavItem("supervisions", "Tilsyn", "tilsyn.view_supervision", "/tilsyn/", order=46))
    register_tab(Tab("supervision", "Overblik", "tilsyn.view_supervision", order=10))
    register_tab(Tab("bundles", "Samling", "sanktion.view_case", order=40))

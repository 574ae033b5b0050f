"""What the core shows of this app, and the tabs and cards of a supervision's own page."""

from sanktion.models import User
from sanktion.panels import NavItem, register_nav
from tilsyn.models import Dispatch, Supervision
from tilsyn.tabs import Card, Tab, register_card, register_tab


def register_all() -> None:
    register_nav(NavItem("supervisions", "Tilsyn", "tilsyn.view_supervision", "/tilsyn/", order=46))
    register_tab(Tab("supervision", "Overblik", "tilsyn.view_supervision", order=10))
    register_tab(Tab("dispatches", "Forsendelse", "tilsyn.view_supervision", order=60))
    register_card(Card("tilsyn/dispatch/card.html", missing_receipts, order=60))


def missing_receipts(supervision: Supervision, user: User) -> dict | None:
    """V054: a dispatch nobody has written back about."""
    late = Dispatch.objects.without_receipt().filter(supervision=supervision)
    return {"late": late} if late.exists() else None

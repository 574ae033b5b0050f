"""What the core shows of this app, and the tabs and cards of a supervision's own page."""

from sanktion.panels import NavItem, Panel, register, register_nav
from tilsyn.models import SupervisionForm
from tilsyn.tabs import Card, Tab, register_card, register_tab
from tilsyn.withdrawals import case_panel, waiting_card


def register_all() -> None:
    register_nav(NavItem("supervisions", "Tilsyn", "tilsyn.view_supervision", "/tilsyn/", order=46))
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

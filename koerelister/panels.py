"""What the core shows of this app: its menu entries, and on the case page who may be sought at home at all."""

from sanktion.models import Case, CaseStatus, Citizen, CprStatus, User
from sanktion.panels import NavItem, Panel, register, register_nav


def register_all() -> None:
    register_nav(NavItem("routes", "Kørelister", "koerelister.register_visits", "/koerelister/", order=30))
    register_nav(NavItem("statistics", "Statistik", "koerelister.view_statistics", "/statistik/", order=40))
    register_nav(
        NavItem("destructions", "Destruktioner", "koerelister.view_destructionrecord", "/destruktioner/", order=43)
    )
    setup = ("/koerelister/hold/", "/koerelister/moedesteder/", "/koerelister/omraader/")
    register_nav(NavItem("crews", "Hold og områder", "koerelister.change_crew", setup, order=65))
    register(Panel("side", "koerelister/case_panel.html", eligibility, order=60))


def eligibility(case: Case, user: User) -> dict | None:
    """Computed from the citizen alone: the same before, during and after a visit, so it tells of none (B048)."""
    if case.status not in (CaseStatus.HEARING, CaseStatus.SEEKING_CONTACT):
        return None
    return {"obstacles": obstacles(case.citizen, case)}


def obstacles(citizen: Citizen, case: Case) -> list[str]:
    """Sentences on why the citizen never comes on a list that the whole team can see."""
    address = citizen.address
    located = address is not None and address.latitude is not None and address.longitude is not None
    found = [
        (citizen.is_protected, "Adressen er beskyttet: borgeren kommer ikke på en fælles køreliste."),
        (case.is_restricted, "Sagen er kun for navngivne: borgeren kommer ikke på en fælles køreliste."),
        (
            citizen.cpr_status != CprStatus.ACTIVE,
            f"CPR-status «{citizen.get_cpr_status_display()}»: borgeren søges ikke på bopælen.",
        ),
        (not located, "Adressen er uden kendt placering: borgeren kan ikke komme på en køreliste."),
    ]
    return [sentence for applies, sentence in found if applies]

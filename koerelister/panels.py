"""What the core shows of this app: its menu entries, and on the case page who may be sought at home at all."""

from koerelister.models import RouteList, SeparateReason, SeparateVisit
from sanktion.models import Case, CaseStatus, Citizen, CprStatus, User
from sanktion.panels import ADMINISTRATION, NavItem, Panel, register, register_nav


def register_all() -> None:
    register_nav(NavItem("routes", "Kørelister", "koerelister.register_visits", "/koerelister/", order=30))
    register_nav(NavItem("statistics", "Statistik", "koerelister.view_statistics", "/statistik/", order=40))
    register_nav(
        NavItem("destructions", "Destruktioner", "koerelister.view_destructionrecord", "/destruktioner/", order=43)
    )
    separates = NavItem(
        "separates", "Særskilte besøg", "koerelister.approve_protected_visit", "/koerelister/saerskilt/", order=44
    )
    register_nav(separates)
    setup = ("/koerelister/hold/", "/koerelister/moedesteder/", "/koerelister/omraader/")
    crews = NavItem("crews", "Hold og områder", "koerelister.change_crew", setup, 65, ADMINISTRATION)
    register_nav(crews)
    register(Panel("side", "koerelister/case_panel.html", eligibility, order=60))


def eligibility(case: Case, user: User) -> dict | None:
    """Computed from the citizen alone: the same before, during and after a visit, so it tells of none (B048)."""
    if case.status not in (CaseStatus.HEARING, CaseStatus.SEEKING_CONTACT):
        return None
    shown = {"obstacles": obstacles(case.citizen, case)}
    return shown | {"separate": separate_visit(case, user)} if _may_be_sought_alone(case, user) else shown


def _may_be_sought_alone(case: Case, user: User) -> bool:
    """Protection is all that stands in the way, and the user may ask for a list of one stop."""
    if case.status != CaseStatus.SEEKING_CONTACT or not case.citizen.is_protected or case.is_restricted:
        return False
    return user.has_perm("koerelister.plan_routes") and len(obstacles(case.citizen, case)) == 1


def separate_visit(case: Case, user: User) -> dict:
    """Where the request stands, while there is one; when its list is destroyed, it is as if there had been none."""
    asked = SeparateVisit.objects.visible_to(user).filter(case=case).select_related("answered_by").first()
    lists = RouteList.objects.visible_to(user).filter(separate__case=case)
    return {"asked": asked, "route_list": lists.first(), "case": case, "reasons": SeparateReason.choices}


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

from django.conf import settings
from django.urls import reverse

from sanktion.panels import nav_for

# Where in the work queue the user was, kept in the session as an address has it.
QUEUE_PLACE = "queue_place"
# As many entries as there is room for in the bar, with the search beside them; the rest lie under «Mere».
IN_THE_BAR = 6


def site(request) -> dict:
    """What base.html needs on every page."""
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    return {
        "site": {
            "municipality": settings.SANKTION_SENDER["municipality"],
            "administration": settings.SANKTION_SENDER["administration"],
            "unit": settings.SANKTION_SENDER["unit"],
            "accessibility_url": settings.SANKTION_ACCESSIBILITY_URL,
            "demo": settings.SANKTION_DEMO,
            "offline": settings.SANKTION_OFFLINE,
        },
        "nav": _folded(_menu(user, request.path)) if signed_in else {},
        "user_roles": user.role_names if signed_in else [],
        "user_teams": user.team_names if signed_in else [],
        "can_search": signed_in and user.has_perm("sanktion.view_citizen"),
    }


def _folded(items: list[dict]) -> dict:
    """A single entry is never folded: it takes no more room than the word «Mere»."""
    cut = len(items) if len(items) <= IN_THE_BAR + 1 else IN_THE_BAR
    more = items[cut:]
    current = next((item for item in more if item["current"]), None)
    above = next((item for item in items if item["current"] and item["is_above"]), None)
    return {"shown": items[:cut], "more": more, "current": current, "above": above}


def _menu(user, path: str) -> list[dict]:
    """The entry whose prefix says most of the path is the current one: some lie below another."""
    fits = {item: max((len(one) for one in item.prefixes if path.startswith(one)), default=0) for item in nav_for(user)}
    best = max(fits.values(), default=0)
    return [
        {
            "url": reverse(item.url_name),
            "label": item.label,
            "current": 0 < best == fit,
            "is_above": path.startswith(item.below),
        }
        for item, fit in fits.items()
    ]

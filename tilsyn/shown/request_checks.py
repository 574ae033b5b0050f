"""What the nightly check asks of the directorate's requests."""

from datetime import date

from sanktion.checks import Check, register_check
from tilsyn.models import Supervision, SupervisionForm

# A notice that comes today may be waiting for its list until tomorrow.
LIST_DAYS = 1


def past_due(day: date) -> int:
    """V052, V053: neither sent nor told of. A notice of delay moves ``due``, and what is sent owes nothing."""
    return Supervision.objects.owing().filter(due__lt=day).count()


def without_cases(day: date) -> int:
    """V095: visits whose cases nobody has been told."""
    visits = Supervision.objects.owing().filter(form=SupervisionForm.VISIT, received_on__lt=day)
    return visits.filter(selected=None).count()


def register_request_checks() -> None:
    where = {"url_name": "supervisions", "permission": "tilsyn.view_supervision"}
    late = "Tilsyn over fristen, hvor der hverken er sendt eller givet besked om forsinkelse"
    register_check(Check("supervisions_late", late, past_due, **where))
    unlisted = "Tilsyn i kommunen, hvor direktoratets sagsliste mangler"
    register_check(Check("supervisions_unlisted", unlisted, without_cases, **where, days=LIST_DAYS))

"""V062, V071: what led to a sanction in the twelve months before an event. Computed each time, never typed."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from sanktion.actions.document import LETTER_STYLES
from sanktion.base import pdf
from sanktion.base.acting import unit_wide
from sanktion.models import Case, Decision, User
from sanktion.models.decision import look_back_period

LOOK_BACK_PRINT = "sanktion/letters/look_back.html"


@unit_wide("Det, der har ført til en sanktion, gælder uanset team")
def earlier_sanctions(case: Case, *, user: User) -> list[Decision]:
    """The newest event first. ``is_open_to_user`` on each row: of the others date, kind and outcome alone are shown."""
    rows = Decision.objects.earlier_sanctions(case).with_access_of(user).marking_changes()
    return list(rows.select_related("case__event", "legal_basis").defer("reasons", "answer_to_statement"))


def render_look_back(case: Case, *, user: User, at: datetime | None = None) -> bytes:
    """The PDF «Tidligere sanktioner, 12 måneder» (material kind 5) as ``user`` may see it. Nothing is stored.
    ``at`` stands in it as the time it was made: now when None."""
    first, last = look_back_period(case.event.occurred_on)
    context = {
        "case": case,
        "first": first,
        "last": last,
        "decisions": earlier_sanctions(case, user=user),
        "sender": settings.SANKTION_SENDER,
        "now": at or timezone.now(),
    }
    return pdf.render(LOOK_BACK_PRINT, context, stylesheets=LETTER_STYLES, archival=False)

from django.db.models import Q
from django.utils import timezone
from django.views.generic import TemplateView

from sanktion.views.base import RightRequiredMixin
from tilsyn.figures.year import Entry, months_of
from tilsyn.models import Supervision

DATES = ("received_on", "visit_on", "due", "ended_on", "result_by")


class CalendarView(RightRequiredMixin, TemplateView):
    """V020. Names no citizen and no case."""

    permission_required = "tilsyn.view_supervision"
    template_name = "tilsyn/requests/calendar.html"

    def get_context_data(self, **kwargs):
        year = year_in(self.request.GET)
        within = Q(*[(f"{name}__year", year) for name in DATES], _connector=Q.OR)
        supervisions = Supervision.objects.with_result_by().filter(within).select_related("owner")
        months = months_of(year, supervisions)
        entries = [entry for month in months for entry in month.entries]
        # As text: a year has no thousands.
        years = {"before": f"{year - 1}", "year": f"{year}", "after": f"{year + 1}"}
        return super().get_context_data(**years, months=months, totals=_totals(entries), **kwargs)


def year_in(params) -> int:
    """The asked year, or this one when it isn't four digits."""
    text = params.get("aar", "")
    return int(text) if len(text) == 4 and text.isdecimal() and int(text) > 1 else timezone.localdate().year


def _totals(entries: list[Entry]) -> list[tuple[str, int]]:
    labels = ("Anmodning modtaget", "Besøg", "Besøg holdt", "Frist for materiale", "Frist for direktoratets resultat")
    return [(label, sum(entry.what == label for entry in entries)) for label in labels]

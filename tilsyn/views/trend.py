"""The unit's own results over the years. Numbers alone: no page here shows a citizen or a case."""

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from sanktion.base.charts import bars_with_marks
from sanktion.base.numbers import plain_number
from sanktion.base.tables import TableError
from sanktion.views.base import ActFormView, RightRequiredMixin
from tilsyn.actions.trend import FiguresRefused, set_target, take_in
from tilsyn.figures.results import rounds
from tilsyn.figures.trend import Comparison, Point, compare, points
from tilsyn.forms.trend import FiguresForm, TargetForm
from tilsyn.models import BenchmarkReport, ErrorTarget
from tilsyn.verdicts import Verdict

MARKS = ("Årets mål", "Andre kommuner")
FIGURES_TEXT = "Tallene tages ind samlet eller slet ikke. Er der allerede indlæst tal for året, gælder de nye i stedet."
SPOKEN = "Søjler: egen fejlprocent i hvert tilsyn, med streger for målet og de andre. Tallene står i tabellen."


class TrendView(RightRequiredMixin, TemplateView):
    permission_required = "tilsyn.view_results"
    template_name = "tilsyn/trend/trend.html"

    def get_context_data(self, **kwargs):
        compared = {year: compare(report, self.own) for year, report in self.reports.items()}
        targets = ErrorTarget.objects.by_year()
        others = {year: found.others for year, found in compared.items() if found.others is not None}
        found = points(rounds(), targets, others)
        return super().get_context_data(
            points=found,
            chart=_chart(found) if found else "",
            legend=["Egen fejlprocent", *MARKS],
            verdicts=[verdict.label for verdict in Verdict],
            targets=[targets[year] for year in sorted(targets, reverse=True)],
            comparison=self._shown(compared),
            years=sorted(compared, reverse=True),
            own=self.own,
            **kwargs,
        )

    @property
    def own(self) -> str:
        return settings.SANKTION_SENDER["municipality"]

    @cached_property
    def reports(self) -> dict[int, BenchmarkReport]:
        return BenchmarkReport.objects.prefetch_related("figures").select_related("made_by").by_year()

    def _shown(self, compared: dict[int, Comparison]) -> Comparison | None:
        """The year of the address, else the newest there is."""
        asked = plain_number(self.request.GET.get("aar"))
        year = asked if asked in compared else max(compared, default=None)
        return compared.get(year)


def _chart(found: list[Point]) -> str:
    bars = [point.rate for point in found]
    marks = [(MARKS[0], [point.target for point in found]), (MARKS[1], [point.others for point in found])]
    return bars_with_marks(SPOKEN, [point.round.number for point in found], ("Egen fejlprocent", bars), marks, unit="%")


class TargetNewView(ActFormView):
    permission_required = ("tilsyn.view_results", "tilsyn.handle_supervision")
    form_class = TargetForm
    list_name = "supervision_trend"
    title, confirm_label = "Nyt årsmål", "Gem mål"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": ErrorTarget()}

    def act(self, form) -> str:
        target = set_target(**form.cleaned_data, by=self.request.user)
        return f"Målet for {target.year} er gemt."


class FiguresNewView(ActFormView):
    permission_required = ("tilsyn.view_results", "tilsyn.handle_supervision")
    form_class = FiguresForm
    list_name = "supervision_trend"
    title, confirm_label = "Indlæs andre kommuners tal", "Indlæs"
    extra_context: ClassVar[dict] = {"multipart": True, "text": FIGURES_TEXT}

    def act(self, form) -> str:
        facts = {name: form.cleaned_data[name] for name in ("year", "title", "source")}
        try:
            report = take_in(form.data_given, **facts, by=self.request.user)
        except TableError as refused:
            raise ValidationError(str(refused)) from None
        except FiguresRefused as refused:
            raise ValidationError(refused.faults) from None
        return f"{report.figures.count()} kommuners tal for {report.year} er indlæst."

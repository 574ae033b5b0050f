"""Counters only, the same for everyone with the right: they concern no citizen."""

from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from koerelister.statistics.exact import WHAT_IS_COUNTED, Row, Year, year_figures, years
from sanktion.base.charts import stacked_bars
from sanktion.base.numbers import plain_number
from sanktion.templatetags.sanktion_ui import SHORT_MONTHS
from sanktion.views.base import RightRequiredMixin

SERIES = ("Kontakt", "Ingen kontakt")
SPOKEN = "Stablede søjler: kontakt og ingen kontakt. Tallene står i tabellen ved siden af."
SECTIONS = [
    ("statistics", "Tal"),
    ("statistics_published", "Til udlevering"),
    ("statistics_months", "Måneder"),
    ("outcomes", "Udfald efter besøg"),
]


class StatisticsSection(RightRequiredMixin, TemplateView):
    """One of the statistics' pages, with a tab for each of them."""

    permission_required = "koerelister.view_statistics"
    section = ""

    def get_context_data(self, **kwargs):
        sections = [{"url": reverse(name), "label": label, "current": name == self.section} for name, label in SECTIONS]
        return super().get_context_data(sections=sections, **kwargs)

    def year(self, known: list[int]) -> int:
        """The year of the address, else this one or the newest there is."""
        asked = plain_number(self.request.GET.get("aar"))
        this_year = timezone.localdate().year
        if asked in known:
            return asked
        return this_year if this_year in known or not known else known[0]

    def year_tabs(self, known: list[int], year: int) -> list[dict]:
        return [
            {"url": reverse(self.section, query={"aar": one}), "label": str(one), "current": one == year}
            for one in sorted({*known, year})
        ]


class StatisticsView(StatisticsSection):
    template_name = "koerelister/statistics/exact.html"
    section = "statistics"

    def get_context_data(self, **kwargs):
        known = years()
        year = self.year(known)
        figures = year_figures(year)
        closed = [number in figures.closed for number in range(1, len(figures.whole.months) + 1)]
        return super().get_context_data(
            figures=figures,
            tabs=self.year_tabs(known, year),
            series=SERIES,
            published_url=reverse("statistics_published", query={"aar": year}),
            year_before=year - 1,
            what_is_counted=WHAT_IS_COUNTED,
            chart=self._chart(figures.whole, "Besøg pr. måned. " + SPOKEN),
            rows=list(zip(figures.month_names, figures.whole.months, figures.before, closed, strict=True)),
            areas=self._areas(figures),
            **self._latest(figures),
            **kwargs,
        )

    def _areas(self, figures: Year) -> list[tuple[Row, str]]:
        highest = max((month.total for row in figures.areas for month in row.months), default=0)
        return [
            (row, self._chart(row, f"{row.name}. Besøg pr. måned", small=True, highest=highest))
            for row in figures.areas
        ]

    def _chart(self, row: Row, title: str, *, small: bool = False, highest: int | None = None) -> str:
        size = {"width": 300, "height": 120} if small else {"width": 720, "height": 320}
        values = [[month.contact for month in row.months], [month.none for month in row.months]]
        labels = list(SHORT_MONTHS[: len(row.months)])
        return stacked_bars(title, labels, list(zip(SERIES, values, strict=True)), small=small, highest=highest, **size)

    def _latest(self, figures: Year) -> dict:
        """The newest month that is over, and how it differs from the one before it; in January the month itself."""
        months, names = figures.whole.months, figures.month_names
        is_running = figures.year == timezone.localdate().year and len(months) > 1
        place = len(months) - 2 if is_running else len(months) - 1
        latest = {"latest": months[place], "latest_name": names[place]}
        if place:
            change = months[place].total - months[place - 1].total
            latest |= {"change": change, "distance": abs(change), "previous_name": names[place - 1]}
        return latest

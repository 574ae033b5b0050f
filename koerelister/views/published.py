"""What may leave the unit (B038), on the screen and as files. Every file that is fetched is noted in the log."""

from django.http import Http404, HttpResponse
from django.views.generic import View

from koerelister.actions.statistics import note_export
from koerelister.forms.statistics import ExportForm
from koerelister.statistics.exports import MEDIA_TYPES, file_name, paper, write_file
from koerelister.statistics.published import published_year, published_years
from koerelister.views.statistics import StatisticsSection
from sanktion.views.base import RightRequiredMixin
from sanktion.views.identity import AsksWhoYouAre


class PublishedView(StatisticsSection):
    template_name = "koerelister/statistics/published.html"
    section = "statistics_published"

    def get_context_data(self, **kwargs):
        known = published_years()
        year = self.year(known)
        return super().get_context_data(tabs=self.year_tabs(known, year), **paper(published_year(year)), **kwargs)


class StatisticsFileView(AsksWhoYouAre, RightRequiredMixin, View):
    permission_required = "koerelister.view_statistics"
    http_method_names = ["post"]

    def post(self, request):
        form = ExportForm(request.POST)
        if not form.is_valid():
            raise Http404
        year, file_format = published_year(form.cleaned_data["aar"]), form.cleaned_data["format"]
        note_export(year.year, file_format, by=request.user)
        kind = "inline" if file_format == "pdf" else "attachment"
        headers = {
            "Content-Disposition": f'{kind}; filename="{file_name(year, file_format)}"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        }
        return HttpResponse(write_file(year, file_format), content_type=MEDIA_TYPES[file_format], headers=headers)

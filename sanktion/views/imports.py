"""Loading files: a list of one's own, the upload, and one page that follows a file from preview to report."""

from collections import Counter
from dataclasses import replace
from typing import ClassVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import DetailView, FormView, ListView, View

from sanktion.actions import imports
from sanktion.actions.imports import report
from sanktion.base import progress
from sanktion.base.transitions import TransitionNotAllowed
from sanktion.forms.imports import ChoiceForm, ImportForm
from sanktion.models import AccessKind, ImportBatch, ImportStatus
from sanktion.views.base import LogsAccess, RightRequiredMixin
from sanktion.views.identity import AsksWhoYouAre
from sanktion.views.paging import key_page

PREVIEW_ROWS = 10
ENCODINGS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}
TEMPLATES = {
    ImportStatus.UPLOADED: "sanktion/imports/preview.html",
    ImportStatus.RUNNING: "sanktion/imports/running.html",
    ImportStatus.DONE: "sanktion/imports/done.html",
    ImportStatus.FAILED: "sanktion/imports/failed.html",
}
DELIMITERS = {";": "semikolon", ",": "komma", "\t": "tabulator", "|": "lodret streg"}


class ImportMixin(RightRequiredMixin, LogsAccess):
    permission_required = "sanktion.import_data"

    @property
    def batches(self):
        return ImportBatch.objects.visible_to(self.request.user)

    def get_batch(self) -> ImportBatch:
        return get_object_or_404(self.batches, pk=self.kwargs["pk"])


class ImportsView(ImportMixin, ListView):
    template_name = "sanktion/imports/list.html"
    context_object_name = "rows"

    def get_queryset(self):
        page = key_page(self.batches, self.request.GET, key=None, newest_first=True)
        self.page = replace(page, total_label=_counted(self.batches.count(), "indlæsning", "indlæsninger"))
        return self.batches.filter(pk__in=self.page.pks).defer("layout")

    def get_context_data(self, **kwargs):
        return super().get_context_data(page=self.page, **kwargs)


class ImportNewView(ImportMixin, FormView):
    template_name = "sanktion/imports/new.html"
    form_class = ImportForm

    def get_context_data(self, **kwargs):
        return super().get_context_data(kinds=imports.described_kinds(), **kwargs)

    def form_valid(self, form):
        given = {name: form.cleaned_data[name] for name in ("data", "table", "file_name", "team")}
        batch = imports.upload(**given, by=self.request.user)
        return redirect("import_detail", batch.pk)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


class ImportDetailView(ImportMixin, DetailView):
    """The template and its context follow the batch's status."""

    context_object_name = "batch"

    def get_queryset(self):
        return self.batches.select_related("team")

    def get_template_names(self):
        if self._is_chosen_from:
            return ["sanktion/imports/choose.html"]
        return [TEMPLATES[ImportStatus(self.object.status)]]

    def get_context_data(self, **kwargs):
        contexts = {
            ImportStatus.UPLOADED: self._choice if self._is_chosen_from else self._preview,
            ImportStatus.RUNNING: lambda: {"job": _job(self.object)},
            ImportStatus.DONE: self._report,
            ImportStatus.FAILED: dict,
        }
        layout = {
            "encoding": ENCODINGS[self.object.layout["encoding"]],
            "delimiter": DELIMITERS[self.object.layout["delimiter"]],
            "ignored": self.object.layout["ignored"],
        }
        return super().get_context_data(**layout | contexts[ImportStatus(self.object.status)]() | kwargs)

    @property
    def _is_chosen_from(self) -> bool:
        return self.object.status == ImportStatus.UPLOADED and self.object.is_list

    @cached_property
    def lines(self) -> list[imports.ListRow]:
        """Logged here: the page that refuses a choice shows them too."""
        table = imports.read_import(self.object.file.data)
        cells = [values["cpr"] for values in map(table.recognised.values, table.rows)]
        self.log(report.citizens_in(cells), kind=AccessKind.LIST)
        return imports.look_through(table, user=self.request.user)

    def _choice(self) -> dict:
        counted = Counter(row.state for row in self.lines)
        return {
            "lines": self.lines,
            "counts": [(state.label, counted[state]) for state in imports.ListState],
            "taken": {row.number for row in self.lines if row.state == imports.ListState.NEW},
            "earlier": ImportBatch.objects.earlier_with(self.object).first(),
        }

    def _preview(self) -> dict:
        table = imports.read_import(self.object.file.data)
        shown = table.rows[:PREVIEW_ROWS]
        if cpr_header := table.recognised.names.get("cpr"):
            cells = [row.values[cpr_header] for row in shown]
            self.log(report.citizens_in(cells), kind=AccessKind.LIST)
        return {
            "columns": [column.label for column in table.recognised.shown],
            "preview": table.preview(PREVIEW_ROWS),
            "earlier": ImportBatch.objects.earlier_with(self.object).first(),
        }

    def _report(self) -> dict:
        page = key_page(self.object.reported_rows.all(), self.request.GET, key=None)
        page = replace(page, total_label=_counted(self.object.reported_rows.count(), "række", "rækker"))
        rows = self.object.reported_rows.filter(pk__in=page.pks)
        return {"reported": rows, "page": page, "has_rejects": self.object.reported_rows.rejected().exists()}


class ImportStartView(ImportDetailView):
    """The press on «Indlæs». Of a list only the ticked lines are taken; the page stays until one is ticked."""

    http_method_names: ClassVar[list[str]] = ["post"]

    def post(self, request, pk):
        self.object = batch = self.get_batch()
        left_out = None
        if self._is_chosen_from:
            form = ChoiceForm(request.POST, rows=self.lines)
            if not form.is_valid():
                return self.render_to_response(self.get_context_data(form=form, taken=set()), status=422)
            left_out = form.left_out
        try:
            imports.start(batch, left_out=left_out, by=request.user)
        except TransitionNotAllowed:
            # A second press: the file is already on its way, and the page shows how far.
            messages.info(request, "Indlæsningen er allerede sat i gang.")
        return redirect("import_detail", batch.pk)


class ImportProgressView(ImportMixin, DetailView):
    """The progress bar alone, for the page that asks each second; everyone else gets the whole page."""

    template_name = "components/progress.html"

    def get_queryset(self):
        return self.batches

    def get(self, request, *args, **kwargs):
        batch = self.get_batch()
        if not batch.is_running or "HX-Request" not in request.headers:
            return redirect("import_detail", batch.pk)
        return self.render_to_response({"job": _job(batch)})


class ImportRejectsView(AsksWhoYouAre, ImportMixin, View):
    sends_file = True

    def get(self, request, pk):
        batch = self.get_batch()
        self.log(report.rejected_citizens(batch), kind=AccessKind.PRINT)
        return HttpResponse(
            report.rejected_csv(batch),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="afviste-{batch.pk}.csv"'},
        )


class ImportForgetRowsView(ImportMixin, View):
    def post(self, request, pk):
        batch = self.get_batch()
        imports.forget_rows(batch, by=request.user)
        messages.success(request, "Fejlrækkerne er slettet.")
        return redirect("import_detail", batch.pk)


class ImportDiscardView(ImportMixin, View):
    def post(self, request, pk):
        imports.discard(self.get_batch(), by=request.user)
        messages.success(request, "Filen er slettet.")
        return redirect("imports")


def _counted(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def _job(batch: ImportBatch) -> dict:
    return {
        "url": reverse("import_progress", args=[batch.pk]),
        "percent": progress.percent_of(imports.PROGRESS, batch.pk),
        "label": f"Indlæser {batch.get_kind_display().lower()}",
        "done": False,
    }

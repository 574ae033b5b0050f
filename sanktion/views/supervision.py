from collections import defaultdict

from django.contrib import messages
from django.shortcuts import redirect
from django.views.generic import FormView, TemplateView, View

from sanktion.actions.journal import journal_entries, render_journal_sheet
from sanktion.actions.material import MaterialThere, waive_material, withdraw_waiver
from sanktion.forms.case import WaiverForm
from sanktion.models import AccessKind, CaseDocument, JournalEntry, MaterialKind, SupervisionRelevance
from sanktion.models.decision import look_back_period
from sanktion.models.readiness import RowState, Tally, unit_share
from sanktion.readiness_notes import readiness_notes
from sanktion.views.base import CaseMixin, RightRequiredMixin
from sanktion.views.case import CasePage
from sanktion.views.document import pdf_response


class CaseSupervisionView(CasePage, FormView):
    """The ten rows with their papers; who handles the case says here what is not relevant."""

    tab = "case_supervision"
    template_name = "sanktion/case_supervision.html"
    form_class = WaiverForm

    def has_permission(self):
        may_handle = self.request.method != "POST" or self.request.user.has_perm("sanktion.handle_case")
        return may_handle and super().has_permission()

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"rows": self.rows()}

    def get_context_data(self, **kwargs):
        papers = self._papers()
        return super().get_context_data(
            lines=[(row, papers[row.kind]) for row in self.rows()],
            earlier_from=look_back_period(self.case.event.occurred_on)[0],
            has_missing=any(row.state == RowState.MISSING for row in self.rows()),
            **kwargs,
        )

    def _papers(self) -> dict[int, dict[str, list]]:
        papers: dict[int, dict[str, list]] = defaultdict(lambda: {"documents": [], "entries": []})
        concerning = {"case": self.case, "concerns_supervision__in": ["yes", "partly"]}
        for document in CaseDocument.objects.filter(**concerning).select_related("case"):
            papers[document.kind]["documents"].append(document)
        for entry in JournalEntry.objects.filter(**concerning):
            if entry.material:
                papers[entry.material]["entries"].append(entry)
        return papers

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        try:
            waive_material(
                self.case, form.cleaned_data["kinds"], reason=form.cleaned_data["reason"], by=self.request.user
            )
        except MaterialThere as refused:
            messages.error(self.request, str(refused))
        else:
            messages.success(self.request, "Begrundelsen er gemt.")
        return redirect("case_supervision", self.case.number)


class WaiverWithdrawView(CaseMixin, View):
    permission_required = "sanktion.handle_case"
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        kind = request.POST.get("kind", "")
        if kind in map(str, MaterialKind.values):
            withdraw_waiver(self.case, MaterialKind(int(kind)), by=request.user)
            messages.success(request, "Begrundelsen er trukket tilbage.")
        else:
            messages.error(request, "Vælg den slags materiale, hvis begrundelse skal trækkes tilbage.")
        return redirect("case_supervision", self.case.number)


class JournalSheetView(CaseMixin, View):
    """V072. ``?uden=no`` leaves out what doesn't concern the supervision; the sheet says how much that was."""

    access_kind = AccessKind.PRINT
    http_method_names = ["get"]

    def get(self, request, *args, **kwargs):
        leave_out = request.GET.get("uden") == SupervisionRelevance.NO
        data = render_journal_sheet(self.case, journal_entries(self.case), leave_out=leave_out)
        return pdf_response(data, f"{self.case.number}-journalark.pdf")


class ReadinessView(RightRequiredMixin, TemplateView):
    """The unit's numbers, the same for everyone with the right: they concern no citizen."""

    permission_required = "sanktion.view_readiness"
    template_name = "sanktion/readiness.html"

    def get_context_data(self, **kwargs):
        share = unit_share()
        kinds = self._kinds(share.open, share.ended)
        return super().get_context_data(share=share, kinds=kinds, notes=readiness_notes(), **kwargs)

    def _kinds(self, *tallies: Tally) -> list[tuple[MaterialKind, list[int]]]:
        return [(kind, [tally.lacking[kind] for tally in tallies]) for kind in MaterialKind]

"""One named case: its ten rows, the papers that will go, and the place where a missing kind is put right."""

import uuid

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView

from sanktion.actions.material import MaterialThere, waive_material
from sanktion.actions.upload import Receipt, receive_documents, sent
from sanktion.models import MaterialKind
from sanktion.models.readiness import readiness
from tilsyn.actions.board import possible_owners
from tilsyn.board import BoardRow, CellState, cells_of, held_kinds
from tilsyn.forms.board import MaterialUploadForm, NotRelevantForm
from tilsyn.material import papers_of
from tilsyn.models import CopyRequest, RoomPaper
from tilsyn.sections import Section
from tilsyn.templatetags.tilsyn_board import cell_id
from tilsyn.views.base import SelectedCaseMixin


class SelectedCaseView(SelectedCaseMixin, TemplateView):
    tab = "supervision_cases"
    template_name = "tilsyn/board/case.html"
    http_method_names = ["get"]

    def get_context_data(self, **kwargs):
        user, selected = self.request.user, self.selected
        lines = self._lines()
        papers = papers_of(selected, user=user)
        may_lead = user.has_perm("tilsyn.handle_supervision")
        return super().get_context_data(
            lines=lines,
            row=BoardRow(selected, {row.kind: state for row, state in lines}, selected.supervision.due),
            papers=[(Section(paper.section).label, paper) for paper in papers],
            hindrances=[paper.hindrance for paper in papers if paper.hindrance],
            copies=CopyRequest.objects.filter(selected=selected).select_related("by"),
            shown=RoomPaper.objects.in_force().filter(selected=selected).count(),
            people=possible_owners(selected.supervision) if may_lead else [],
            may_lead=may_lead,
            may_handle=user.has_perm("sanktion.handle_case"),
            **kwargs,
        )

    def _lines(self):
        case = self.selected.case
        rows, held = readiness(case), held_kinds(self.supervision, [case.pk]).get(case.pk, ())
        states = cells_of({row.kind: row.state for row in rows}, held)
        return [(row, states[row.kind]) for row in rows]


class MaterialView(SelectedCaseMixin, TemplateView):
    """A missing kind in one case: a paper is put in, or it is said why there is none (V057, V059, V065-V067)."""

    permission_required = ("tilsyn.view_supervision", "sanktion.handle_case")
    tab = "supervision_cases"
    template_name = "tilsyn/board/material.html"

    def dispatch(self, request, *args, **kwargs):
        # Earlier sanctions are computed: nobody can put any in.
        if kwargs["kind"] not in set(MaterialKind.values) - {MaterialKind.EARLIER_SANCTIONS}:
            raise Http404
        self.kind = MaterialKind(kwargs["kind"])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        row = readiness(self.selected.case)[self.kind - 1]
        about = {"kind": self.kind, "row": row, "state": CellState(row.state), "back_url": self._back_url()}
        forms = {"upload": MaterialUploadForm(), "waive": NotRelevantForm()}
        # The address's own kind is a number.
        context = super().get_context_data(**forms | kwargs | about)
        return context | {"forms": [context["upload"], context["waive"]]}

    def post(self, request, *args, **kwargs):
        return self._waive() if request.POST.get("act") == "waive" else self._receive()

    def _waive(self):
        form = NotRelevantForm(self.request.POST)
        if form.is_valid():
            try:
                waive_material(
                    self.selected.case, [self.kind], reason=form.cleaned_data["reason"], by=self.request.user
                )
            except MaterialThere as refused:
                form.add_error(None, str(refused))
            else:
                return self._done(f"{self.kind.label} er sat til ikke relevant.")
        return self._refused(waive=form)

    def _receive(self):
        form = MaterialUploadForm(self.request.POST, self.request.FILES)
        if not form.is_valid():
            return self._refused(upload=form)
        given = form.cleaned_data
        files = [sent(file.name, file.read(), page_key=given["key"]) for file in given["files"]]
        meta = {name: given[name] for name in ("title", "concerns", "received_on")}
        receipts = receive_documents(self.selected.case, files, **meta, kind=self.kind, by=self.request.user)
        if any(receipt.refusal for receipt in receipts):
            return self._some_refused(receipts)
        return self._done(f"{self.kind.label} er lagt på sagen.")

    def _some_refused(self, receipts: list[Receipt]):
        """What follows has a key of its own; the file names are shown on this page and kept nowhere."""
        typed = {name: self.request.POST[name] for name in ("title", "concerns", "received_on")}
        form = MaterialUploadForm(initial=typed | {"key": uuid.uuid4()})
        return self._refused(upload=form, receipts=receipts)

    def _refused(self, **context):
        return self.render_to_response(self.get_context_data(**context), status=422)

    def _done(self, told: str):
        messages.success(self.request, told)
        return redirect(self._back_url())

    def _back_url(self) -> str:
        board = reverse("supervision_cases", args=[self.kwargs["supervision"]])
        return f"{board}#{cell_id(self.kwargs['number'], self.kind)}"

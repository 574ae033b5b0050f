"""V033: the proof that the numbers nobody chose are destroyed. The same for everyone with the right: no number."""

from collections.abc import Iterable
from dataclasses import asdict

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from sanktion.base.remains import Place
from tilsyn.actions.selection.destruction import Finding, examine, numbers_of
from tilsyn.models import SelectionDestruction, SelectionList
from tilsyn.views.base import SupervisionMixin

RECEIPTS = "selection_receipts"


def sought_in(selections: Iterable[SelectionList]) -> dict[str, frozenset[str]]:
    """The numbers that are about to go, by list; in memory alone."""
    selections = list(selections)
    return {str(one.number): numbers_of([one]) for one in selections}


def look_afterwards(records: list[SelectionDestruction], sought: dict[str, frozenset[str]]) -> list[Finding]:
    return [examine(record, sought.get(record.number.partition("/")[2], frozenset())) for record in records]


def keep_receipts(request: HttpRequest, findings: list[Finding]) -> None:
    """Counts alone, and only until each receipt is shown."""
    request.session[RECEIPTS] = {str(finding.sequence): asdict(finding) for finding in findings}


class RecordMixin(SupervisionMixin):
    permission_required = "tilsyn.view_supervision"
    template_name = "tilsyn/selection/destruction.html"
    tab = "selection"

    def get_context_data(self, **kwargs):
        records = SelectionDestruction.objects.filter(supervision=self.supervision).select_related("by")
        record = get_object_or_404(records, sequence=self.kwargs["sequence"])
        if kwargs.pop("is_asked", False):
            kwargs["finding"] = examine(record)
        elif kept := self._kept(record):
            places = [Place(**place) for place in kept["places"]]
            kwargs |= {"finding": Finding(kept["sequence"], kept["broken"], places), "with_numbers": True}
        others = records.exclude(pk=record.pk)
        return super().get_context_data(record=record, others=others, **kwargs)

    def _kept(self, record: SelectionDestruction) -> dict | None:
        receipts = self.request.session.get(RECEIPTS, {})
        kept = receipts.pop(str(record.sequence), None)
        if kept:
            self.request.session[RECEIPTS] = receipts
        return kept


class DestructionView(RecordMixin, TemplateView):
    """The certificate. What was looked for at the moment of destruction is shown once."""


class DestructionCheckView(RecordMixin, TemplateView):
    """POST: it reads every place there is, and is not to be asked by following a link."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data(is_asked=True))

"""What of a supervision's cases is held back: what is to be decided, what waits, and the log."""

from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.views.generic import TemplateView, View

from sanktion.actions.document import LETTER_STYLES
from sanktion.base import pdf
from sanktion.models import AccessKind, CaseDocument, JournalEntry, MediaType, SupervisionRelevance
from sanktion.views.base import LogsAccess
from sanktion.views.document import file_response, pdf_response
from sanktion.views.identity import AsksWhoYouAre
from tilsyn.actions.bundles import outside_scope
from tilsyn.figures.held_back import HEADER, log_csv, log_of
from tilsyn.models import HoldBack, SelectedCase
from tilsyn.models.holdback import JOURNAL
from tilsyn.views.base import SupervisionMixin

RIGHTS = ("tilsyn.view_supervision", "sanktion.view_case")
CSV_TYPE = "text/csv; charset=utf-8"
PDF_LOG = "tilsyn/redaction/log_pdf.html"


@dataclass(frozen=True)
class Line:
    """A paper of a case, to be decided on or with a version of what is held back. Its title may hold a name."""

    selected: SelectedCase
    held: str
    name: str
    pending: HoldBack | None
    in_force: HoldBack | None
    is_undecided: bool
    may_decide: bool

    @property
    def is_shown(self) -> bool:
        return bool(self.pending or self.in_force or self.is_undecided)


class OwnCasesMixin(SupervisionMixin, LogsAccess):
    """The cases of the supervision that the user sees, and how many there are besides."""

    permission_required = RIGHTS
    tab = "held_back"

    def cases(self) -> list[SelectedCase]:
        found = SelectedCase.objects.visible_to(self.request.user).filter(supervision=self.supervision).taking_part()
        cases = list(found.select_related("case__citizen").order_by("number"))
        self.log([one.case.citizen for one in cases], kind=AccessKind.LIST)
        return cases

    def outside(self) -> int:
        return outside_scope(self.supervision, self.request.user)


class HeldBackView(OwnCasesMixin, TemplateView):
    template_name = "tilsyn/redaction/held_back.html"

    def get_context_data(self, **kwargs):
        groups = [(selected, lines) for selected, lines in self.lines() if lines]
        shown = [(selected, [line for line in lines if line.is_shown]) for selected, lines in groups]
        rest = [(selected, [line for line in lines if not line.is_shown]) for selected, lines in groups]
        return super().get_context_data(
            lines=[line for _, lines in shown for line in lines],
            rest=[(selected, lines) for selected, lines in rest if lines],
            outside=self.outside(),
            **kwargs,
        )

    def lines(self) -> list[tuple[SelectedCase, list[Line]]]:
        cases = self.cases()
        pending, in_force = self._versions("open"), self._versions("approved")
        documents, partly = self._documents(cases), self._partly_in_journal(cases)
        found = []
        for selected in cases:
            papers = [
                (f"document:{one.pk}", f"dokument-{one.number}", one.full_number, _undecided(one))
                for one in documents[selected.case_id]
            ]
            papers.append((JOURNAL, JOURNAL, "Journalark", selected.case_id in partly))
            lines = []
            for key, held, name, undecided in papers:
                wait, force = pending.get((selected.pk, key)), in_force.get((selected.pk, key))
                may = bool(wait and wait.may_be_decided_by(self.request.user))
                lines.append(Line(selected, held, name, wait, force, undecided and not force, may))
            found.append((selected, lines))
        return found

    def _versions(self, which: str) -> dict[tuple[int, str], HoldBack]:
        versions = HoldBack.objects.visible_to(self.request.user).filter(selected__supervision=self.supervision)
        versions = getattr(versions, which)().select_related("made_by", "sent_by", "decided_by")
        versions = versions.prefetch_related("marks").order_by("sequence")
        return {(one.selected_id, one.paper_key): one for one in versions}

    def _documents(self, cases: list[SelectedCase]) -> dict[int, list[CaseDocument]]:
        found: dict[int, list[CaseDocument]] = defaultdict(list)
        documents = CaseDocument.objects.visible_to(self.request.user)
        for one in documents.filter(case__in=[s.case_id for s in cases]).select_related("case").order_by("number"):
            found[one.case_id].append(one)
        return found

    def _partly_in_journal(self, cases: list[SelectedCase]) -> set[int]:
        entries = JournalEntry.objects.visible_to(self.request.user)
        entries = entries.filter(case__in=[one.case_id for one in cases])
        return set(entries.filter(concerns_supervision=SupervisionRelevance.PARTLY).values_list("case", flat=True))


def _undecided(document: CaseDocument) -> bool:
    if document.concerns_supervision == SupervisionRelevance.NO:
        return False
    return document.concerns_supervision == SupervisionRelevance.PARTLY or document.media_type != MediaType.PDF


class LogView(OwnCasesMixin, TemplateView):
    template_name = "tilsyn/redaction/log.html"

    def get_context_data(self, **kwargs):
        self.cases()
        rows = log_of(self.supervision, self.request.user)
        return super().get_context_data(rows=rows, header=HEADER, outside=self.outside(), **kwargs)


class LogPdfView(AsksWhoYouAre, OwnCasesMixin, View):
    sends_file = True
    http_method_names = ["get"]

    def get(self, request, **kwargs):
        self.cases()
        context = {
            "supervision": self.supervision,
            "rows": log_of(self.supervision, request.user),
            "header": HEADER,
            "outside": self.outside(),
            "sender": settings.SANKTION_SENDER,
            "now": timezone.now(),
        }
        data = pdf.render(PDF_LOG, context, stylesheets=LETTER_STYLES, archival=False)
        return pdf_response(data, f"holdt-tilbage-{self.supervision.number}.pdf")


class LogCsvView(AsksWhoYouAre, OwnCasesMixin, View):
    sends_file = True
    http_method_names = ["get"]

    def get(self, request, **kwargs):
        self.cases()
        data = log_csv(log_of(self.supervision, request.user))
        return file_response(data, f"holdt-tilbage-{self.supervision.number}.csv", CSV_TYPE, is_shown=False)

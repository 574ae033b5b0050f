"""V102, V106: the answers to a spot survey, and the search behind a new one."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView, View

from sanktion.models import AccessKind, Citizen, EventKind, FileFormat
from sanktion.views.base import LogsAccess
from sanktion.views.identity import AsksWhoYouAre
from sanktion.views.register import MEDIA_TYPES
from tilsyn.actions.survey import (
    Found,
    SurveyNotAllowed,
    answer_survey,
    file_of,
    search,
    shown_row,
    why_not_answerable,
)
from tilsyn.forms.survey import SurveyAnswerForm, SurveyQueryForm
from tilsyn.models import Consequence, SupervisionForm, SurveyAnswer, SurveyColumn, SurveyRun
from tilsyn.views.base import SupervisionMixin

SHOWN_ROWS = 100


class SurveyMixin(SupervisionMixin, LogsAccess):
    permission_required = ("tilsyn.view_supervision", "tilsyn.handle_supervision", "sanktion.view_case")
    tab = "survey_answers"

    @cached_property
    def answers(self):
        if self.supervision.form != SupervisionForm.SPOT_SURVEY:
            raise Http404
        found = SurveyAnswer.objects.filter(supervision=self.supervision).visible_to(self.request.user)
        return found.select_related("supervision", "by")

    @property
    def answer(self) -> SurveyAnswer:
        return get_object_or_404(self.answers, number=self.kwargs["answer"])

    def log_rows(self, answer: SurveyAnswer, kind: AccessKind) -> None:
        rows = answer.answer_rows.values("case")
        self.log(Citizen.objects.filter(cases__in=rows).distinct().only("pk"), kind=kind)


class SurveyAnswersView(SurveyMixin, TemplateView):
    template_name = "tilsyn/survey/answers.html"

    def get_context_data(self, **kwargs):
        shown = list(self.answers)
        return super().get_context_data(
            answers=shown,
            hidden=SurveyAnswer.objects.filter(supervision=self.supervision).count() - len(shown),
            runs=SurveyRun.objects.filter(supervision=self.supervision).count(),
            refusal=why_not_answerable(self.supervision),
            **kwargs,
        )


class SurveyNewView(SurveyMixin, FormView):
    """First what is asked, as the page's own address; then what it gives; then the answer, which is kept."""

    template_name = "tilsyn/survey/new.html"
    form_class = SurveyAnswerForm

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    def get(self, request, *args, **kwargs):
        if self.answers is not None and (refused := why_not_answerable(self.supervision)):
            messages.error(request, refused)
            return redirect("survey_answers", self.supervision.number)
        return super().get(request, *args, **kwargs)

    @cached_property
    def question(self) -> SurveyQueryForm:
        asked = self.request.GET
        return SurveyQueryForm(asked if "fra" in asked else None, supervision=self.supervision)

    @cached_property
    def found(self) -> Found | None:
        asks = self.question.is_bound and self.question.is_valid()
        return search(self.supervision, self.question.query, by=self.request.user) if asks else None

    def get_form_kwargs(self):
        asks = self.question.is_bound and self.question.is_valid()
        return super().get_form_kwargs() | {"has_cpr": asks and SurveyColumn.CPR in self.question.query.columns}

    def get_context_data(self, **kwargs):
        found = self.found
        if found:
            shown = found.rows[:SHOWN_ROWS]
            self.log([row.case.citizen for row in shown], kind=AccessKind.LIST)
            columns = self.question.query.columns
            kwargs |= {
                "found": found,
                "cross": cross_table(found.counts),
                "labels": [SurveyColumn(column).label for column in columns],
                "rows": [shown_row(columns, row.facts) for row in shown],
            }
        return super().get_context_data(question=self.question, **kwargs)

    def post(self, request, *args, **kwargs):
        if self.answers is None or why_not_answerable(self.supervision) or not self.question.is_valid():
            return redirect("survey_answers", self.supervision.number)
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        asked, query = form.cleaned_data, self.question.query
        facts = {"cpr_reason": asked.get("cpr_reason", ""), "key": asked["key"], "by": self.request.user}
        try:
            answer = answer_survey(self.supervision, query, **facts)
        except SurveyNotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        self.log_rows(answer, AccessKind.WRITE)
        messages.success(self.request, f"Svar {answer.number} er gemt. Hent filen herunder.")
        return redirect("survey_answer", self.supervision.number, answer.number)


class SurveyAnswerView(SurveyMixin, TemplateView):
    template_name = "tilsyn/survey/answer.html"

    def get_context_data(self, **kwargs):
        answer = self.answer
        self.log_rows(answer, AccessKind.LIST)
        rows = list(answer.answer_rows.all())
        shown = {
            "answer": answer,
            "cross": cross_table(answer.counts),
            "kinds": [EventKind(kind).label for kind in answer.kinds],
            "outcomes": [Consequence(one).label for one in answer.outcomes],
            "labels": [label for _, label in answer.labelled],
            "rows": [shown_row(answer.columns, row.facts) for row in rows[:SHOWN_ROWS]],
            "gone": answer.found - len(rows),
        }
        return super().get_context_data(**kwargs | shown)


class SurveyAnswerFileView(AsksWhoYouAre, SurveyMixin, View):
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        answer = self.answer
        file_format = FileFormat.XLSX if request.POST.get("format") == FileFormat.XLSX else FileFormat.CSV
        try:
            data = file_of(answer, file_format)
        except SurveyNotAllowed as refused:
            messages.error(request, str(refused))
            return redirect("survey_answer", self.supervision.number, answer.number)
        self.log_rows(answer, AccessKind.PRINT)
        headers = {
            "Content-Disposition": f'attachment; filename="{answer.file_stem}.{file_format}"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        }
        return HttpResponse(data, content_type=MEDIA_TYPES[file_format], headers=headers)


def cross_table(counts: dict[str, dict[str, int]]) -> dict:
    """Kinds of event down, consequences across, with the sums of both."""
    used = [one for one in Consequence if any(one in row for row in counts.values())]
    rows = []
    for kind in (kind for kind in EventKind if str(kind.value) in counts):
        numbers = [counts[str(kind.value)].get(one, 0) for one in used]
        rows.append((kind.label, numbers, sum(numbers)))
    sums = [sum(column) for column in zip(*(numbers for _, numbers, _ in rows), strict=True)]
    return {"heads": [one.label for one in used], "rows": rows, "sums": sums, "total": sum(sums)}

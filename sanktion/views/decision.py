from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.generic import View

from sanktion.actions.countersign import (
    CountersignRefused,
    ask,
    countersign_of,
    draft_of,
    resting_on_latest,
    save_draft,
)
from sanktion.actions.decision import DRAFT_MARK, NOT_ASSESSED, DecisionNotAllowed, decide, render_decision
from sanktion.actions.digest import decision_digest
from sanktion.actions.gates import missing_for, standing
from sanktion.base.transitions import TransitionNotAllowed
from sanktion.forms.decision import DecisionForm
from sanktion.models import CaseStatus, CountersignRule, Decision, JournalEntry, TextMissing, Words
from sanktion.models.rates import rates_on
from sanktion.views.base import CaseMixin
from sanktion.views.document import pdf_response
from sanktion.views.identity import AsksWhenProtected


class DecisionMixin(CaseMixin):
    permission_required = "sanktion.decide_case"
    template_name = "sanktion/decide.html"

    def dispatch(self, request, *args, **kwargs):
        self.entry = None
        return super().dispatch(request, *args, **kwargs)

    def read_form(self, data=None) -> DecisionForm:
        self.entry = JournalEntry.objects.latest_statement(self.case)
        self.ground, self.consequence = self.case.grounds.first(), self.case.consequences.first()
        self.saved = draft_of(self.case)
        form = DecisionForm(data, case=self.case, statement=self.statement, ground=self.ground)
        if self.saved:
            form.initial |= self.saved.content
        return form

    def keep(self, form) -> None:
        """Whatever is sent is kept, so that no text is lost on the way back. Who only reads it leaves it another's."""
        fields = {name: form.data.get(name, "") for name in form.fields}
        if self.saved and self.saved.content == fields:
            return
        valid = form.is_valid()
        digest = decision_digest(resting_on_latest(self.draft(form)), statement=self.statement) if valid else ""
        self.saved = save_draft(self.case, fields=fields, digest=digest, by=self.request.user)

    def draft(self, form) -> Decision:
        rests_on = {"ground": self.ground, "consequence": self.consequence}
        return Decision(case=self.case, decided_by=self.request.user, **rests_on, **form.cleaned_data)

    @property
    def statement(self) -> str:
        return self.entry.text if self.entry else ""

    def page(self, form, *, template=None, status=200, **extra):
        at = standing(self.case)
        context = {
            "case": self.case,
            "citizen": self.case.citizen,
            "form": form,
            "statement": self.entry,
            "assessment": self.case.assessments.first(),
            "gates": at,
            "gates_missing": missing_for(self.case, at=at),
            "may_handle": self.request.user.has_perm("sanktion.handle_case"),
            "ground": self.ground,
            "consequence": self.consequence,
            "saved": self.saved,
            "countersign": countersign_of(self.case),
            "rates": rates_on(self.case.event.occurred_on),
            **extra,
        }
        return render(self.request, template or self.template_name, context, status=status)


class DecideView(DecisionMixin, View):
    """First the form, then the same words once more to confirm; nothing is decided before that."""

    def get(self, request, number):
        if self.case.status != CaseStatus.READY:
            return self._refused(f"Sagen er «{self.case.get_status_display()}» og er ikke klar til afgørelse.")
        if not self.case.is_assessed():
            return self._refused(NOT_ASSESSED)
        return self.page(self.read_form())

    def post(self, request, number):
        form = self.read_form(request.POST)
        self.keep(form)
        if "ret" in request.POST or not form.is_valid():
            return self.page(form, status=200 if "ret" in request.POST else 422)
        if "bed_om" in request.POST:
            return self._ask(form)
        if "bekraeft" not in request.POST:
            return self._confirm(form)
        return self._decide(form)

    def _confirm(self, form):
        """To be signed by a colleague first, or decided."""
        takes_two = CountersignRule.objects.requires(form.cleaned_data["outcome"])
        return self.page(form, template="sanktion/decide_confirm.html", decision=self.draft(form), takes_two=takes_two)

    def _ask(self, form):
        try:
            ask(self.draft(form), statement=self.statement, by=self.request.user)
        except CountersignRefused as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=422)
        messages.success(self.request, "Der er bedt om medunderskrift. Sagen venter på en kollega.")
        return redirect("case", self.case.number)

    def _decide(self, form):
        try:
            decision = decide(self.case, **form.cleaned_data, statement=self.statement, by=self.request.user)
        except (DecisionNotAllowed, TransitionNotAllowed) as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=422)
        number = decision.letter.full_number
        messages.success(self.request, f"Afgørelsen er truffet. Brevet er lagt i sagen som dokument {number}.")
        return redirect("case", self.case.number)

    def _refused(self, message: str):
        messages.error(self.request, message)
        return redirect("case", self.case.number)


class DecisionPreviewView(AsksWhenProtected, DecisionMixin, View):
    """The letter as it would be sent, with a draft mark in place of its number. Nothing is stored."""

    http_method_names = ["post"]

    def post(self, request, number):
        form = self.read_form(request.POST)
        self.keep(form)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            words = Words("decision")
        except TextMissing as missing:
            form.add_error(None, str(missing))
            return self.page(form, status=422)
        data = render_decision(self.draft(form), statement=self.statement, number=DRAFT_MARK, words=words)
        return pdf_response(data, f"kladde-{self.case.number}.pdf")


class DecisionDraftView(DecisionMixin, View):
    """Keeps what is written, finished or not; the page itself asks for it while one writes."""

    http_method_names = ["post"]

    def post(self, request, number):
        self.keep(self.read_form(request.POST))
        if "HX-Request" in request.headers:
            return render(request, "sanktion/decide_saved.html", {"saved": self.saved})
        messages.success(request, "Kladden er gemt.")
        return redirect("decide", self.case.number)

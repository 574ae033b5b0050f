"""How long closed cases are kept: the rules, the cases whose time has passed, and one case's own page."""

from dataclasses import replace

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView, TemplateView, View

from sanktion.actions import retention as acts
from sanktion.actions.retention import RetentionNotAllowed
from sanktion.forms.retention import ArchiveForm, HoldForm, PostponeForm, ProposeForm, RuleForm
from sanktion.models import AccessKind, Case, Inquiry, RetentionDelay, RetentionHold, RetentionRule
from sanktion.views.base import ActFormView, CaseMixin, LogsAccess, RightRequiredMixin
from sanktion.views.case import CaseFormView
from sanktion.views.identity import AsksWhoYouAre
from sanktion.views.paging import key_page
from sanktion.views.retention_rows import kept_cases

REVIEW = ("sanktion.view_case", "sanktion.review_retention")
TABS = [
    ("retention", "Regler", "sanktion.view_retentionrule"),
    ("retention_review", "Til gennemgang", "sanktion.review_retention"),
    ("disposals", "Sletninger", "sanktion.view_disposal"),
]


class RetentionTab(RightRequiredMixin):
    permission_required = "sanktion.view_retentionrule"
    tab = ""

    def get_context_data(self, **kwargs):
        seen = [tab for tab in TABS if self.request.user.has_perm(tab[2])]
        tabs = [{"url": reverse(name), "label": label, "current": name == self.tab} for name, label, _ in seen]
        return super().get_context_data(tabs=tabs, **kwargs)


class RetentionView(RetentionTab, TemplateView):
    template_name = "sanktion/retention/rules.html"
    tab = "retention"

    def get_context_data(self, **kwargs):
        in_force = {rule.pk for rule in RetentionRule.objects.holding(timezone.localdate())}
        rules = RetentionRule.objects.select_related("made_by")
        return super().get_context_data(rules=rules, in_force=in_force, today=timezone.localdate(), **kwargs)


class RuleNewView(AsksWhoYouAre, ActFormView):
    permission_required = "sanktion.add_retentionrule"
    form_class = RuleForm
    list_name = "retention"
    title, confirm_label = "Ny opbevaringsregel", "Gem regel"

    def act(self, form) -> str:
        acts.write_rule(**form.cleaned_data, by=self.request.user)
        return "Reglen er gemt. Den gælder også for sager, der allerede er lukket."


class ReviewView(RetentionTab, LogsAccess, FormView):
    """The list names no citizen; the case is opened to see whose it is."""

    permission_required = REVIEW
    template_name = "sanktion/retention/review.html"
    form_class = ProposeForm
    tab = "retention_review"

    def due(self):
        return acts.for_review(Case.objects.visible_to(self.request.user), timezone.localdate())

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"cases": acts.unheld(self.due())}

    def get_context_data(self, **kwargs):
        due = self.due()
        page = key_page(due, self.request.GET, key="status_changed_at")
        rows = kept_cases(page.pks)
        self.log({row.case.citizen for row in rows}, kind=AccessKind.LIST)
        page = replace(page, total_label=f"{len(page.pks)} af {due.count()}")
        return super().get_context_data(rows=rows, page=page, free=sum(not row.why_not for row in rows), **kwargs)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        try:
            disposal = acts.propose_disposal(list(form.cleaned_data["sag"]), by=self.request.user)
        except RetentionNotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, "Sletningen er foreslået. En anden end dig skal godkende den.")
        return redirect("disposal", disposal.pk)


class CaseRetentionView(CaseMixin, TemplateView):
    permission_required = ("sanktion.view_case", "sanktion.view_disposal")
    template_name = "sanktion/retention/case.html"

    def get_context_data(self, **kwargs):
        holds = RetentionHold.objects.filter(case=self.case).select_related("inquiry", "placed_by", "released_by")
        delays = RetentionDelay.objects.filter(case=self.case).select_related("made_by")
        [kept] = kept_cases([self.case.pk])
        return super().get_context_data(kept=kept, holds=holds, delays=delays, **kwargs)


class RetentionActView(CaseFormView):
    permission_required = REVIEW
    template_name = "components/confirm.html"
    title = confirm_label = ""

    def get_context_data(self, **kwargs):
        shown = {"title": f"{self.title}: sag {self.case.number}", "confirm_label": self.confirm_label}
        return super().get_context_data(**shown, cancel_url=self.get_success_url(), **kwargs)

    def form_valid(self, form):
        try:
            done = self.act(form)
        except RetentionNotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        return self.done(done)

    def get_success_url(self):
        return reverse("case_retention", args=[self.case.number])


class HoldView(RetentionActView):
    form_class = HoldForm
    title, confirm_label = "Hold sagen tilbage", "Hold tilbage"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"inquiries": Inquiry.objects.visible_to(self.request.user).open()}

    def act(self, form) -> str:
        acts.hold(self.case, **form.cleaned_data, by=self.request.user)
        return "Sagen holdes tilbage og kan ikke slettes."


class PostponeView(RetentionActView):
    form_class = PostponeForm
    title, confirm_label = "Udsæt gennemgangen", "Udsæt"

    def act(self, form) -> str:
        acts.postpone(self.case, **form.cleaned_data, by=self.request.user)
        return "Gennemgangen er udsat."


class ArchiveView(RetentionActView):
    form_class = ArchiveForm
    title, confirm_label = "Notér aflevering til arkiv", "Notér afleveringen"

    def act(self, form) -> str:
        acts.note_archived(self.case, **form.cleaned_data, by=self.request.user)
        return "Afleveringen er noteret."


class ReleaseHoldView(CaseMixin, View):
    http_method_names = ["post"]
    permission_required = REVIEW

    def post(self, request, number, pk):
        placed = get_object_or_404(RetentionHold.objects.visible_to(request.user), case=self.case, pk=pk)
        acts.release_hold(placed, by=request.user)
        messages.success(request, "Tilbageholdelsen er ophævet.")
        return redirect("case_retention", self.case.number)

"""Control of the access log: unusual use, random samples, and one citizen's log. Looking at it is itself logged."""

from dataclasses import replace

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView, View

from sanktion.actions import access_control as acts
from sanktion.actions.subject_access import sees_all_cases
from sanktion.actions.subject_access_log import HEADER, citizen_log_rows
from sanktion.base.acting import unit_wide
from sanktion.base.refusal import refusal
from sanktion.base.tables import write_csv
from sanktion.forms.access_control import ReviewForm, SampleForm
from sanktion.models import AccessFinding, AccessKind, AccessSample, DroppedAccessMonth
from sanktion.views.access_rows import MOST, citizens_in, finding_rows
from sanktion.views.base import CitizenMixin, LogsAccess, RightRequiredMixin
from sanktion.views.identity import AsksWhoYouAre
from sanktion.views.paging import key_page
from sanktion.views.subject_access import RIGHTS

TABS = [("access_control", "Usædvanlig brug"), ("access_samples", "Stikprøver"), ("access_months", "Måneder")]
READABLE = 500


class LogTab(RightRequiredMixin, LogsAccess):
    permission_required = "sanktion.view_accesslog"
    tab = ""

    def get_context_data(self, **kwargs):
        tabs = [{"url": reverse(name), "label": label, "current": name == self.tab} for name, label in TABS]
        return super().get_context_data(tabs=tabs, **kwargs)

    def shown(self, findings):
        """The findings with their look-ups, each citizen of which is logged."""
        with unit_wide(acts.REASON):
            rows = finding_rows(list(findings.with_state().select_related("user", "sample")))
            self.log(citizens_in(rows), kind=AccessKind.LIST)
        return rows


class FindingsView(LogTab, TemplateView):
    """Numbers and reasons; the look-ups themselves are on each finding's page."""

    template_name = "sanktion/access_control/findings.html"
    tab = "access_control"

    def get_context_data(self, **kwargs):
        handled = self.request.GET.get("vis") == "behandlede"
        with unit_wide(acts.REASON):
            found = AccessFinding.objects.unusual().with_state().filter(is_reviewed=handled)
            page = key_page(found, self.request.GET, key=None, newest_first=True)
            page = replace(page, total_label=f"{len(page.pks)} fund på siden")
            findings = list(found.filter(pk__in=page.pks).select_related("user"))
        rows = [(one, acts.explain(one)) for one in findings]
        return super().get_context_data(rows=rows, page=page, handled=handled, **kwargs)


class MonthsView(LogTab, TemplateView):
    """How long the log is kept, and the months that are gone: numbers alone."""

    template_name = "sanktion/access_control/months.html"
    tab = "access_months"

    def get_context_data(self, **kwargs):
        gone = DroppedAccessMonth.objects.order_by("-month")
        return super().get_context_data(gone=gone, kept=settings.SANKTION_ACCESS_LOG_MONTHS, **kwargs)


class FindingView(LogTab, FormView):
    template_name = "sanktion/access_control/finding.html"
    form_class = ReviewForm
    tab = "access_control"

    @cached_property
    def finding(self) -> AccessFinding:
        with unit_wide(acts.REASON):
            return get_object_or_404(AccessFinding.objects.select_related("user", "sample"), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        [row] = self.shown(AccessFinding.objects.filter(pk=self.finding.pk))
        with unit_wide(acts.REASON):
            reviews = list(self.finding.reviews.select_related("by"))
        is_own = self.finding.user_id == self.request.user.pk
        more = len(self.finding.log_ids) - MOST
        return super().get_context_data(row=row, reviews=reviews, is_own=is_own, more=max(more, 0), **kwargs)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        try:
            with transaction.atomic():
                acts.review(self.finding, **form.cleaned_data, by=self.request.user)
        except IntegrityError as refused:
            form.add_error(None, refusal(refused))
            return self.form_invalid(form)
        messages.success(self.request, "Behandlingen er noteret.")
        sample = self.finding.sample_id
        return redirect("access_sample", sample) if sample else redirect("access_control")


class SamplesView(LogTab, FormView):
    template_name = "sanktion/access_control/samples.html"
    form_class = SampleForm
    tab = "access_samples"

    def get_context_data(self, **kwargs):
        samples = list(AccessSample.objects.select_related("drawn_by")[:MOST])
        with unit_wide(acts.REASON):
            waiting = set(AccessFinding.objects.open().filter(sample__in=samples).values_list("sample", flat=True))
        return super().get_context_data(samples=samples, waiting=waiting, **kwargs)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        try:
            with transaction.atomic():
                sample = acts.draw(**form.cleaned_data, by=self.request.user)
        except IntegrityError as refused:
            form.add_error(None, refusal(refused))
            return self.form_invalid(form)
        return redirect("access_sample", sample.pk)


class SampleView(LogTab, TemplateView):
    template_name = "sanktion/access_control/sample.html"
    tab = "access_samples"

    def get_context_data(self, **kwargs):
        sample = get_object_or_404(AccessSample.objects.select_related("drawn_by"), pk=self.kwargs["pk"])
        rows = self.shown(AccessFinding.objects.filter(sample=sample).order_by("pk"))
        return super().get_context_data(sample=sample, rows=rows, **kwargs)


class CitizenLogMixin(CitizenMixin):
    """One citizen's log, for whoever sees all of the citizen's cases: it tells of them all."""

    permission_required = RIGHTS

    def log_rows(self):
        if not sees_all_cases(self.request.user, self.citizen):
            raise PermissionDenied
        return citizen_log_rows(self.citizen, names_staff=False)


class CitizenLogView(CitizenLogMixin, TemplateView):
    template_name = "sanktion/access_control/citizen.html"

    def get_context_data(self, **kwargs):
        with unit_wide(acts.REASON):
            rows = list(self.log_rows())
        shown = {"header": HEADER, "rows": rows[: -READABLE - 1 : -1], "total": len(rows)}
        return super().get_context_data(**shown, **kwargs)


class CitizenLogFileView(AsksWhoYouAre, CitizenLogMixin, View):
    """The whole log as CSV, fetched by pressing a button."""

    http_method_names = ["post"]

    def post(self, request, pk):
        self.log([self.citizen], kind=AccessKind.PRINT)
        with unit_wide(acts.REASON):
            data = write_csv(HEADER, self.log_rows())
        headers = {"Content-Disposition": f'attachment; filename="opslag-{pk}.csv"', "Cache-Control": "no-store"}
        return HttpResponse(data, content_type="text/csv; charset=utf-8", headers=headers)

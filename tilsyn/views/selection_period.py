"""V034, V035: way 3. What was registered in the period, whether it is complete, and the list for the directorate."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import TemplateView, View

from sanktion.models import AccessKind
from sanktion.views.identity import AsksWhoYouAre
from sanktion.views.paging import key_page
from tilsyn.actions.selection.completeness import LATE_DAYS, completeness, registered, registration_file
from tilsyn.forms.selection import FileForm, RegistrationPeriodForm
from tilsyn.views.selection import SelectionMixin, download


class PeriodMixin(SelectionMixin):
    def period_form(self, asked) -> RegistrationPeriodForm:
        if "fra" in asked:
            return RegistrationPeriodForm(asked)
        first, last = self.supervision.period_from, self.supervision.period_to
        if not (first and last) or self.is_early:
            return RegistrationPeriodForm()
        last = min(last, timezone.localdate())
        return RegistrationPeriodForm({"fra": f"{first:%d-%m-%Y}", "til": f"{last:%d-%m-%Y}", "dage": LATE_DAYS})

    @property
    def is_early(self) -> bool:
        """The directorate's period has not begun."""
        first = self.supervision.period_from
        return bool(first) and first > timezone.localdate()


class PeriodView(PeriodMixin, TemplateView):
    template_name = "tilsyn/selection/period.html"

    def get_context_data(self, **kwargs):
        form = self.period_form(self.request.GET)
        shown = self._report(form) if form.is_bound and form.is_valid() else {}
        begins = self.supervision.period_from if self.is_early else None
        ends = self.supervision.period_to
        is_running = bool(ends) and not begins and ends > timezone.localdate()
        return super().get_context_data(form=form, begins=begins, is_running=is_running, **shown, **kwargs)

    def _report(self, form: RegistrationPeriodForm) -> dict:
        user, period = self.request.user, form.cleaned_data
        found = registered(period["fra"], period["til"], user=user)
        page = key_page(found, self.request.GET, key="registered_at")
        events = sorted(found.filter(pk__in=page.pks), key=lambda event: page.pks.index(event.pk))
        self.log({event.citizen for event in events}, kind=AccessKind.LIST)
        report = completeness(period["fra"], period["til"], late_days=form.late_days, user=user)
        return {"report": report, "events": events, "page": page, "late_days": form.late_days}


class PeriodFileView(AsksWhoYouAre, PeriodMixin, View):
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        form, asked = self.period_form(request.POST), FileForm(request.POST)
        if not (form.is_valid() and asked.is_valid()):
            messages.error(request, "Vælg en periode og et format.")
            return redirect("selection_period", self.supervision.number)
        period, file_format = form.cleaned_data, asked.cleaned_data["file_format"]
        if refusal := completeness(period["fra"], period["til"], user=request.user).refusal:
            messages.error(request, refusal)
            return redirect("selection_period", self.supervision.number)
        events = list(registered(period["fra"], period["til"], user=request.user))
        self.log({event.citizen for event in events}, kind=AccessKind.PRINT)
        data = registration_file(events, file_format, at=timezone.now())
        return download(data, f"haendelser-{self.supervision.number}", file_format)

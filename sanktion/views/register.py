"""The sanction register (V036, V037) and its deliveries to the common data set (V039)."""

from dataclasses import replace
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView, View

from sanktion.actions.register import DeliveryNotAllowed, Extract, deliver, extract, recreate
from sanktion.base.counting import CountOf, shown
from sanktion.forms.register import DeliveryForm, PeriodForm, RegisterFilter
from sanktion.models import (
    AccessKind,
    Citizen,
    Decision,
    FileFormat,
    RegisterDelivery,
    RegisterDeliveryRow,
    RowChange,
    User,
)
from sanktion.views.base import LogsAccess, RightRequiredMixin
from sanktion.views.identity import AsksWhoYouAre
from sanktion.views.paging import key_page

SHOWN_DIFFERENCES = 50
MEDIA_TYPES = {
    FileFormat.CSV: "text/csv; charset=utf-8",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
COUNTED = {
    RowChange.NEW: "Nye",
    RowChange.CHANGED: "Ændrede",
    RowChange.GONE: "Udgåede",
    RowChange.SAME: "Uændrede",
}
CHANGE_KINDS = {
    RowChange.NEW: "success",
    RowChange.CHANGED: "warning",
    RowChange.GONE: "error",
    RowChange.SAME: "neutral",
}


class RegisterView(RightRequiredMixin, LogsAccess, TemplateView):
    permission_required = "sanktion.view_register"
    template_name = "sanktion/register/register.html"

    def get_context_data(self, **kwargs):
        user, form = self.request.user, RegisterFilter(self.request.GET)
        found = form.narrow(Decision.objects.visible_to(user).sanctions())
        page = key_page(found, self.request.GET, key="decided_at", newest_first=True)
        decisions = _in_order(Decision.objects.filter(pk__in=page.pks), page.pks)
        self.log([decision.case.citizen for decision in decisions], kind=AccessKind.LIST)
        total = User.objects.filter(pk=user.pk).values_list(CountOf(found)).get()[0]
        page = replace(page, total_label=f"{len(decisions)} af {shown(total)} sanktioner")
        return super().get_context_data(form=form, decisions=decisions, page=page, **kwargs)


class DeliveryMixin(RightRequiredMixin, LogsAccess):
    permission_required = ("sanktion.view_register", "sanktion.deliver_register")

    @property
    def deliveries(self):
        return RegisterDelivery.objects.visible_to(self.request.user).select_related("delivered_by")

    @cached_property
    def delivery(self) -> RegisterDelivery:
        return get_object_or_404(self.deliveries, pk=self.kwargs["pk"])

    def log_decisions(self, decisions, kind: AccessKind) -> None:
        self.log(Citizen.objects.filter(cases__decision__in=decisions).distinct().only("pk"), kind=kind)


class DeliveriesView(DeliveryMixin, TemplateView):
    template_name = "sanktion/register/deliveries.html"

    def get_context_data(self, **kwargs):
        page = key_page(self.deliveries, self.request.GET, key=None, newest_first=True)
        rows = RegisterDelivery.objects.filter(pk__in=page.pks).select_related("delivered_by")
        page = replace(page, total_label=f"{len(page.pks)} leveringer på siden")
        return super().get_context_data(deliveries=rows, page=page, **kwargs)


class DeliveryNewView(AsksWhoYouAre, DeliveryMixin, FormView):
    """First what a period would deliver and how it differs from the last time; then the purpose and the delivery."""

    form_class = DeliveryForm
    template_name = "sanktion/register/delivery_new.html"

    def get_initial(self):
        # As text: a hidden date would come back in another form than the one people write.
        return _written(self.period.cleaned_data) if self.period.is_valid() else {}

    @cached_property
    def period(self) -> PeriodForm:
        asked = self.request.POST if self.request.method == "POST" else self.request.GET
        first, last = last_month(timezone.localdate())
        return PeriodForm(asked if "fra" in asked else _written({"fra": first, "til": last}))

    @cached_property
    def extract(self) -> Extract | None:
        if not self.period.is_valid():
            return None
        period = self.period.cleaned_data
        return extract(period["fra"], period["til"], user=self.request.user)

    def get_context_data(self, **kwargs):
        found = self.extract
        differing = [row for row in found.rows if row.change != RowChange.SAME] if found else []
        differing.sort(key=lambda row: row.change == RowChange.NEW)
        listed = differing[:SHOWN_DIFFERENCES]
        self.log_decisions([row.decision.pk for row in listed], AccessKind.LIST)
        return super().get_context_data(
            period=self.period,
            extract=found,
            counts=[(COUNTED[change], count) for change, count in found.counts.items()] if found else [],
            rows=[(row.decision, row.change.label, CHANGE_KINDS[row.change]) for row in listed],
            differing=len(differing),
            **kwargs,
        )

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        asked = form.cleaned_data
        first, last = asked.pop("fra"), asked.pop("til")
        try:
            delivery = deliver(first, last, **asked, by=self.request.user)
        except DeliveryNotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, f"Levering {delivery} er dannet. Hent filen herunder.")
        return redirect("register_delivery", delivery.pk)


class DeliveryView(DeliveryMixin, TemplateView):
    template_name = "sanktion/register/delivery.html"

    def get_context_data(self, **kwargs):
        delivery, user = self.delivery, self.request.user
        differing = RegisterDeliveryRow.objects.visible_to(user).filter(delivery=delivery).differing()
        page = key_page(differing, self.request.GET, key=None)
        related = ("decision__case__event", "decision__legal_basis")
        rows = RegisterDeliveryRow.objects.filter(pk__in=page.pks).select_related(*related)
        rows = rows.prefetch_related("decision__changes__legal_basis")
        rows = list(rows.defer("decision__reasons", "decision__answer_to_statement"))
        self.log_decisions([row.decision_id for row in rows], AccessKind.LIST)
        total = User.objects.filter(pk=user.pk).values_list(CountOf(differing)).get()[0]
        return super().get_context_data(
            delivery=delivery,
            rows=[(row.decision, row.get_change_display(), CHANGE_KINDS[RowChange(row.change)]) for row in rows],
            page=replace(page, total_label=f"{len(rows)} af {shown(total)} forskelle"),
            **kwargs,
        )


class DeliveryFileView(AsksWhoYouAre, DeliveryMixin, View):
    """The file is kept nowhere: it is made again each time, and handed out only if it is the one delivered."""

    http_method_names = ["post"]

    def post(self, request, pk):
        delivery = self.delivery
        again = recreate(delivery, user=request.user)
        if not again.is_same:
            messages.error(request, _told(again))
            return redirect("register_delivery", delivery.pk)
        self.log_decisions(delivery.delivered_rows.values("decision"), AccessKind.PRINT)
        return _download(again.data, delivery)


class DeliveryCheckView(DeliveryMixin, View):
    http_method_names = ["post"]

    def post(self, request, pk):
        again = recreate(self.delivery, user=request.user)
        if again.is_same:
            messages.success(request, "Udtrækket kan genskabes: filen er den samme, byte for byte.")
        else:
            messages.error(request, _told(again))
        return redirect("register_delivery", pk)


def last_month(today: date) -> tuple[date, date]:
    """The first and the last day of the month before this one."""
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def _written(period: dict[str, date]) -> dict[str, str]:
    return {name: f"{day:%d-%m-%Y}" for name, day in period.items()}


def _in_order(decisions, pks: list[int]) -> list[Decision]:
    """Relations are fetched for the rows of the page alone; the letters' texts stay sealed."""
    rows = decisions.select_related("case__citizen", "case__event", "legal_basis").with_standing()
    by_pk = {decision.pk: decision for decision in rows.defer("reasons", "answer_to_statement")}
    return [by_pk[pk] for pk in pks]


def _told(again) -> str:
    if not again.altered:
        return "Rækkerne er uændrede, men filen er dannet af en anden udgave af systemet og er ikke den samme."
    count = len(again.altered)
    rows = "1 række er ændret" if count == 1 else f"{count} rækker er ændret"
    named = ", ".join(again.altered[:5]) + (" …" if count > 5 else "")
    return f"Udtrækket kan ikke genskabes: {rows} siden leveringen ({named}). Lav en ny levering for perioden."


def _download(data: bytes, delivery: RegisterDelivery) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{delivery.file_name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(data, content_type=MEDIA_TYPES[FileFormat(delivery.file_format)], headers=headers)

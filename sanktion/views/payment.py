"""V010, V134, V141-V143: wrong payments, followed until they are stopped and the refund is right."""

from dataclasses import replace
from datetime import date, timedelta

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.generic import FormView, TemplateView

from sanktion.actions import payment as acts
from sanktion.actions.payment import PaymentNotAllowed, auditor_csv, auditor_pdf, auditor_rows
from sanktion.base.transitions import TransitionNotAllowed
from sanktion.forms.payment import AuditorForm, ClaimForm, CorrectForm, ExtractForm, StopForm, WrongPaymentForm
from sanktion.models import AccessKind, MediaType, RefundStatus, WrongPayment
from sanktion.views.base import LogsAccess, RightRequiredMixin
from sanktion.views.confirming import ConfirmedFormView
from sanktion.views.document import file_response
from sanktion.views.identity import AsksWhoYouAre
from sanktion.views.paging import key_page

REFUSALS = (PaymentNotAllowed, TransitionNotAllowed)
CSV_TYPE = "text/csv; charset=utf-8"
PEOPLE = ("flagged_by", "stopped_by", "claim_by", "corrected_by", "confirmed_by", "auditor_told_by")


class WrongPaymentsView(RightRequiredMixin, TemplateView):
    """The list names no citizen, so managers may follow it without access to the cases."""

    permission_required = "sanktion.view_wrongpayment"
    template_name = "sanktion/payment/list.html"

    def get_context_data(self, **kwargs):
        user, settled = self.request.user, self.request.GET.get("vis") == "afsluttede"
        found = WrongPayment.objects.followed_by(user)
        found = found.exclude(pk__in=found.open().values("pk")) if settled else found.open()
        page = key_page(found, self.request.GET, key="flagged_at", newest_first=settled)
        rows = WrongPayment.objects.filter(pk__in=page.pks).select_related("case", "benefit").defer("found")
        by_pk = {row.pk: row for row in rows}
        opened = set(WrongPayment.objects.visible_to(user).filter(pk__in=page.pks).values_list("pk", flat=True))
        return super().get_context_data(
            payments=[(by_pk[pk], pk in opened) for pk in page.pks],
            page=replace(page, total_label=f"{len(page.pks)} fejludbetalinger på siden"),
            settled=settled,
            **kwargs,
        )


class WrongPaymentNewView(ConfirmedFormView):
    permission_required = ("sanktion.view_case", "sanktion.handle_wrongpayment")
    form_class = WrongPaymentForm
    template_name = "sanktion/payment/form.html"
    refusals = REFUSALS
    title, confirm_label = "Meld fejludbetaling", "Meld fejludbetaling"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"case": self.case}

    def act(self, form) -> str:
        payment = acts.flag_wrong_payment(self.case, **form.cleaned_data, by=self.request.user)
        return f"Fejludbetalingen på {payment.shown_amount} er meldt og følges, til den er standset."


class PaymentMixin(RightRequiredMixin, LogsAccess):
    """For a page under ``/fejludbetalinger/<pk>/``: scoped by the case, whose citizen is logged as seen."""

    permission_required = ("sanktion.view_case", "sanktion.view_wrongpayment")

    def dispatch(self, request, *args, **kwargs):
        if not self.has_permission():
            return self.handle_no_permission()
        rows = WrongPayment.objects.visible_to(request.user).select_related("case__citizen", "benefit", *PEOPLE)
        self.payment = get_object_or_404(rows, pk=kwargs["pk"])
        self.case = self.payment.case
        kind = AccessKind.WRITE if request.method == "POST" else AccessKind.READ
        self.log([self.case.citizen], case=self.case, kind=kind)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(payment=self.payment, case=self.case, **kwargs)


class WrongPaymentView(PaymentMixin, TemplateView):
    template_name = "sanktion/payment/detail.html"

    def get_context_data(self, **kwargs):
        user, payment = self.request.user, self.payment
        handles = user.has_perm("sanktion.handle_wrongpayment")
        awaits = payment.status in (RefundStatus.BLOCKED, RefundStatus.CORRECTED)
        return super().get_context_data(
            may_handle=handles,
            may_confirm=handles and awaits and bool(payment.stopped_on) and payment.first_person_id != user.pk,
            awaits_another=awaits and payment.first_person_id == user.pk,
            history=payment.history.select_related("history_user").order_by("history_date", "history_id"),
            **kwargs,
        )


class PaymentStepView(PaymentMixin, FormView):
    """One step with its form; what the step refuses is told on the page."""

    permission_required = ("sanktion.view_case", "sanktion.handle_wrongpayment")
    template_name = "sanktion/payment/step.html"
    title = confirm_label = text = ""

    def get_context_data(self, **kwargs):
        shown = {"title": self.title, "confirm_label": self.confirm_label, "text": self.text}
        return super().get_context_data(**shown, **kwargs)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        try:
            self.act(**form.cleaned_data, by=self.request.user)
        except REFUSALS as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, "Det er noteret i sagen.")
        return redirect("wrong_payment", self.payment.pk)


class StopView(PaymentStepView):
    form_class = StopForm
    title, confirm_label = "Er udbetalingen standset?", "Notér, at den er standset"
    text = "Dag, beløb og periode kan ikke ændres bagefter."

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"payment": self.payment}

    def act(self, **step) -> None:
        acts.stop_payment(self.payment, **step)


class ClaimView(PaymentStepView):
    form_class = ClaimForm
    title, confirm_label = "Afklar refusionen", "Gem"

    def act(self, **step) -> None:
        acts.settle_claim(self.payment, **step)


class CorrectView(PaymentStepView):
    form_class = CorrectForm
    title, confirm_label = "Refusionen er berigtiget", "Notér berigtigelsen"
    text = "En anden end dig skal bekræfte det bagefter."

    def act(self, **step) -> None:
        acts.correct_refund(self.payment, **step)


class ConfirmView(PaymentStepView):
    form_class = Form
    confirm_label = "Bekræft"

    @property
    def title(self) -> str:
        claimed = self.payment.status == RefundStatus.CORRECTED
        return "Bekræft, at refusionen er berigtiget" if claimed else "Bekræft, at beløbet ikke er anmeldt"

    @property
    def text(self) -> str:
        return f"{self.payment.shown_amount}, sag {self.case.number}. Kontrollér det i regnskabet, før du bekræfter."

    def act(self, **step) -> None:
        acts.confirm_refund(self.payment, **step)


class SendBackView(PaymentStepView):
    form_class = Form
    title, confirm_label = "Send berigtigelsen tilbage?", "Send tilbage"
    text = "Brug det, når regnskabet ikke viser berigtigelsen. Den skal så foretages igen."

    def act(self, **step) -> None:
        acts.send_back(self.payment, **step)


class TellAuditorView(PaymentStepView):
    permission_required = ("sanktion.view_case", "sanktion.tell_auditor")
    form_class = AuditorForm
    title, confirm_label = "Revisor er orienteret", "Gem"
    text = "Udtrækket til revisor hentes på siden «Fejludbetalinger»."

    def act(self, **step) -> None:
        acts.tell_auditor(self.payment, **step)


class AuditorExtractView(AsksWhoYouAre, RightRequiredMixin, FormView):
    """V135, V143: number, amount, period, scheme and correction; neither who it was nor why. Nothing is stored."""

    permission_required = ("sanktion.view_case", "sanktion.tell_auditor")
    form_class = ExtractForm
    template_name = "sanktion/payment/extract.html"

    def get_initial(self):
        last = timezone.localdate()
        return {"fra": last.replace(day=1) - timedelta(days=31), "til": last}

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        first, last = form.cleaned_data["fra"], form.cleaned_data["til"]
        rows = list(auditor_rows(first, last, user=self.request.user))
        return _extract(rows, first, last, as_csv=form.cleaned_data["file_format"] == "csv")


def _extract(rows: list[WrongPayment], first: date, last: date, *, as_csv: bool) -> HttpResponse:
    name = f"berigtigelser-{first:%Y%m%d}-{last:%Y%m%d}"
    if as_csv:
        return file_response(auditor_csv(rows), f"{name}.csv", CSV_TYPE, is_shown=False)
    return file_response(auditor_pdf(rows, first, last), f"{name}.pdf", MediaType.PDF, is_shown=True)

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import TemplateView

from parthoering import actions
from parthoering.forms.printing import ReturnedForm
from parthoering.models import NO_HEARING, Delivery, DeliveryStatus
from parthoering.views.base import REFUSALS, Step
from sanktion.views.base import CaseMixin
from sanktion.views.case import CaseFormView


class HearingResendView(CaseMixin, Step):
    permission_required = "sanktion.handle_case"
    http_method_names = ["post"]

    def refusal(self) -> str:
        if self.hearing is None:
            return NO_HEARING
        if all(one.status != DeliveryStatus.FAILED for one in self.hearing.current_deliveries):
            return "Brevet er allerede sendt eller ved at blive sendt."
        return ""

    def post(self, request, *args, **kwargs):
        try:
            actions.send_again(self.hearing, by=request.user)
        except REFUSALS as refused:
            return self.refuse(refused)
        messages.success(request, "Brevet sendes igen.")
        return redirect("case", self.case.number)


class HearingUndeliverableView(CaseMixin, TemplateView, Step):
    permission_required = "sanktion.handle_case"
    template_name = "parthoering/hearing_undeliverable.html"

    def refusal(self) -> str:
        return actions.why_not_undeliverable(self.hearing)

    def get_context_data(self, **kwargs):
        return super().get_context_data(delivery=self.hearing.undelivered, **kwargs)

    def post(self, request, *args, **kwargs):
        try:
            actions.mark_undeliverable(self.hearing, by=request.user)
        except REFUSALS as refused:
            return self.refuse(refused)
        messages.success(request, "Noteret. Søg nu kontakt på andre måder.")
        return redirect("case", self.case.number)


class DeliveryReturnedView(CaseFormView):
    form_class = ReturnedForm
    template_name = "parthoering/delivery_returned.html"

    def dispatch(self, request, *args, **kwargs):
        self.delivery_pk = kwargs["pk"]
        return super().dispatch(request, *args, **kwargs)

    @property
    def delivery(self) -> Delivery:
        rows = Delivery.objects.visible_to(self.request.user).select_related("document__case", "representative")
        return get_object_or_404(rows, pk=self.delivery_pk, document__case=self.case)

    def get_context_data(self, **kwargs):
        return super().get_context_data(delivery=self.delivery, **kwargs)

    def form_valid(self, form):
        try:
            actions.note_returned(self.delivery, on=form.cleaned_data["on"], by=self.request.user)
        except REFUSALS as refused:
            form.add_error("on", str(refused))
            return self.form_invalid(form)
        return self.done("Det er noteret, at brevet kom retur.")


class DecisionSendView(CaseMixin, Step):
    permission_required = "sanktion.handle_case"
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        try:
            delivery = actions.send_decision(self.case, by=request.user)
        except REFUSALS as refused:
            return self.refuse(refused)
        messages.success(request, f"Afgørelsesbrevet sendes med {delivery.get_channel_display()}.")
        return redirect("case", self.case.number)

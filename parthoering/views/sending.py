from django.contrib import messages
from django.shortcuts import redirect

from parthoering import actions
from parthoering.models import NO_HEARING, DeliveryStatus
from parthoering.views.base import REFUSALS, Step
from sanktion.views.base import CaseMixin


class HearingResendView(CaseMixin, Step):
    permission_required = "sanktion.handle_case"
    http_method_names = ["post"]

    def refusal(self) -> str:
        if self.hearing is None:
            return NO_HEARING
        if self.hearing.letter.delivery.status != DeliveryStatus.FAILED:
            return "Brevet er allerede sendt eller ved at blive sendt."
        return ""

    def post(self, request, *args, **kwargs):
        try:
            actions.send_again(self.hearing, by=request.user)
        except REFUSALS as refused:
            return self.refuse(refused)
        messages.success(request, "Brevet sendes igen.")
        return redirect("case", self.case.number)


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

"""The administrator's page of sanction rates. No page here shows a citizen or a case."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.generic import TemplateView

from sanktion.actions.rates import save_rate
from sanktion.forms.rates import RateForm
from sanktion.models import SanctionRate
from sanktion.models.rates import rates_on
from sanktion.views.base import ActFormView, RightRequiredMixin
from sanktion.views.identity import AsksWhoYouAre


class RatesView(RightRequiredMixin, TemplateView):
    permission_required = "sanktion.view_sanctionrate"
    template_name = "sanktion/rates/rates.html"

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        return super().get_context_data(
            rates=SanctionRate.objects.all(), today=today, is_known_today=bool(rates_on(today)), **kwargs
        )


class RateNewView(AsksWhoYouAre, ActFormView):
    permission_required = "sanktion.add_sanctionrate"
    form_class = RateForm
    list_name = "rates"
    title, confirm_label = "Ny sats", "Gem sats"

    def get_initial(self):
        year = timezone.localdate().year
        return {"valid_from": f"01-01-{year}", "valid_to": f"31-12-{year}"}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": SanctionRate()}

    def act(self, form) -> str:
        save_rate(form.instance, by=self.request.user)
        return "Satsen er gemt."


class RateEditView(RateNewView):
    permission_required = "sanktion.change_sanctionrate"
    title = "Ret sats"

    def get_initial(self):
        return {}

    def get_form_kwargs(self):
        rate = get_object_or_404(SanctionRate, pk=self.kwargs["pk"])
        return super().get_form_kwargs() | {"instance": rate}

"""The administrator's page of closing days. No page here shows a citizen or a case."""

from django.forms import Form
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from sanktion.actions.closing_days import add_closing_days, remove_closing_day
from sanktion.base.danish import long_date
from sanktion.base.deadlines import closed_by_law
from sanktion.forms.closing_days import ClosingDaysForm
from sanktion.models import ClosingDay
from sanktion.views.base import ActFormView, RightRequiredMixin
from sanktion.views.identity import AsksWhoYouAre


class ClosingDaysView(RightRequiredMixin, TemplateView):
    permission_required = "sanktion.view_closingday"
    template_name = "sanktion/closing_days.html"

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        years = (today.year, today.year + 1)
        by_law = [(day, name) for year in years for day, name in closed_by_law(year).items() if day >= today]
        days = ClosingDay.objects.filter(day__gte=today.replace(month=1, day=1))
        days = days.select_related("made_by", "removed_by")
        return super().get_context_data(days=days, by_law=by_law, years=years, today=today, **kwargs)


class ClosingDayNewView(AsksWhoYouAre, ActFormView):
    permission_required = "sanktion.add_closingday"
    form_class = ClosingDaysForm
    list_name = "closing_days"
    title, confirm_label = "Ny lukkedag", "Gem lukkedag"

    def get_context_data(self, **kwargs):
        text = "En svarfrist, der ender på dagen, flyttes til næste arbejdsdag. Breve, der er sendt, ændres ikke."
        return super().get_context_data(text=text, **kwargs)

    def act(self, form) -> str:
        given = form.cleaned_data
        made = add_closing_days(given["first"], given["last"], given["name"], by=self.request.user)
        if len(made) == 1:
            return f"{long_date(made[0].day)} er gemt som lukkedag."
        return f"{len(made)} lukkedage er gemt, fra {long_date(made[0].day)} til {long_date(made[-1].day)}."


class ClosingDayRemoveView(AsksWhoYouAre, ActFormView):
    permission_required = "sanktion.delete_closingday"
    form_class = Form
    list_name = "closing_days"
    title, confirm_label = "Fjern lukkedag", "Fjern lukkedagen"

    @cached_property
    def closing_day(self) -> ClosingDay:
        return get_object_or_404(ClosingDay.objects.standing(), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        text = (
            f"{long_date(self.closing_day.day)} ({self.closing_day.name}) bliver en arbejdsdag igen."
            " Breve, der er sendt, ændres ikke."
        )
        return super().get_context_data(text=text, danger=True, **kwargs)

    def act(self, form) -> str:
        remove_closing_day(self.closing_day, by=self.request.user)
        return f"{long_date(self.closing_day.day)} er ikke længere lukkedag."

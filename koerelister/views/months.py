"""The months of the statistics: which are closed, closing one, and putting a count right while its month is open."""

from django import forms
from django.http import Http404
from django.utils.functional import cached_property

from koerelister.actions.statistics import close_month, correct_count
from koerelister.forms.statistics import CorrectionForm
from koerelister.models import month_label
from koerelister.statistics.exact import MonthState, month_states
from koerelister.views.statistics import StatisticsSection
from sanktion.views.base import ActFormView


class MonthsView(StatisticsSection):
    template_name = "koerelister/statistics/months.html"
    section = "statistics_months"

    def get_context_data(self, **kwargs):
        states = [(month_label(state.month), state) for state in month_states()]
        return super().get_context_data(states=states, **kwargs)


class MonthCloseView(ActFormView):
    permission_required = "koerelister.close_statistics"
    list_name = "statistics_months"
    form_class = forms.Form
    confirm_label = "Luk måneden"

    @cached_property
    def state(self) -> MonthState:
        asked = (self.kwargs["year"], self.kwargs["month"])
        found = (state for state in month_states() if (state.month.year, state.month.month) == asked)
        if state := next(found, None):
            return state
        raise Http404

    def get_context_data(self, **kwargs):
        name = month_label(self.state.month)
        text = (
            "Når måneden er lukket, kan der hverken tælles eller rettes i den, og den kan ikke åbnes igen. Først da kan"
            " dens tal udleveres."
        )
        return super().get_context_data(**{"title": f"Luk {name}", "text": text} | kwargs)

    def act(self, form) -> str:
        closed = close_month(self.state.month, by=self.request.user)
        return f"{str(closed).capitalize()} er lukket, og tallene kan udleveres."


class CorrectionView(ActFormView):
    permission_required = "koerelister.correct_statistics"
    list_name = "statistics_months"
    form_class = CorrectionForm
    title, confirm_label = "Ret et besøgstal", "Ret tallet"

    def get_context_data(self, **kwargs):
        text = (
            "Listen, som besøget stod på, er væk, og tallet kan ikke slettes. Rettelsen lægges til som et tal for sig"
            " og vises som «heraf rettet». Én rettelse gælder ét besøg. Kun måneder, der ikke er lukket, kan rettes."
        )
        return super().get_context_data(**{"text": text} | kwargs)

    def get_form_kwargs(self):
        months = [state.month for state in month_states() if not state.closed]
        return super().get_form_kwargs() | {"months": months}

    def act(self, form) -> str:
        correct_count(form.cleaned_data["month"], wrong=form.wrong, right=form.right, by=self.request.user)
        return "Tallet er rettet."

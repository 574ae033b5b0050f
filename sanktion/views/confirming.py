"""A form whose act can't be undone: first the form, then the same words once more to confirm."""

from datetime import date

from django import forms
from django.http import HttpResponse

from sanktion.base.danish import long_date
from sanktion.views.case import CaseFormView


class ConfirmedFormView(CaseFormView):
    """``act(form) -> str`` does it and says so; ``refusals`` are the exceptions that are told on the form instead."""

    confirm_template = "sanktion/confirm_act.html"
    refusals: tuple[type[Exception], ...] = ()
    title = confirm_label = warning = ""

    def form_valid(self, form):
        if "ret" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        if self.warning and "bekraeft" not in self.request.POST:
            return self._asked(form)
        try:
            done = self.act(form)
        except self.refusals as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        return self.done(done)

    def get_context_data(self, **kwargs):
        shown = {"title": self.title, "confirm_label": self.confirm_label, "cancel_url": self.get_success_url()}
        return super().get_context_data(**shown | kwargs)

    def _asked(self, form) -> HttpResponse:
        context = self.get_context_data(form=form, warning=self.warning, rows=written(form))
        return self.response_class(
            request=self.request, template=[self.confirm_template], context=context, using=self.template_engine
        )


def written(form: forms.Form) -> list[tuple[str, str]]:
    """What was filled in, as a reader would say it."""
    rows = [(field.label, _shown(field.field, form.cleaned_data.get(field.name))) for field in form.visible_fields()]
    return [(label, value) for label, value in rows if value]


def _shown(field: forms.Field, value) -> str:
    if isinstance(value, date):
        return long_date(value)
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return dict(field.choices).get(value, "")
    return str(value) if value else ""

"""One form about a supervision, whose act may ask to be confirmed first."""

from datetime import date

from django import forms
from django.contrib import messages
from django.db import IntegrityError
from django.shortcuts import redirect
from django.views.generic import FormView

from sanktion.base.danish import long_date
from sanktion.base.refusal import refusal
from sanktion.base.transitions import TransitionNotAllowed
from tilsyn.actions.scope import OutsideScope
from tilsyn.views.base import SupervisionMixin


class SupervisionActView(SupervisionMixin, FormView):
    """``act(form) -> str`` does it and says so; ``refusals`` are the exceptions that are told on the form instead.

    With a ``warning`` the words are shown once more to confirm.
    """

    permission_required = ("tilsyn.view_supervision", "tilsyn.handle_supervision")
    tab = "supervision"
    template_name = "tilsyn/requests/act.html"
    form_class = forms.Form
    refusals: tuple[type[Exception], ...] = ()
    title = confirm_label = warning = text = ""
    multipart = False

    def get_context_data(self, **kwargs):
        names = ("title", "confirm_label", "text", "multipart")
        shown = {name: getattr(self, name) for name in names} | {"needs_confirmation": bool(self.warning)}
        return super().get_context_data(**shown | kwargs)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        if "ret" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        if self.warning and "bekraeft" not in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form, warning=self.warning, rows=written(form)))
        try:
            done = self.act(form)
        except (OutsideScope, TransitionNotAllowed, *self.refusals) as refused:
            return self._refused(form, str(refused))
        except IntegrityError as error:
            return self._refused(form, refusal(error))
        messages.success(self.request, done)
        return redirect("supervision", self.supervision.number)

    def _refused(self, form, sentence: str):
        form.add_error(None, sentence)
        return self.form_invalid(form)


def written(form: forms.Form) -> list[tuple[str, str]]:
    """What was filled in, as a reader would say it."""
    values = [(field.label, form.cleaned_data.get(field.name)) for field in form.visible_fields()]
    return [(label, long_date(value) if isinstance(value, date) else str(value)) for label, value in values if value]

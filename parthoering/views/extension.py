from parthoering import actions
from parthoering.forms.extension import ExtensionForm
from parthoering.views.base import StepFormView
from sanktion.base.danish import long_date


class HearingExtendView(StepFormView):
    form_class = ExtensionForm
    template_name = "parthoering/hearing_extend.html"

    def refusal(self) -> str:
        return actions.why_not_extended(self.hearing)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"hearing": self.hearing}

    def get_context_data(self, **kwargs):
        moves = self.hearing.extensions.all()
        return super().get_context_data(hearing=self.hearing, extensions=moves, **kwargs)

    def act(self, form) -> str:
        wanted = form.cleaned_data
        extension = actions.extend(
            self.hearing,
            to=wanted["new_deadline"],
            reason=wanted["reason"],
            with_letter=wanted["with_letter"],
            by=self.request.user,
            key=wanted["key"],
        )
        told = " Brevet til borgeren er på vej." if extension.letter_id else ""
        return f"Svarfristen er udsat til {long_date(extension.new_deadline)}.{told}"

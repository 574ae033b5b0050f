from django.contrib import messages
from django.shortcuts import redirect
from django.utils.functional import cached_property

from sanktion.actions.assessment import AssessmentNotAllowed, assess
from sanktion.forms.assessment import AssessmentForm
from sanktion.models import JournalEntry
from sanktion.views.case import CaseFormView


class AssessView(CaseFormView):
    form_class = AssessmentForm
    template_name = "sanktion/assess.html"

    @cached_property
    def statement(self) -> JournalEntry | None:
        return JournalEntry.objects.latest_statement(self.case)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"case": self.case, "statement": self.statement}

    def get_initial(self):
        """What was weighed the last time, to be gone through again; the citizen's own words are always the latest."""
        stated = {"stated": self.statement.text} if self.statement else {}
        if not self.case.is_assessed():
            return stated
        last, ground, payment = (
            self.case.assessments.first(),
            self.case.grounds.first(),
            self.case.consequences.first(),
        )
        return {
            "is_available": "ja" if last.is_available else "nej",
            "text": last.text,
            "reasonable_ground": ground.ground,
            "stated": ground.stated,
            "weighing": ground.weighing,
            "documents": ground.documents,
            "effect": payment.effect,
            "starts_on": payment.starts_on,
            "ends_on": payment.ends_on,
            "amount": payment.amount,
            "effect_text": payment.text,
            **stated,
        }

    def get_context_data(self, **kwargs):
        return super().get_context_data(statement=self.statement, **kwargs)

    def form_valid(self, form):
        if not self.case.is_open:
            messages.error(self.request, f"Sagen er «{self.case.get_status_display()}» og kan ikke vurderes igen.")
            return redirect(self.get_success_url())
        try:
            assess(self.case, **form.cleaned_data, by=self.request.user)
        except AssessmentNotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        return self.done("Vurderingen er gemt.")

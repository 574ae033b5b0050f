from django import forms
from django.utils import timezone

from koerelister.forms.plan import PLAN_AHEAD
from koerelister.models import Crew, SeparateAnswer, SeparateReason
from sanktion.forms.fields import DanishDateField
from sanktion.models.case import NUMBER_FORM


class AskForm(forms.Form):
    number = forms.RegexField(NUMBER_FORM)
    reason = forms.TypedChoiceField(choices=SeparateReason.choices, coerce=SeparateReason)


class AnswerForm(forms.Form):
    answer = forms.TypedChoiceField(
        label="Svar og begrundelse",
        choices=SeparateAnswer.choices,
        coerce=SeparateAnswer,
        widget=forms.RadioSelect,
        error_messages={"required": "Vælg et svar."},
    )


class SeparateListForm(forms.Form):
    date = DanishDateField(label="Dato", initial=timezone.localdate)
    crew = forms.ModelChoiceField(
        Crew.objects.none(),
        label="Hold",
        empty_label="Vælg et hold",
        error_messages={"required": "Vælg et hold."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["crew"].queryset = Crew.objects.active()

    def clean_date(self):
        day, today = self.cleaned_data["date"], timezone.localdate()
        if not today <= day <= today + PLAN_AHEAD:
            raise forms.ValidationError("Datoen skal ligge fra i dag til og med 60 dage frem.")
        return day

from django import forms
from django.utils import timezone

from sanktion.forms.fields import DanishDateField
from tilsyn.models import SentBy, WithdrawnBecause


class WithdrawForm(forms.Form):
    because = forms.ChoiceField(
        label="Hvorfor udgår sagen?",
        choices=WithdrawnBecause.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Vælg en grund."},
    )
    note = forms.CharField(
        label="Bemærkning",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Hvad bygger det på? Bemærkningen bliver i sagen og sendes ikke til direktoratet.",
        error_messages={"required": "Skriv, hvad det bygger på."},
    )


class SentForm(forms.Form):
    sent_on = DanishDateField(label="Sendt den")
    way = forms.ChoiceField(label="Sendt med", choices=SentBy.choices, widget=forms.RadioSelect)

    def clean_sent_on(self):
        day = self.cleaned_data["sent_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Datoen kan ikke ligge efter i dag.")
        return day

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from sanktion.forms.fields import DanishDateField
from tilsyn.models import SentBy, WithdrawalNotice, WithdrawnBecause


class WithdrawForm(forms.Form):
    because = forms.ChoiceField(
        label="Hvorfor udgår sagen?",
        choices=WithdrawnBecause.choices,
        help_text="Matchkategori og tilmelding skal stå i borgerens oplysninger på hændelsens dato.",
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
    letters = forms.ModelMultipleChoiceField(
        label="Breve, der er sendt",
        queryset=WithdrawalNotice.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Vælg mindst ét brev.",
            "invalid_choice": "Et af brevene er sendt nu.",
        },
    )
    sent_on = DanishDateField(label="Sendt den")
    way = forms.ChoiceField(label="Sendt med", choices=SentBy.choices, widget=forms.RadioSelect)

    def __init__(self, *args, unsent: QuerySet, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["letters"].queryset = unsent
        self.fields["letters"].initial = [letter.pk for letter in unsent]
        self.fields["letters"].label_from_instance = lambda one: f"{one.paper.full_number}: {one.paper.title}"

    def clean_sent_on(self):
        day = self.cleaned_data["sent_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Datoen kan ikke ligge efter i dag.")
        return day

import uuid

from django import forms
from django.utils import timezone

from sanktion.forms.fields import DanishDateField, OnceKeyField


class SubjectAccessForm(forms.Form):
    """Art. 15: what for, and when the citizen asked; the month runs from then."""

    asked_on = DanishDateField(label="Hvornår bad borgeren om indsigt?", initial=timezone.localdate)
    purpose = forms.CharField(
        label="Formål",
        min_length=10,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Fx «Borgeren bad om indsigt i telefonen». Teksten gemmes. Skriv ikke CPR-nr.",
    )
    confirmed = forms.BooleanField(
        label="Jeg ved, at filen samler alt om borgeren, og at det noteres, at jeg danner og henter den"
    )
    key = OnceKeyField(initial=uuid.uuid4)

    def clean_asked_on(self):
        day = self.cleaned_data["asked_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Datoen kan ikke ligge i fremtiden.")
        return day


class ReleaseForm(forms.Form):
    read = forms.BooleanField(
        label="Jeg har læst det hele igennem og taget stilling til det, der står om andre mennesker"
    )
    note = forms.CharField(
        label="Hvad er taget ud eller streget over, og hvorfor?",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Lad feltet stå tomt, hvis borgeren får det hele.",
    )

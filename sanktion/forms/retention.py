from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from sanktion.forms.fields import DanishDateField
from sanktion.models import Fate, Inquiry, RetentionKind

MAX_REASON = 500


class ReasonField(forms.CharField):
    def __init__(self, **kwargs):
        super().__init__(label="Begrundelse", max_length=MAX_REASON, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)


class RuleForm(forms.Form):
    kind = forms.ChoiceField(label="Sagen endte med", choices=RetentionKind.choices)
    years = forms.IntegerField(
        label="År efter lukning", min_value=1, max_value=100, widget=forms.NumberInput(attrs={"data-width": "number"})
    )
    fate = forms.ChoiceField(label="Derefter", choices=Fate.choices, widget=forms.RadioSelect, initial=Fate.DISCARD)
    valid_from = DanishDateField(
        label="Gælder fra", help_text="Tidligst i dag. Den nyeste udgave gælder for alle sager."
    )
    source = forms.CharField(
        label="Kilde", max_length=200, help_text="Fx KLE-nummerets slettefrist eller Rigsarkivets bestemmelse."
    )
    reason = ReasonField()

    def clean_valid_from(self):
        day = self.cleaned_data["valid_from"]
        if day < timezone.localdate():
            raise forms.ValidationError("En regel kan ikke gælde fra en dag, der er gået.")
        return day


class HoldForm(forms.Form):
    reason = ReasonField(help_text="Hvem skal bruge sagen, og til hvad?")
    inquiry = forms.ModelChoiceField(
        Inquiry.objects.none(),
        label="Henvendelse",
        required=False,
        to_field_name="number",
        empty_label="Ingen: tilbageholdelsen ophæves i hånden",
        help_text="Vælges en, falder tilbageholdelsen væk, når henvendelsen er besvaret.",
    )

    def __init__(self, *args, inquiries: QuerySet, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["inquiry"].queryset = inquiries


class PostponeForm(forms.Form):
    until = DanishDateField(label="Gennemgås igen", help_text="Sagen kommer tilbage på listen den dag.")
    reason = ReasonField()

    def clean_until(self):
        day = self.cleaned_data["until"]
        if day <= timezone.localdate():
            raise forms.ValidationError("Vælg en dag efter i dag.")
        return day


class ArchiveForm(forms.Form):
    delivered_on = DanishDateField(label="Afleveret")
    reference = forms.CharField(
        label="Arkivets kvittering", max_length=80, help_text="Afleveringens nummer, ikke et navn."
    )

    def clean_delivered_on(self):
        day = self.cleaned_data["delivered_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Datoen ligger efter i dag.")
        return day


class ProposeForm(forms.Form):
    """The cases ticked in the list; ``cases`` are those the user may choose."""

    sag = forms.ModelMultipleChoiceField(
        None,
        to_field_name="number",
        error_messages={
            "required": "Vælg mindst én sag.",
            "invalid_choice": "Sag %(value)s kan ikke vælges længere. Se listen igen.",
        },
    )

    def __init__(self, *args, cases: QuerySet, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sag"].queryset = cases


class ApproveForm(forms.Form):
    count = forms.IntegerField(
        label="Skriv antallet af sager, der slettes",
        min_value=1,
        widget=forms.NumberInput(attrs={"data-width": "number", "autocomplete": "off"}),
        help_text="Sletningen kan ikke fortrydes. Sagerne kan ikke hentes tilbage.",
    )

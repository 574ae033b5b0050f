from datetime import date

from django import forms
from django.db import models

from koerelister.models import Area, month_label
from koerelister.statistics.exports import MEDIA_TYPES

CONTACT = [("yes", "Kontakt"), ("no", "Ingen kontakt")]


class Change(models.TextChoices):
    CONTACT = "contact", "Kontakt og ingen kontakt er byttet om"
    AREA = "area", "Besøget hører til et andet område"
    REMOVE = "remove", "Besøget er talt en gang for meget"


class ExportForm(forms.Form):
    """From the buttons of the page: nobody fills it in."""

    aar = forms.IntegerField(min_value=1, max_value=9998)
    format = forms.ChoiceField(choices=[(name, name) for name in MEDIA_TYPES])


class CorrectionForm(forms.Form):
    month = forms.TypedChoiceField(
        label="Måned", coerce=date.fromisoformat, error_messages={"required": "Vælg måneden."}
    )
    area = forms.ModelChoiceField(
        Area.objects.only("name", "position"),
        label="Område, det er talt i",
        error_messages={"required": "Vælg området."},
    )
    contact = forms.TypedChoiceField(
        choices=CONTACT,
        coerce=lambda value: value == "yes",
        label="Talt som",
        widget=forms.RadioSelect,
        error_messages={"required": "Vælg, hvad det er talt som."},
    )
    change = forms.TypedChoiceField(
        choices=Change.choices,
        coerce=Change,
        label="Hvad er forkert?",
        widget=forms.RadioSelect,
        error_messages={"required": "Vælg, hvad der er forkert."},
    )
    right_area = forms.ModelChoiceField(
        Area.objects.only("name", "position"),
        label="Det rigtige område",
        required=False,
        help_text="Kun når besøget hører til et andet område.",
    )

    def __init__(self, *args, months: list[date], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [(month.isoformat(), month_label(month).capitalize()) for month in months]

    def clean(self):
        data = super().clean()
        moves = data.get("change") == Change.AREA
        if moves and data.get("right_area") in (None, data.get("area")):
            self.add_error("right_area", "Vælg det område, besøget hører til.")
        if not moves and data.get("right_area"):
            self.add_error("right_area", "Vælg kun et område her, når besøget hører til et andet.")
        return data

    @property
    def wrong(self) -> tuple[Area, bool]:
        return self.cleaned_data["area"], self.cleaned_data["contact"]

    @property
    def right(self) -> tuple[Area, bool] | None:
        area, contact = self.wrong
        return {
            Change.CONTACT: (area, not contact),
            Change.AREA: (self.cleaned_data["right_area"], contact),
            Change.REMOVE: None,
        }[self.cleaned_data["change"]]


class ProposalForm(forms.Form):
    purpose = forms.CharField(
        label="Formål",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Hvad tallene skal bruges til, og hvorfor det er nødvendigt. Det bliver stående som grundlag.",
        error_messages={"required": "Skriv formålet."},
    )

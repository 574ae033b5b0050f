from datetime import date

from django import forms
from django.utils import timezone

from sanktion.base.danish import month_name
from sanktion.base.deadlines import add_months
from sanktion.models import ReviewOutcome
from sanktion.models.access_control import MAX_SAMPLE

MONTHS_BACK = 12


class SampleForm(forms.Form):
    month = forms.TypedChoiceField(label="Måned", coerce=date.fromisoformat)
    size = forms.IntegerField(
        label="Antal opslag",
        min_value=1,
        max_value=MAX_SAMPLE,
        initial=10,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text="Systemet trækker lod. Du kan ikke vælge, hvis opslag der kommer med.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        first = timezone.localdate().replace(day=1)
        months = [add_months(first, -number) for number in range(MONTHS_BACK)]
        self.fields["month"].choices = [
            (month.isoformat(), f"{month_name(month.month).capitalize()} {month.year}") for month in months
        ]


class ReviewForm(forms.Form):
    outcome = forms.ChoiceField(label="Hvad har du gjort?", choices=ReviewOutcome.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label="Notat",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Hvad du så, og hvad kollegaen svarede. Skriv ikke om borgeren. Notatet kan ikke rettes.",
    )

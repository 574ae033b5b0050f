from django import forms
from django.utils import timezone

from sanktion.forms.fields import DanishDateField
from sanktion.models import Citizen, EventKind, EventOrigin, NegativeEvent


class EventForm(forms.Form):
    kind = forms.TypedChoiceField(label="Hændelse", choices=[("", "Vælg"), *EventKind.choices], coerce=int)
    occurred_on = DanishDateField(label="Dato for hændelsen")
    origin = forms.ChoiceField(label="Indberettet af", choices=EventOrigin.choices, widget=forms.RadioSelect)
    description = forms.CharField(
        label="Beskrivelse",
        required=False,
        max_length=NegativeEvent.MAX_DESCRIPTION,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Hvad skete der, og hvordan var borgeren indkaldt? Skal udfyldes ved «Anden hændelse».",
    )

    def __init__(self, *args, citizen: Citizen, **kwargs):
        super().__init__(*args, **kwargs)
        self.citizen = citizen

    def clean_occurred_on(self):
        day = self.cleaned_data["occurred_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Datoen kan ikke ligge i fremtiden.")
        return day

    def clean(self):
        event = super().clean()
        if event.get("kind") == EventKind.OTHER and not event.get("description"):
            self.add_error("description", "Beskriv hændelsen, når den ikke er en af de ti slags.")
        same = {name: event.get(name) for name in ("kind", "occurred_on", "origin")}
        if all(same.values()) and NegativeEvent.objects.filter(citizen=self.citizen, **same).exists():
            raise forms.ValidationError("Hændelsen er allerede registreret: samme slags, dato og indberetter.")
        return event

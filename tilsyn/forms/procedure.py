import re

from django import forms
from django.utils import timezone

from sanktion.forms.fields import DanishDateField
from tilsyn.models import DispatchChannel, Procedure, StepMoment

MOMENTS = {"før": StepMoment.BEFORE, "efter": StepMoment.AFTER}
CHANNELS = {"": "", "e-mail": DispatchChannel.SECURE_MAIL, "post": DispatchChannel.POST}
LINE = re.compile(r"(før|efter)(?:\s*\((e-mail|post)\))?\s*:\s*(\S.*)", re.IGNORECASE)


class StepsField(forms.CharField):
    """One step a line, «Før: …», «Efter (post): …», ↔ (moment, channel, text)."""

    widget = forms.Textarea(attrs={"rows": 12})

    def to_python(self, value):
        lines = [line.strip() for line in (super().to_python(value) or "").splitlines() if line.strip()]
        return [self._step(number, line) for number, line in enumerate(lines, start=1)]

    @staticmethod
    def _step(number: int, line: str) -> tuple[str, str, str]:
        found = LINE.fullmatch(line)
        if found is None or len(found[3]) > 300:
            raise forms.ValidationError(
                f"Linje {number}: skriv «Før: …» eller «Efter: …», og «(post)» eller «(e-mail)», når det kun gælder den"
                " måde. Højst 300 tegn."
            )
        return MOMENTS[found[1].lower()], CHANNELS[(found[2] or "").lower()], found[3].strip()


class ProcedureForm(forms.ModelForm):
    steps = StepsField(
        label="Trin",
        help_text="Et trin på hver linje: «Før: …» eller «Efter: …». Gælder det kun post: «Før (post): …».",
    )
    link = forms.URLField(label="Beskrevet på", required=False, assume_scheme="https")
    valid_from = DanishDateField(label="Gælder fra", initial=timezone.localdate)
    copied_on = DanishDateField(label="Afskrevet den", initial=timezone.localdate)

    class Meta:
        model = Procedure
        fields = ["valid_from", "link", "copied_on", "source"]

    field_order = ["valid_from", "link", "copied_on", "steps", "source"]

    def clean_copied_on(self):
        day = self.cleaned_data["copied_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Datoen kan ikke ligge i fremtiden.")
        return day

    def clean_valid_from(self):
        day = self.cleaned_data["valid_from"]
        if day < timezone.localdate():
            raise forms.ValidationError("En ny udgave kan ikke gælde tilbage i tiden.")
        return day

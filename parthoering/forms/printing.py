from django import forms
from django.utils import timezone

from parthoering.actions import MOST_AT_ONCE
from parthoering.models import Delivery
from sanktion.forms.fields import DanishDateField


class LettersForm(forms.Form):
    """Which of the letters the user sees in the queue."""

    letters = forms.ModelMultipleChoiceField(
        Delivery.objects.none(),
        error_messages={
            "required": "Vælg mindst ét brev.",
            "invalid_choice": "Et af brevene er ikke længere i printkøen.",
            "invalid_pk_value": "Et af brevene er ikke længere i printkøen.",
        },
    )

    def __init__(self, *args, queue, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["letters"].queryset = queue

    def clean_letters(self):
        letters = list(self.cleaned_data["letters"])
        if len(letters) > MOST_AT_ONCE:
            raise forms.ValidationError(f"Vælg højst {MOST_AT_ONCE} breve ad gangen.")
        return letters


class PostedForm(LettersForm):
    on = DanishDateField(label="Afleveret til posten den", initial=timezone.localdate)


class ReturnedForm(forms.Form):
    on = DanishDateField(label="Kom retur den", initial=timezone.localdate)

from datetime import timedelta

from django import forms
from django.utils import timezone

from sanktion.forms.fields import DanishDateField
from sanktion.models import LetterText
from sanktion.models.texts import TextBlock

MAX_BODY = 10_000


class LetterTextForm(forms.ModelForm):
    """A new version of one block, or a coming one to be changed. It holds from tomorrow at the earliest: what was
    sent earlier today and what is sent later today say the same."""

    body = forms.CharField(label="Ordlyd", max_length=MAX_BODY, widget=forms.Textarea(attrs={"rows": 12}))
    valid_from = DanishDateField(label="Gælder fra")
    reason = forms.CharField(label="Hvorfor ændres teksten?", max_length=100)

    class Meta:
        model = LetterText
        fields = ["body", "valid_from", "reason"]

    def __init__(self, *args, block: TextBlock, **kwargs):
        super().__init__(*args, **kwargs)
        known = ", ".join(f"{{{name}}}" for name in block.fields)
        self.fields["body"].help_text = (
            "En tom linje begynder et nyt afsnit, «- » eller «1. » et punkt på en liste, og **to stjerner** fremhæver."
            + (f" Felter: {known}." if known else " Teksten har ingen felter.")
        )

    def clean_valid_from(self):
        day = self.cleaned_data["valid_from"]
        if day <= timezone.localdate():
            tomorrow = timezone.localdate() + timedelta(days=1)
            raise forms.ValidationError(f"En ny udgave gælder tidligst fra i morgen, {tomorrow:%d-%m-%Y}.")
        return day

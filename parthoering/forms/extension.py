import uuid

from django import forms

from parthoering.actions import extension_made_with, why_not_to
from parthoering.models import Hearing
from sanktion.forms.fields import DanishDateField, OnceKeyField

MAX_REASON = 500


class ExtensionForm(forms.Form):
    new_deadline = DanishDateField(label="Ny svarfrist")
    reason = forms.CharField(
        label="Fordi",
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Står i brevet lige efter «fordi». Fx: «du har bedt om tid til at hente en lægeerklæring.»",
        error_messages={"required": "Skriv, hvorfor fristen udsættes."},
    )
    with_letter = forms.BooleanField(
        label="Send et brev til borgeren om den nye frist",
        required=False,
        initial=True,
        help_text="Brevet arkiveres i sagen og sendes straks.",
    )
    key = OnceKeyField(initial=uuid.uuid4)

    def __init__(self, *args, hearing: Hearing, **kwargs):
        super().__init__(*args, **kwargs)
        self.hearing = hearing

    def clean_reason(self) -> str:
        # The sentence goes on in the letter, which sets its own full stop.
        return self.cleaned_data["reason"].rstrip(". ")

    def clean(self):
        wanted = super().clean()
        # A second click finds the deadline moved by the first; the act knows it by its key.
        is_repeated = extension_made_with(self.hearing.case, wanted.get("key"))
        if "new_deadline" in wanted and not is_repeated:
            if refusal := why_not_to(self.hearing, wanted["new_deadline"]):
                self.add_error("new_deadline", refusal)
        return wanted

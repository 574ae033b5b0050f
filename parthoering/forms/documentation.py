import re

from django import forms

CHECKSUM = re.compile(r"[0-9a-f]{64}")


class ChecksumForm(forms.Form):
    checksum = forms.CharField(
        label="Kontrolsum",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text="De 64 tegn øverst på hver side af udskriften. Mellemrum betyder ikke noget.",
        error_messages={"required": "Skriv kontrolsummen fra udskriften."},
    )

    def clean_checksum(self) -> str:
        text = re.sub(r"\s", "", self.cleaned_data["checksum"]).lower()
        if not CHECKSUM.fullmatch(text):
            raise forms.ValidationError("En kontrolsum er 64 tegn: cifre og bogstaverne a til f.")
        return text

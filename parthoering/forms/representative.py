from django import forms

from parthoering.models import Channel, Representative
from sanktion.base.cpr import normalise, parse
from sanktion.forms.fields import DanishDateField


class RepresentativeForm(forms.ModelForm):
    cpr = forms.CharField(
        label="CPR-nummer", required=False, max_length=11, help_text="Kun til Digital Post. Vises ikke igen."
    )
    valid_from = DanishDateField(label="Fra")
    valid_to = DanishDateField(label="Til og med", required=False, help_text="Tom, så længe det gælder.")

    class Meta:
        model = Representative
        fields = ["role", "name", "channel", "cpr", "street_line", "postal_line", "valid_from", "valid_to"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.kept_cpr = self.instance.cpr
        self.initial["cpr"] = ""

    def clean_cpr(self) -> str:
        text = self.cleaned_data["cpr"]
        if not text:
            return self.kept_cpr
        try:
            return parse(normalise(text)).digits
        except ValueError:
            raise forms.ValidationError("Skriv CPR-nummeret med ti cifre, fx 010190-1234.") from None

    def clean(self):
        found = super().clean()
        channel = found.get("channel")
        if channel == Channel.DIGITAL_POST and "cpr" in found and not found["cpr"]:
            self.add_error("cpr", "Skriv CPR-nummeret, når brevene skal sendes med Digital Post.")
        if channel == Channel.LETTER:
            for name in ("street_line", "postal_line"):
                if name not in self.errors and not found.get(name):
                    self.add_error(name, "Skriv adressen, når brevene skal sendes med posten.")
        begins, ends = found.get("valid_from"), found.get("valid_to")
        if begins and ends and ends < begins:
            self.add_error("valid_to", "Slutdatoen ligger før startdatoen.")
        return found

from django import forms

from sanktion.forms.fields import DanishDateField


class TwoPersonsForm(forms.Form):
    """No field for why, on purpose."""

    since = DanishDateField(label="Fra", required=False, help_text="Lad begge datoer stå tomme for at fjerne mærket.")
    until = DanishDateField(label="Til og med", required=False, help_text="Tom: gælder, til mærket fjernes.")

    def clean(self):
        data = super().clean()
        since, until = data.get("since"), data.get("until")
        if until and not since and "since" not in self.errors:
            self.add_error("since", "Skriv, fra hvilken dag mærket gælder.")
        if since and until and until < since:
            self.add_error("until", "Slutdatoen ligger før startdatoen.")
        return data

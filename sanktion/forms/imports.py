from django import forms

from sanktion.actions.imports import MAX_BYTES, read_import
from sanktion.base.tables import TableError
from sanktion.models import Team


class ImportForm(forms.Form):
    """``cleaned_data`` gets ``data`` (the bytes) and ``table`` besides the fields."""

    file = forms.FileField(
        label="CSV-fil",
        help_text="Højst 25 MB og 200.000 rækker. Fra Excel: vælg «Gem som» og filtypen «CSV UTF-8».",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"}),
        error_messages={"required": "Vælg en fil.", "empty": "Filen er tom."},
    )
    team = forms.ModelChoiceField(
        Team.objects.all(),
        label="Team til øvrige borgere",
        required=False,
        empty_label="Intet valgt",
        help_text="Kun ved borgerfiler: nye borgere, hvis postnummer intet team har, kommer i dette team.",
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError("Filen er større end 25 MB. Del den i flere filer.")
        data = file.read()
        try:
            self.cleaned_data |= {"data": data, "table": read_import(data)}
        except TableError as error:
            raise forms.ValidationError(f"{error}.") from None
        return file

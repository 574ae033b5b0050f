from django import forms

from sanktion.actions.imports import MAX_BYTES, ListRow, read_import
from sanktion.base.tables import TableError
from sanktion.models import Team

PASTED_NAME = "Indsatte linjer"
MAX_PASTED = 500_000


class ImportForm(forms.Form):
    """A file or pasted lines. ``cleaned_data`` gets ``data`` (the bytes), ``table`` and ``file_name`` besides."""

    file = forms.FileField(
        label="CSV-fil",
        required=False,
        help_text="Højst 25 MB og 200.000 rækker. Fra Excel: vælg «Gem som» og filtypen «CSV UTF-8».",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"}),
        error_messages={"empty": "Filen er tom."},
    )
    # Not stripped: the last line may end in empty cells.
    pasted = forms.CharField(
        label="Eller indsæt linjer",
        required=False,
        strip=False,
        max_length=MAX_PASTED,
        help_text="Kopiér linjerne i Excel, og sæt dem ind her, med eller uden overskrift. Uden overskrift læses de som"
        " hændelser i rækkefølgen: CPR-nummer, hændelse, dato, indberetter, reference, beskrivelse.",
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "wrap": "off"}),
    )
    team = forms.ModelChoiceField(
        Team.objects.all(),
        label="Team til øvrige borgere",
        required=False,
        empty_label="Intet valgt",
        help_text="Kun ved borgerfiler: nye borgere, hvis postnummer intet team har, kommer i dette team.",
    )

    def clean(self):
        given = super().clean()
        file, pasted = given.get("file"), given.get("pasted", "")
        if self.errors:
            return given
        if file and pasted.strip():
            self.add_error("pasted", "Vælg enten en fil, eller indsæt linjer, ikke begge dele.")
        elif file:
            self._read("file", file)
        elif pasted.strip():
            self._use("pasted", pasted.encode(), PASTED_NAME)
        else:
            self.add_error("file", "Vælg en fil, eller indsæt linjer.")
        return given

    def _read(self, name: str, file) -> None:
        if file.size > MAX_BYTES:
            self.add_error(name, "Filen er større end 25 MB. Del den i flere filer.")
        else:
            self._use(name, file.read(), file.name)

    def _use(self, name: str, data: bytes, file_name: str) -> None:
        try:
            self.cleaned_data |= {"data": data, "table": read_import(data), "file_name": file_name}
        except TableError as error:
            self.add_error(name, f"{error}.")


class ChoiceForm(forms.Form):
    """Which lines of a list to take."""

    take = forms.TypedMultipleChoiceField(label="Rækker", coerce=int, required=False)

    def __init__(self, *args, rows: list[ListRow], **kwargs):
        super().__init__(*args, **kwargs)
        self.offered = [row.number for row in rows if row.may_choose]
        self.fields["take"].choices = [(number, number) for number in self.offered]

    def clean_take(self) -> list[int]:
        """With nothing to choose the list is still loaded: what it gives is the report of what is wrong."""
        taken = self.cleaned_data["take"]
        if self.offered and not taken:
            raise forms.ValidationError("Vælg mindst én række, eller slet listen.")
        return taken

    @property
    def left_out(self) -> list[int]:
        return sorted(set(self.offered) - set(self.cleaned_data["take"]))

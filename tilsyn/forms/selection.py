import uuid

from django import forms
from django.utils import timezone

from sanktion.base.tables import TableError
from sanktion.forms.fields import DanishDateField, OnceKeyField
from sanktion.forms.upload import CPR_LIKE
from sanktion.models import FileFormat
from tilsyn.actions.selection.completeness import LATE_DAYS, MAX_DAYS
from tilsyn.actions.selection.reading import MAX_BYTES, read_list
from tilsyn.models import CHOICE, QUESTION, SelectionWay, Supervision

MAX_PASTED = 500_000
BACKWARDS = "Perioden slutter, før den begynder."
PERIOD_OF = {SelectionWay.CPR_LIST, SelectionWay.REGISTRATION_PERIOD}


class PeriodMixin:
    def clean_til(self):
        day = self.cleaned_data["til"]
        if day and day > timezone.localdate():
            raise forms.ValidationError("Perioden kan ikke slutte efter i dag.")
        return day

    def clean_period(self, given: dict) -> None:
        if given.get("fra") and given.get("til") and given["til"] < given["fra"]:
            self.add_error("til", BACKWARDS)


class ListForm(PeriodMixin, forms.Form):
    """A list from the directorate. ``cleaned_data`` gets ``read`` and ``period`` besides."""

    runde = forms.TypedChoiceField(
        label="Hvad er listen?",
        coerce=int,
        choices=[
            (QUESTION, "Runde 1: direktoratet spørger, hvem der har haft en hændelse"),
            (CHOICE, "Runde 2: direktoratet har valgt sagerne"),
        ],
        widget=forms.RadioSelect,
    )
    received_on = DanishDateField(label="Modtaget")
    fra = DanishDateField(label="Periode fra og med")
    til = DanishDateField(label="Periode til og med")
    file = forms.FileField(
        label="Fil (CSV eller Excel)",
        required=False,
        help_text="Højst 5 MB. Filen gemmes ikke.",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
        error_messages={"empty": "Filen er tom."},
    )
    pasted = forms.CharField(
        label="Eller indsæt linjer",
        required=False,
        strip=False,
        max_length=MAX_PASTED,
        help_text="Kopiér linjerne, som direktoratet har sendt dem, med eller uden overskrift.",
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "wrap": "off"}),
    )
    key = OnceKeyField(initial=uuid.uuid4)

    def __init__(self, *args, supervision: Supervision, **kwargs):
        super().__init__(*args, **kwargs)
        self.supervision = supervision
        if supervision.way != SelectionWay.CPR_LIST:
            del self.fields["runde"]
        if supervision.way not in PERIOD_OF:
            del self.fields["fra"], self.fields["til"]

    def clean_received_on(self):
        day = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Listen kan ikke være modtaget efter i dag.")
        return day

    def clean(self):
        given = super().clean()
        self.clean_period(given)
        given["period"] = (given["fra"], given["til"]) if given.get("fra") and given.get("til") else None
        file, pasted = given.get("file"), given.get("pasted", "")
        if self.errors:
            return given
        if file and pasted.strip():
            self.add_error("pasted", "Vælg enten en fil, eller indsæt linjer, ikke begge dele.")
        elif file and file.size > MAX_BYTES:
            self.add_error("file", "Filen er større end 5 MB. Del den i flere.")
        elif file or pasted.strip():
            self._read("file" if file else "pasted", file.read() if file else pasted.encode())
        else:
            self.add_error("file", "Vælg en fil, eller indsæt linjer.")
        return given

    def _read(self, name: str, data: bytes) -> None:
        try:
            self.cleaned_data["read"] = read_list(data)
        except TableError as error:
            self.add_error(name, f"{error}.")


class SentForm(forms.Form):
    file_format = forms.ChoiceField(label="Sendt som", choices=FileFormat.choices, widget=forms.RadioSelect)
    sent_on = DanishDateField(label="Sendt")

    def clean_sent_on(self):
        day = self.cleaned_data["sent_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Svaret kan ikke være sendt efter i dag.")
        return day


class FileForm(forms.Form):
    file_format = forms.ChoiceField(choices=FileFormat.choices)


class CorrectionForm(forms.Form):
    note = forms.CharField(
        label="Hvad er rettet i registret?",
        min_length=5,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Skriv hverken navn eller CPR-nummer.",
    )

    def clean_note(self):
        note = self.cleaned_data["note"]
        if CPR_LIKE.search(note):
            raise forms.ValidationError("Her står noget, der ligner et CPR-nr. Skriv uden.")
        return note


class RegistrationPeriodForm(PeriodMixin, forms.Form):
    fra = DanishDateField(label="Registreret fra og med")
    til = DanishDateField(label="Registreret til og med")
    dage = forms.IntegerField(
        label="For sent efter (dage)", min_value=0, max_value=365, required=False, initial=LATE_DAYS
    )

    def clean(self):
        given = super().clean()
        self.clean_period(given)
        if given.get("fra") and given.get("til") and (given["til"] - given["fra"]).days > MAX_DAYS:
            self.add_error("til", f"Perioden kan højst være {MAX_DAYS} dage.")
        return given

    @property
    def late_days(self) -> int:
        asked = self.cleaned_data["dage"]
        return LATE_DAYS if asked is None else asked

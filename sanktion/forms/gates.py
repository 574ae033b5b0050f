import uuid

from django import forms

from sanktion.forms.fields import DanishDateField, OnceKeyField
from sanktion.forms.upload import ACCEPTED
from sanktion.models import Case, CaseDocument, TargetGroup
from sanktion.models.gates import LADDER_CHANNELS

MAX_REASON = 500
MAX_TIMES = 9


class DocumentField(forms.ModelChoiceField):
    def label_from_instance(self, document: CaseDocument) -> str:
        return f"{document.full_number} {document.title}"


class GuidanceForm(forms.Form):
    """LAS § 35, stk. 1: when, and the paper that proves it: a new file or one of the case's own documents."""

    use_required_attribute = False

    given_on = DanishDateField(label="Hvornår fik borgeren vejledningen?")
    document = DocumentField(
        label="Dokument på sagen",
        queryset=CaseDocument.objects.none(),
        empty_label="Vælg",
        required=False,
        help_text="Hvis beviset allerede ligger på sagen.",
    )
    file = forms.FileField(
        label="Eller ny fil",
        required=False,
        help_text="PDF, billede, ren tekst, DOCX eller ODT. Filen lægges på sagen som et dokument.",
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={"empty": "Filen er tom."},
    )
    key = OnceKeyField(initial=uuid.uuid4)

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        documents = CaseDocument.objects.filter(case=case).select_related("case")
        self.fields["document"].queryset = documents
        self._call_for_one(not self.is_bound)
        self.fields["given_on"].help_text = f"Senest den dag, hændelsen skete: {case.event.occurred_on:%d-%m-%Y}."

    def _call_for_one(self, required: bool) -> None:
        """Neither is called optional on the page, for one of them must be there; ``clean`` asks which."""
        self.fields["document"].required = self.fields["file"].required = required

    def clean(self):
        given = super().clean()
        self._call_for_one(True)
        if self.errors.keys() & {"document", "file"}:
            return given
        if bool(given.get("document")) == bool(given.get("file")):
            self.add_error("document", "Vælg enten et dokument på sagen eller en ny fil.")
        elif given.get("file") and given["file"].is_cut:
            self.add_error("file", "Filen er for stor.")
        return given


class SwitchForm(forms.Form):
    reason = forms.CharField(
        label="Begrundelse",
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Fx hvilken jurist der har vurderet reglen, og hvornår. Skriv ikke om bestemte sager eller borgere.",
        error_messages={"required": "Skriv hvorfor."},
    )
    # What the page offered to do: somebody else may have done it meanwhile.
    on = forms.TypedChoiceField(
        choices=[("til", "til"), ("fra", "fra")], coerce=lambda value: value == "til", widget=forms.HiddenInput
    )
    sure = forms.BooleanField(error_messages={"required": "Sæt kryds for at bekræfte."})

    def __init__(self, *args, turns_on: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["on"] = "til" if turns_on else "fra"
        self.fields["sure"].label = (
            "Ja, spærringen skal gælde for alle afgørelser fra nu af"
            if turns_on
            else "Ja, jeg foreslår, at der skal kunne gives sanktioner uden denne spærring"
        )


class AnswerForm(forms.Form):
    """The word to a proposal."""

    word = forms.CharField(
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Skriv ikke om bestemte sager eller borgere.",
        error_messages={"required": "Skriv hvorfor."},
    )

    def __init__(self, *args, label: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["word"].label = label


class LadderForm(forms.Form):
    """A new version of one group's steps."""

    group = forms.ChoiceField(label="Målgruppe", choices=[("", "Vælg"), *TargetGroup.choices])
    valid_from = DanishDateField(label="Gælder for hændelser fra")
    source = forms.CharField(
        label="Kilde eller begrundelse", max_length=200, error_messages={"required": "Skriv, hvor reglen kommer fra."}
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for channel in LADDER_CHANNELS:
            self.fields[channel.value] = forms.IntegerField(
                label=f"{channel.label}, antal gange",
                min_value=0,
                max_value=MAX_TIMES,
                initial=0,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "data-width": "time", "autocomplete": "off"}),
            )

    @property
    def steps(self) -> dict[str, int]:
        return {channel.value: self.cleaned_data[channel.value] for channel in LADDER_CHANNELS}

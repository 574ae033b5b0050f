import uuid

from django import forms
from django.utils import timezone

from sanktion.actions.upload import look_at
from sanktion.forms.fields import DanishDateField, OnceKeyField
from sanktion.forms.upload import ACCEPTED
from sanktion.models import GuidedPage, Guideline, GuidelineKind, User

NOT_INVOLVED = "Skriv datoen, eller svar nej."


class GuidelineForm(forms.ModelForm):
    """What the document is, apart from its versions."""

    kind = forms.ChoiceField(label="Slags", choices=GuidelineKind.choices, widget=forms.RadioSelect)
    owner = forms.ModelChoiceField(label="Ejer", queryset=User.objects.none(), empty_label="Vælg")
    page = forms.ChoiceField(
        label="Vises på siden",
        choices=[("", "Ingen side"), *GuidedPage.choices],
        required=False,
        help_text="Siden får et link til den version, der gælder.",
    )

    class Meta:
        model = Guideline
        fields = ["title", "kind", "owner", "page"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True).order_by("first_name", "last_name", "pk")
        self.fields["owner"].queryset = people


class VersionForm(forms.Form):
    """One version: the file, from when, what is new, and whether the auditor took part (V131)."""

    file = forms.FileField(
        label="Fil",
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text="PDF, JPEG, PNG, TIFF, ren tekst, DOCX eller ODT.",
    )
    valid_from = DanishDateField(label="Gælder fra", initial=timezone.localdate)
    change_note = forms.CharField(label="Hvad er ændret?", max_length=300, help_text="Fx «Første udgave».")
    auditor = forms.ChoiceField(
        label="Er kommunens revisor inddraget?", choices=[("ja", "Ja"), ("nej", "Nej")], widget=forms.RadioSelect
    )
    auditor_on = DanishDateField(label="Hvornår er revisor inddraget?", required=False)
    key = OnceKeyField(initial=uuid.uuid4)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.is_cut:
            raise forms.ValidationError("Filen fylder for meget.")
        cleaned, refusal = look_at(file.read())
        if cleaned is None:
            raise forms.ValidationError(refusal)
        return cleaned

    def clean(self):
        given = super().clean()
        if given.get("auditor") == "ja" and not given.get("auditor_on") and "auditor_on" not in self.errors:
            self.add_error("auditor_on", NOT_INVOLVED)
        if given.get("auditor") == "nej":
            given["auditor_on"] = None
        return given

    @property
    def facts(self) -> dict:
        """The version's own fields."""
        return {name: self.cleaned_data[name] for name in ("valid_from", "change_note", "auditor_on")}

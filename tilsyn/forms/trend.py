from django import forms
from django.utils import timezone

from tilsyn.models import ErrorTarget

PASTE_ROWS = 10


class TargetForm(forms.ModelForm):
    use_required_attribute = False

    class Meta:
        model = ErrorTarget
        fields = ["year", "percent", "source"]
        localized_fields = ["percent"]
        labels = {"year": "År", "percent": "Mål for fejlprocenten", "source": "Kilde"}
        help_texts = {
            "percent": "Højst så mange procent af de vurderede sager må være forkerte.",
            "source": "Hvor står målet? Fx direktoratets brev og dets dato.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # The instance's own emptiness would go before a field's initial value.
        self.initial["year"] = timezone.localdate().year


class FiguresForm(forms.Form):
    use_required_attribute = False

    year = forms.IntegerField(label="År", min_value=2006, max_value=2100)
    title = forms.CharField(label="Rapportens titel", max_length=200)
    source = forms.CharField(label="Kilde", max_length=200, help_text="Hvor er rapporten offentliggjort, og hvornår?")
    file = forms.FileField(label="Fil (CSV)", required=False)
    pasted = forms.CharField(
        label="Eller indsæt fra et regneark",
        required=False,
        widget=forms.Textarea(attrs={"rows": PASTE_ROWS}),
        help_text="Med overskrifter: kommune, forkerte, ikke vurderet, ingen kritik, udgået; gerne sager og praksis.",
    )

    def clean(self):
        given = super().clean()
        if bool(given.get("file")) == bool(given.get("pasted")) and not self.errors:
            raise forms.ValidationError("Vælg en fil, eller indsæt tallene: én af delene.")
        return given

    @property
    def data_given(self) -> bytes:
        file = self.cleaned_data.get("file")
        return file.read() if file else self.cleaned_data["pasted"].encode()

from django import forms
from django.utils import timezone

from sanktion.forms.fields import DanishDateField
from tilsyn.certificate import CertificateRefused, check_certificate
from tilsyn.models import Directorate
from tilsyn.models.directorate import MEBIBYTE

MAX_PEM = 20_000


class DirectorateForm(forms.ModelForm):
    """A version that holds from today at the earliest."""

    valid_from = DanishDateField(label="Gælder fra")
    megabytes = forms.IntegerField(
        label="Største e-mail (MB)",
        min_value=1,
        max_value=500,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text="Større forsendelser deles.",
    )
    website = forms.URLField(
        label="Hjemmeside",
        max_length=200,
        required=False,
        assume_scheme="https",
        help_text="Hvor direktoratets tjekliste, brevskabelon og vejledning i sikker e-mail findes.",
    )
    certificate = forms.CharField(
        label="Certifikat til kryptering",
        max_length=MAX_PEM,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
        help_text="Direktoratets offentlige certifikat som PEM. Uden det kan der ikke sendes sikker e-mail.",
    )

    class Meta:
        model = Directorate
        fields = [
            "name",
            "address",
            "email",
            "website",
            "legal_ground",
            "megabytes",
            "certificate",
            "source",
            "valid_from",
        ]
        labels = {"source": "Kilde", "legal_ground": "Retsgrundlag"}
        help_texts = {
            "legal_ground": "Står på breve til direktoratet.",
            "source": "Hvorfra kendes oplysningerne?",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["megabytes"] = self.instance.message_limit // MEBIBYTE
        self.fields["source"].required = True

    def clean_valid_from(self):
        day = self.cleaned_data["valid_from"]
        if day < timezone.localdate():
            raise forms.ValidationError("En ny udgave gælder tidligst fra i dag.")
        if Directorate.objects.filter(valid_from=day).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("Der er allerede en udgave, der gælder fra den dag.")
        return day

    def clean(self):
        given = super().clean()
        if "megabytes" in given:
            self.instance.message_limit = given["megabytes"] * MEBIBYTE
        if given.get("certificate") and given.get("valid_from"):
            try:
                check_certificate(given["certificate"], on=given["valid_from"])
            except CertificateRefused as refused:
                self.add_error("certificate", str(refused))
        return given

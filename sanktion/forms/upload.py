import re
import uuid

from django import forms
from django.conf import settings
from django.utils import timezone

from sanktion.forms.case import ConcernsField
from sanktion.forms.fields import DanishDateField, OnceKeyField
from sanktion.models import MaterialKind

MAX_FILES = 10
# Room for « (10 af 10)» in the document's 120 characters.
MAX_TITLE = 100
CPR_LIKE = re.compile(r"(?<!\d)\d{6}[-–— ]?\d{4}(?!\d)")
ACCEPTED = ".pdf,.jpg,.jpeg,.png,.tif,.tiff,.txt,.docx,.odt"


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A list of files, each as FileField sees it."""

    widget = FilesInput(attrs={"accept": ACCEPTED})

    def clean(self, data, initial=None):
        files = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(file, initial) for file in files or [None]]


class UploadForm(forms.Form):
    """What a file is, is seen when it is opened; here only how many and how much."""

    files = FilesField(
        label="Filer",
        error_messages={"required": "Vælg mindst en fil.", "empty": "En af filerne er tom."},
    )
    title = forms.CharField(
        label="Titel",
        max_length=MAX_TITLE,
        help_text="Hvad det er, fx «Timesedler, september 2026». Skriv ikke navne eller CPR-nr.",
    )
    kind = forms.TypedChoiceField(
        label="Slags materiale",
        choices=[("", "Vælg"), *((kind.value, f"{kind.value}. {kind.label}") for kind in MaterialKind)],
        coerce=lambda value: MaterialKind(int(value)),
        help_text="De ti slags, som tilsynet kan bede om.",
    )
    concerns = ConcernsField(label="Angår de tilsynet?")
    received_on = DanishDateField(label="Modtaget", initial=timezone.localdate)
    key = OnceKeyField(initial=uuid.uuid4)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        one, most = settings.SANKTION_UPLOAD_MAX_MB, settings.FILE_UPLOAD_MAX_MEMORY_SIZE // 1024**2
        self.fields["files"].help_text = (
            "PDF, JPEG, PNG, TIFF, ren tekst, DOCX eller ODT. "
            f"Højst {MAX_FILES} filer, {one} MB pr. fil og {most} MB i alt."
        )

    def clean_files(self):
        files = self.cleaned_data["files"]
        if len(files) > MAX_FILES:
            raise forms.ValidationError(f"Vælg højst {MAX_FILES} filer ad gangen.")
        if any(file.is_cut for file in files):
            raise forms.ValidationError("Filerne fylder for meget tilsammen. Læg dem op ad flere gange.")
        return files

    def clean_title(self):
        title = self.cleaned_data["title"]
        if CPR_LIKE.search(title):
            raise forms.ValidationError("Skriv ikke et CPR-nr. i titlen.")
        return title

    def clean_received_on(self):
        day = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Datoen kan ikke ligge i fremtiden.")
        return day

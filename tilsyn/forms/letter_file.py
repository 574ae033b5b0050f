"""A letter written elsewhere, taken in as a PDF."""

from django import forms

from sanktion.actions.upload import look_at
from sanktion.base.uploads import PDF


class LetterFileField(forms.FileField):
    """The file made safe, as ``Cleaned``; None when it may be left out and is."""

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", "PDF eller billede.")
        super().__init__(widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.tif,.tiff"}), **kwargs)

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if not file:
            return None
        if file.is_cut:
            raise forms.ValidationError("Filen fylder for meget.")
        cleaned, refusal = look_at(file.read())
        if cleaned is None:
            raise forms.ValidationError(refusal)
        if cleaned.media_type != PDF:
            raise forms.ValidationError("Brevet skal være en PDF. Gem det som PDF, og læg det op igen.")
        return cleaned

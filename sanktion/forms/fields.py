"""Fields the browser shows in Danish whatever its own language is."""

from django import forms

DATE_FORMATS = ["%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y", "%d%m%Y", "%Y-%m-%d"]


class DanishDateField(forms.DateField):
    """A date as text, dd-mm-åååå; full stops and slashes are understood too."""

    def __init__(self, **kwargs):
        attrs = {"placeholder": "dd-mm-åååå", "inputmode": "numeric", "data-width": "date", "autocomplete": "off"}
        kwargs.setdefault("widget", forms.DateInput(format="%d-%m-%Y", attrs=attrs))
        kwargs.setdefault("input_formats", DATE_FORMATS)
        kwargs.setdefault("error_messages", {"invalid": "Skriv datoen som dd-mm-åååå, fx 03-12-2026."})
        super().__init__(**kwargs)


class OnceKeyField(forms.UUIDField):
    """A hidden key made with the page: the same key twice is a double click, not a second entry."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.HiddenInput, **kwargs)

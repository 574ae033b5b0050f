"""Fields the browser shows in Danish whatever its own language is."""

import re

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


class DanishTimeField(forms.TimeField):
    """A time as text, tt.mm; a colon or nothing between is understood too."""

    def __init__(self, **kwargs):
        attrs = {"placeholder": "tt.mm", "inputmode": "numeric", "data-width": "time", "autocomplete": "off"}
        kwargs.setdefault("widget", forms.TimeInput(format="%H.%M", attrs=attrs))
        kwargs.setdefault("input_formats", ["%H.%M", "%H:%M", "%H%M"])
        kwargs.setdefault("error_messages", {"invalid": "Skriv klokkeslættet som tt.mm, fx 16.40."})
        super().__init__(**kwargs)


class OnceKeyField(forms.UUIDField):
    """A hidden key made with the page: the same key twice is a double click, not a second entry."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.HiddenInput, **kwargs)


class PostcodesField(forms.CharField):
    """«5000, 5200» ↔ ["5000", "5200"]."""

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        postcodes = list(dict.fromkeys(re.split(r"[\s,;]+", super().to_python(value).strip(" ,;"))))
        if wrong := [text for text in postcodes if text and not re.fullmatch(r"[0-9]{4}", text)]:
            raise forms.ValidationError(f"Et postnummer har fire cifre. Ret: {', '.join(wrong)}.")
        return [text for text in postcodes if text]

"""The answers of the visit form: one key each (B029), and no third answer where the letter has two."""

from django import forms

from koerelister.models import StrikeReason
from koerelister.visit import NameRead, OpenedBy

YES_NO = [("yes", "Ja"), ("no", "Nej")]


class KeyedRadios(forms.RadioSelect):
    """Radio buttons that the keying-in screen answers by one key: the option's own, or its number."""

    option_template_name = "koerelister/parts/keyed_option.html"

    def __init__(self, keys: str, **kwargs):
        super().__init__(**kwargs)
        self.keys = keys

    def create_option(self, name, value, label, selected, index, **kwargs):
        option = super().create_option(name, value, label, selected, index, **kwargs)
        option["key"] = option["attrs"]["data-key"] = self.keys[index]
        return option


class YesNoField(forms.TypedChoiceField):
    """B026: yes or no, and no third answer."""

    def __init__(self, **kwargs):
        super().__init__(
            choices=YES_NO,
            coerce=lambda value: value == "yes",
            widget=KeyedRadios("jn"),
            error_messages={"required": "Svar ja eller nej."},
            **kwargs,
        )


class NameReadField(forms.TypedChoiceField):
    def __init__(self, **kwargs):
        super().__init__(
            choices=NameRead.choices,
            coerce=NameRead,
            initial=NameRead.NOT_READ,
            widget=KeyedRadios("baiux"),
            **kwargs,
        )


class OpenedByField(forms.TypedChoiceField):
    def __init__(self, **kwargs):
        super().__init__(
            choices=OpenedBy.choices,
            coerce=OpenedBy,
            empty_value=None,
            required=False,
            widget=KeyedRadios("spnvbu"),
            **kwargs,
        )


class StrikeReasonField(forms.TypedChoiceField):
    def __init__(self, **kwargs):
        super().__init__(
            choices=StrikeReason.choices,
            coerce=StrikeReason,
            widget=KeyedRadios("1234567"),
            error_messages={"required": "Vælg en grund."},
            **kwargs,
        )

from django import forms

from sanktion.actions.countersign import NO_REMARK
from sanktion.models import Verdict

MAX_TEXT = 5_000
MAX_REASON = 500


class CountersignForm(forms.Form):
    """Sign, or send back with a remark."""

    use_required_attribute = False

    verdict = forms.ChoiceField(
        label="Dit svar",
        choices=[
            (Verdict.APPROVED, "Jeg har læst brevet og medunderskriver afgørelsen"),
            (Verdict.RETURNED, "Jeg sender afgørelsen tilbage"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Vælg, om du underskriver eller sender tilbage."},
    )
    remark = forms.CharField(
        label="Bemærkning",
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Skal udfyldes, når du sender tilbage. Den står i journalen.",
    )
    # The digest of what stood on the page.
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def clean(self):
        given = super().clean()
        if given.get("verdict") == Verdict.RETURNED and not given.get("remark"):
            self.add_error("remark", NO_REMARK)
        return given


class CountersignSwitchForm(forms.Form):
    reason = forms.CharField(
        label="Begrundelse",
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Fx hvem der har besluttet det, og hvornår. Skriv ikke om bestemte sager eller borgere.",
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
            "Ja, en kollega skal medunderskrive fra nu af"
            if turns_on
            else "Ja, jeg foreslår, at én person skal kunne træffe afgørelsen alene"
        )

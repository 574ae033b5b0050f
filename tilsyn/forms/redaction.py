import math

from django import forms

from sanktion.base.redaction import Box
from tilsyn.models import HoldReason, HoldScope

MAX_NOTE = 500
MAX_WORD = 100
NEEDS_NOTE = "Skriv, hvad grunden er, når du vælger «Andet»."


class ReasonForm(forms.Form):
    use_required_attribute = False

    reason = forms.ChoiceField(label="Grund", choices=HoldReason.choices, error_messages={"required": "Vælg en grund."})
    note = forms.CharField(
        label="Bemærkning til grunden",
        required=False,
        max_length=MAX_NOTE,
        help_text="Skal udfyldes ved «Andet». Står i loggen: gentag ikke det, der holdes tilbage.",
    )

    def clean(self):
        given = super().clean()
        if given.get("reason") == HoldReason.OTHER and not given.get("note"):
            self.add_error("note", NEEDS_NOTE)
        return given


class MarkForm(ReasonForm):
    """One of: a word everywhere, a box drawn on a page, a page, a journal entry."""

    word = forms.CharField(
        label="Find og overstreg ord",
        required=False,
        max_length=MAX_WORD,
        help_text="Alle steder, hvor ordene står. Ordene gemmes ikke.",
    )
    page = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    x0 = forms.FloatField(required=False, widget=forms.HiddenInput)
    y0 = forms.FloatField(required=False, widget=forms.HiddenInput)
    x1 = forms.FloatField(required=False, widget=forms.HiddenInput)
    y1 = forms.FloatField(required=False, widget=forms.HiddenInput)
    drop_page = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    entry = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def clean(self):
        given = super().clean()
        if not any(given.get(name) for name in ("word", "page", "drop_page", "entry")):
            self.add_error("word", "Skriv det ord, der skal overstreges, eller tegn på siden.")
        elif given.get("page") and not self._box_of(given):
            self.add_error(None, "Tegn en firkant på siden.")
        return given

    @property
    def box(self) -> Box | None:
        return self._box_of(self.cleaned_data)

    def _box_of(self, given) -> Box | None:
        sides = [given.get(name) for name in ("x0", "y0", "x1", "y1")]
        if any(side is None or not math.isfinite(side) for side in sides):
            return None
        box = Box(*sides)
        return box if box.x1 - box.x0 >= 1 and box.y1 - box.y0 >= 1 else None


class ScopeForm(forms.Form):
    use_required_attribute = False

    scope = forms.ChoiceField(
        label="Hvad skal der ske med dokumentet?", choices=HoldScope.choices, widget=forms.RadioSelect
    )
    reason = forms.ChoiceField(
        label="Grund til at udelade det helt", choices=[("", "Vælg grund"), *HoldReason.choices], required=False
    )
    note = forms.CharField(label="Bemærkning", required=False, max_length=MAX_NOTE)

    def __init__(self, *args, is_journal: bool, **kwargs):
        """V073: the journal sheet is never left out."""
        super().__init__(*args, **kwargs)
        if is_journal:
            self.fields["scope"].choices = [pair for pair in HoldScope.choices if pair[0] != HoldScope.WHOLE]
            self.fields["scope"].label = "Hvad skal der ske med arket?"
            del self.fields["reason"]
            del self.fields["note"]

    def clean(self):
        given = super().clean()
        if given.get("scope") == HoldScope.WHOLE and not given.get("reason"):
            self.add_error("reason", "Vælg, hvorfor dokumentet udelades.")
        if given.get("reason") == HoldReason.OTHER and not given.get("note"):
            self.add_error("note", NEEDS_NOTE)
        return given


class SendForm(forms.Form):
    title = forms.CharField(label="Titel i det, der sendes", required=False, max_length=120)


class DecideForm(forms.Form):
    use_required_attribute = False

    verdict = forms.ChoiceField(
        label="Dit svar",
        choices=[("approve", "Jeg har set det igennem og godkender"), ("return", "Jeg sender det tilbage")],
        widget=forms.RadioSelect,
        error_messages={"required": "Vælg, om du godkender eller sender tilbage."},
    )
    remark = forms.CharField(
        label="Bemærkning",
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Skal udfyldes, når du sender tilbage.",
    )
    # The fingerprint of what stood on the page.
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)

import uuid

from django import forms

from sanktion.forms.fields import DanishDateField, OnceKeyField
from sanktion.models import Case, JournalEntry, MaterialKind, PaymentEffect, ReasonableGround
from sanktion.models.assessment import PERIOD_EFFECTS
from sanktion.models.event_details import WEIGHS_GROUND

MAX_TEXT = 10_000
YES_NO = [("ja", "Ja"), ("nej", "Nej")]


def _text(label: str, rows: int, **kwargs) -> forms.CharField:
    return forms.CharField(label=label, max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class AssessmentForm(forms.Form):
    """V060, V061: three short sections, one page: availability, the reasonable ground, the payment."""

    use_required_attribute = False
    SECTIONS = (
        ("Rådighed", ("is_available", "text")),
        ("Rimelig grund", ("reasonable_ground", "stated", "weighing", "documents")),
        ("Udbetalingen", ("effect", "starts_on", "ends_on", "amount", "effect_text")),
    )

    PERIOD = ("starts_on", "ends_on", "amount")

    is_available = forms.TypedChoiceField(
        label="Står borgeren til rådighed?",
        choices=YES_NO,
        widget=forms.RadioSelect,
        coerce=lambda value: value == "ja",
    )
    text = _text("Vurdering af rådigheden", 3, help_text="Hvilke oplysninger lægger du vægt på, og hvorfor?")
    reasonable_ground = forms.ChoiceField(
        label="Havde borgeren en rimelig grund?", choices=ReasonableGround.choices, widget=forms.RadioSelect
    )
    stated = _text("Borgerens egen grund", 3, required=False, help_text="Med borgerens ord.")
    weighing = _text(
        "Vurdering af grunden",
        3,
        help_text="Kan stå tom, når en grund ikke er relevant.",
        error_messages={"required": "Skriv, hvorfor grunden var rimelig eller ikke var det."},
    )
    documents = forms.TypedMultipleChoiceField(
        label="Bilag, vurderingen bygger på", required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    effect = forms.ChoiceField(
        label="Hvad betyder hændelsen for udbetalingen nu?",
        choices=PaymentEffect.offered,
        widget=forms.RadioSelect,
        help_text="En sanktion hører til afgørelsen og skrives ikke her.",
    )
    starts_on = DanishDateField(label="Fra og med", help_text="Den første dag uden fuld hjælp.")
    ends_on = DanishDateField(label="Til og med", required=False)
    amount = forms.DecimalField(
        label="Nedsættes med (kr. om måneden)",
        required=False,
        min_value=1,
        max_digits=9,
        decimal_places=2,
        localize=True,
    )
    effect_text = _text("Begrundelse", 2, required=False, help_text="Skal udfyldes, hvis hjælpen ændres.")
    key = OnceKeyField(initial=uuid.uuid4)
    # The number of the citizen's statement that stood on the page, 0 when there was none.
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, case: Case, statement: JournalEntry | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.statement = self.initial["seen"] = statement.number if statement else 0
        if case.event.kind in WEIGHS_GROUND:
            self.fields["reasonable_ground"].choices = [
                choice for choice in ReasonableGround.choices if choice[0] != ReasonableGround.NOT_RELEVANT
            ]
        self._ask_for_what_follows()
        self._offer_documents(case)

    def _ask_for_what_follows(self) -> None:
        """What only some answers need. Before anything is answered it is marked as needed, not as up to oneself."""
        weighed, first = self.fields["weighing"], self.fields["starts_on"]
        ground, effect = (self.data.get(name) if self.is_bound else None for name in ("reasonable_ground", "effect"))
        weighed.required = ground != ReasonableGround.NOT_RELEVANT
        first.required = not self.is_bound or effect in PERIOD_EFFECTS
        first.error_messages["required"] = "Skriv, hvilken dag hjælpen standses eller nedsættes fra."

    def _offer_documents(self, case: Case) -> None:
        """What has been received of the citizen's; nothing of ours, which may tell how contact was sought."""
        received = case.documents.filter(received_on__isnull=False, kind=MaterialKind.EXPLANATION).order_by("number")
        titles = received.values_list("number", "title")
        if titles:
            self.fields["documents"].choices = [(number, f"{number:03d} {title}") for number, title in titles]
        else:
            del self.fields["documents"]

    def sections(self) -> list[tuple[str, list]]:
        return [(heading, [self[name] for name in names if name in self.fields]) for heading, names in self.SECTIONS]

    def clean(self):
        assessment = super().clean()
        seen = assessment.pop("seen", None)
        if seen is not None and seen != self.statement:
            # B014: what has not been read has not been assessed. The page shows it now, so the next time it is.
            self.data = self.data.copy()
            self.data["seen"] = self.statement
            raise forms.ValidationError("Borgerens svar er kommet, siden du åbnede siden. Læs det, og vurdér igen.")
        self._check_payment(assessment)
        return assessment

    def _check_payment(self, assessment: dict) -> None:
        effect, first, last = (assessment.get(name) for name in ("effect", "starts_on", "ends_on"))
        if effect != PaymentEffect.REDUCED:
            assessment["amount"] = None
        if effect not in PERIOD_EFFECTS:
            # The fields of another choice are out of sight, whatever was typed in them before the choice was made.
            assessment["starts_on"] = assessment["ends_on"] = None
            return
        if not assessment.get("effect_text"):
            self.add_error("effect_text", "Skriv, hvorfor hjælpen standses eller nedsættes.")
        if first and last and last < first:
            self.add_error("ends_on", "Den sidste dag ligger før den første.")

import uuid

from django import forms

from sanktion.actions.gates import missing_for
from sanktion.forms.fields import DanishDateField, OnceKeyField
from sanktion.models import Case, LegalBasis, Outcome, ReasonableGround
from sanktion.models.decision import SANCTIONS
from sanktion.models.event_details import WEIGHS_GROUND

MAX_TEXT = 10_000
YES_NO = [("ja", "Ja"), ("nej", "Nej")]


class AssessmentForm(forms.Form):
    """V060: is the citizen available for work, and was there a reasonable ground?"""

    is_available = forms.TypedChoiceField(
        label="Står borgeren til rådighed?",
        choices=YES_NO,
        widget=forms.RadioSelect,
        coerce=lambda value: value == "ja",
    )
    reasonable_ground = forms.ChoiceField(
        label="Havde borgeren en rimelig grund?", choices=ReasonableGround.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label="Vurdering",
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Hvilke oplysninger lægger du vægt på, og hvorfor?",
    )
    key = OnceKeyField(initial=uuid.uuid4)
    # The number of the citizen's statement that stood on the page, 0 when there was none.
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, statement: int, event_kind: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.statement = self.initial["seen"] = statement
        if event_kind in WEIGHS_GROUND:
            self.fields["reasonable_ground"].choices = [
                choice for choice in ReasonableGround.choices if choice[0] != ReasonableGround.NOT_RELEVANT
            ]

    def clean(self):
        assessment = super().clean()
        seen = assessment.pop("seen", None)
        if seen is not None and seen != self.statement:
            # B014: what has not been read has not been assessed. The page shows it now, so the next time it is.
            self.data = self.data.copy()
            self.data["seen"] = self.statement
            raise forms.ValidationError("Borgerens svar er kommet, siden du åbnede siden. Læs det, og vurdér igen.")
        return assessment


class DecisionForm(forms.Form):
    use_required_attribute = False

    outcome = forms.ChoiceField(label="Afgørelse", choices=Outcome.choices, widget=forms.RadioSelect)
    legal_basis = forms.ModelChoiceField(
        label="Retsgrundlag",
        queryset=LegalBasis.objects.none(),
        empty_label="Vælg",
        help_text="Udfyldes ved en sanktion. Du kan vælge mellem de regler, der gjaldt på hændelsens dato.",
        error_messages={"required": "Vælg den regel, sanktionen hviler på."},
    )
    effect_from = DanishDateField(label="Virkning fra", help_text="Udfyldes ved en sanktion.")
    reasons = forms.CharField(
        label="Begrundelse",
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Skriv til borgeren. Teksten står i brevet.",
    )
    answer_to_statement = forms.CharField(
        label="Vores svar på borgerens forklaring",
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args, case: Case, statement: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.case = case
        basis = self.fields["legal_basis"]
        basis.queryset = LegalBasis.objects.on(case.event.occurred_on)
        basis.label_from_instance = lambda rule: f"{rule}: {rule.summary}"
        effect = self.fields["effect_from"]
        basis.required = effect.required = not self.is_bound or self.data.get("outcome") in SANCTIONS
        effect.error_messages["required"] = "Skriv, hvornår sanktionen virker fra."
        if statement:
            # B014: the citizen is heard only if the decision answers what was said.
            self.fields["answer_to_statement"].error_messages["required"] = "Svar på det, borgeren har fortalt."
        else:
            del self.fields["answer_to_statement"]

    def clean(self):
        decision = super().clean()
        if decision.get("outcome") not in SANCTIONS and decision.get("effect_from"):
            self.add_error("effect_from", "Uden en sanktion er der ingen virkning. Lad feltet stå tomt.")
        if decision.get("outcome"):
            for refusal in missing_for(self.case, decision["outcome"], decision.get("effect_from")):
                self.add_error(refusal.field, refusal.message)
        return decision

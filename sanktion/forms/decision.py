from django import forms

from sanktion.actions.gates import missing_for
from sanktion.forms.fields import DanishDateField
from sanktion.models import Case, GroundAssessment, LegalBasis, NothingMore, Outcome, ReasonableGround
from sanktion.models.decision import SANCTIONS

MAX_TEXT = 10_000


class RuleChoices(forms.models.ModelChoiceIterator):
    """The rules for the event's kind, then the others of its day."""

    GROUPS = (("Passer til hændelsen", True), ("Andre regler på hændelsens dato", False))

    def __iter__(self):
        yield "", self.field.empty_label
        rules = list(self.queryset)
        for heading, fits in self.GROUPS:
            if group := [self.choice(rule) for rule in rules if rule.fits is fits]:
                yield heading, group


class RuleField(forms.ModelChoiceField):
    iterator = RuleChoices

    def label_from_instance(self, rule: LegalBasis) -> str:
        return f"{rule}: {rule.summary}"


class DecisionForm(forms.Form):
    use_required_attribute = False

    outcome = forms.ChoiceField(label="Afgørelse", choices=Outcome.choices, widget=forms.RadioSelect)
    nothing_more = forms.ChoiceField(
        label="Hvorfor ingen sanktion?",
        choices=[("", "Vælg"), *NothingMore.choices],
        error_messages={"required": "Vælg, hvorfor sagen ender uden sanktion."},
    )
    legal_basis = RuleField(
        label="Retsgrundlag",
        queryset=LegalBasis.objects.none(),
        empty_label="Vælg",
        help_text="De regler, der gjaldt på hændelsens dato. Den, der passer til hændelsen, er valgt.",
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

    def __init__(self, *args, case: Case, statement: str, ground: GroundAssessment | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.case = case
        outcome = self.data.get("outcome") if self.is_bound else None
        self._offer_rules(case)
        effect = self.fields["effect_from"]
        effect.required = self.fields["legal_basis"].required = not self.is_bound or outcome in SANCTIONS
        self.fields["nothing_more"].required = not self.is_bound or outcome == Outcome.NO_SANCTION
        effect.error_messages["required"] = "Skriv, hvornår sanktionen virker fra."
        if ground and ground.ground == ReasonableGround.YES:
            self._offer_no_sanction()
        if statement:
            # B014: the citizen is heard only if the decision answers what was said.
            self.fields["answer_to_statement"].error_messages["required"] = "Svar på det, borgeren har fortalt."
        else:
            del self.fields["answer_to_statement"]

    def _offer_rules(self, case: Case) -> None:
        basis, benefit = self.fields["legal_basis"], case.citizen.benefit
        basis.queryset = LegalBasis.objects.for_event(case.event, act=benefit.act if benefit else "")
        proposed = basis.queryset.first()
        if proposed and proposed.fits:
            self.initial["legal_basis"] = proposed.pk
        else:
            basis.help_text = "Ingen af dagens regler er knyttet til denne slags hændelse. Vælg den, sagen hviler på."

    def _offer_no_sanction(self) -> None:
        """With a reasonable ground there is no sanction to choose; the database refuses it too."""
        outcome = self.fields["outcome"]
        outcome.choices = [choice for choice in Outcome.choices if choice[0] not in SANCTIONS]
        outcome.help_text = "Borgeren havde en rimelig grund, så sagen kan ikke ende med en sanktion."
        self.initial |= {"outcome": Outcome.NO_SANCTION, "nothing_more": NothingMore.REASONABLE_GROUND}

    def clean(self):
        decision = super().clean()
        if decision.get("outcome") not in SANCTIONS and decision.get("effect_from"):
            self.add_error("effect_from", "Uden en sanktion er der ingen virkning. Lad feltet stå tomt.")
        if decision.get("outcome") != Outcome.NO_SANCTION:
            decision["nothing_more"] = ""
        if decision.get("outcome"):
            for refusal in missing_for(self.case, decision["outcome"], decision.get("effect_from")):
                self.add_error(refusal.field, refusal.message)
        return decision

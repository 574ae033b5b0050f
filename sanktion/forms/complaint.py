import uuid

from django import forms
from django.utils import timezone

from sanktion.forms.fields import DanishDateField, OnceKeyField
from sanktion.models import Complaint, ComplaintChannel, ComplaintStatus, Decision, LegalBasis, Outcome, RulingOutcome
from sanktion.models.decision import NO_SANCTIONS, SANCTIONS

MAX_TEXT = 10_000
FUTURE = "Datoen kan ikke ligge efter i dag."


def _text(label: str, *, rows: int = 8, **kwargs) -> forms.CharField:
    return forms.CharField(label=label, max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class PastDateField(DanishDateField):
    def clean(self, value):
        day = super().clean(value)
        if day and day > timezone.localdate():
            raise forms.ValidationError(FUTURE)
        return day


class ComplaintForm(forms.Form):
    received_on = PastDateField(label="Klagen modtaget")
    channel = forms.ChoiceField(label="Modtaget med", choices=ComplaintChannel.choices, widget=forms.RadioSelect)
    text = _text("Klagen, ordret", help_text="Borgerens egne ord. Teksten låses, når den er gemt.")
    decision_received_on = PastDateField(
        label="Afgørelsesbrevet modtaget",
        help_text="Dagen, hvor brevet var tilgængeligt i Digital Post, eller hvor det kom frem med posten."
        " Klagefristen på 4 uger regnes herfra.",
    )
    key = OnceKeyField(initial=uuid.uuid4)

    def __init__(self, *args, decided_on, **kwargs):
        super().__init__(*args, **kwargs)
        self.decided_on = decided_on

    def clean_decision_received_on(self):
        day = self.cleaned_data["decision_received_on"]
        if day < self.decided_on:
            raise forms.ValidationError("Brevet kan ikke være modtaget, før afgørelsen blev truffet.")
        return day

    def clean(self):
        found = super().clean()
        letter, complaint = found.get("decision_received_on"), found.get("received_on")
        if letter and complaint and complaint < letter:
            self.add_error("received_on", "Klagen kan ikke være modtaget, før borgeren fik afgørelsesbrevet.")
        return found


class DispensationForm(forms.Form):
    granted = forms.TypedChoiceField(
        label="Skal klagen behandles, selv om den kom for sent?",
        choices=[("ja", "Ja, der er en særlig grund"), ("nej", "Nej, klagen afvises")],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "ja",
    )
    reason = _text("Begrundelse", rows=5, help_text="Ved en afvisning står teksten i brevet til borgeren.")


class NewDecisionForm(forms.Form):
    """A new decision beside the old one. The complaint may lighten or lift the sanction, not make one."""

    outcome = forms.ChoiceField(label="Ny afgørelse", choices=Outcome.choices, widget=forms.RadioSelect)
    legal_basis = forms.ModelChoiceField(
        label="Retsgrundlag",
        queryset=LegalBasis.objects.none(),
        empty_label="Vælg",
        required=False,
        help_text="Udfyldes ved en sanktion.",
    )
    effect_from = DanishDateField(
        label="Virkning fra",
        required=False,
        help_text="Udfyldes ved en sanktion. Ikke før den første afgørelses virkning.",
    )
    reasons = _text("Begrundelse", help_text="Skriv til borgeren. Teksten står i brevet.")

    def __init__(self, *args, decision: Decision, **kwargs):
        super().__init__(*args, **kwargs)
        standing = decision.standing
        kept = [*SANCTIONS, *NO_SANCTIONS] if standing.is_sanction else NO_SANCTIONS
        self.fields["outcome"].choices = [choice for choice in Outcome.choices if choice[0] in kept]
        basis = self.fields["legal_basis"]
        basis.queryset = LegalBasis.objects.on(decision.case.event.occurred_on)
        basis.label_from_instance = lambda rule: f"{rule}: {rule.summary}"
        self.initial = {"legal_basis": standing.legal_basis_id, "effect_from": standing.effect_from} | self.initial

    def clean(self):
        act = super().clean()
        self.check_act(act)
        return act

    def check_act(self, act: dict) -> None:
        if act.get("outcome") in SANCTIONS:
            for name, message in (
                ("legal_basis", "Vælg den regel, sanktionen hviler på."),
                ("effect_from", "Skriv, hvornår sanktionen virker fra."),
            ):
                if not act.get(name) and name not in self.errors:
                    self.add_error(name, message)
        elif act.get("outcome"):
            # The old ones stand in the fields from the start; without a sanction they say nothing.
            act["legal_basis"] = act["effect_from"] = None


class ReassessmentForm(NewDecisionForm):
    """Fasthold, or give way with a new decision."""

    RESULTS = (ComplaintStatus.UPHELD, ComplaintStatus.PARTLY, ComplaintStatus.CHANGED)
    result = forms.ChoiceField(
        label="Resultat af genvurderingen",
        choices=[
            (ComplaintStatus.UPHELD, "Fastholdt: afgørelsen ændres ikke, og klagen går til Ankestyrelsen"),
            (ComplaintStatus.PARTLY, "Delvis medhold: ny afgørelse, og klagen går til Ankestyrelsen"),
            (ComplaintStatus.CHANGED, "Medhold: ny afgørelse, og klagen er slut"),
        ],
        widget=forms.RadioSelect,
    )
    field_order = ("result", "outcome", "legal_basis", "effect_from", "reasons")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        outcome = self.fields["outcome"]
        outcome.required, outcome.help_text = False, "Vælges ved medhold og delvis medhold."

    def check_act(self, act: dict) -> None:
        if act.get("result") == ComplaintStatus.UPHELD:
            act.update(outcome="", legal_basis=None, effect_from=None)
        elif act.get("result") and not act.get("outcome") and "outcome" not in self.errors:
            self.add_error("outcome", "Vælg den nye afgørelse.")
        else:
            super().check_act(act)


class ForwardForm(forms.Form):
    remarks = _text(
        "Bemærkninger til Ankestyrelsen",
        rows=6,
        required=False,
        help_text="Borgeren får en kopi af bemærkningerne. Klagen, genvurderingen og listen over sagens dokumenter"
        " kommer med af sig selv.",
    )


class RulingForm(forms.Form):
    outcome = forms.ChoiceField(
        label="Ankestyrelsens afgørelse", choices=RulingOutcome.choices, widget=forms.RadioSelect
    )
    ruled_on = PastDateField(label="Afgjort")
    received_on = PastDateField(label="Modtaget hos os")
    reference = forms.CharField(label="Ankestyrelsens sagsnummer", max_length=40, required=False)
    text = _text(
        "Begrundelse", rows=6, required=False, help_text="Det væsentlige. Selve afgørelsen lægges som dokument."
    )

    def __init__(self, *args, complaint: Complaint, **kwargs):
        super().__init__(*args, **kwargs)
        self.complaint = complaint

    def clean(self):
        found = super().clean()
        ruled, received = found.get("ruled_on"), found.get("received_on")
        if ruled and ruled < self.complaint.forwarded_on:
            self.add_error("ruled_on", "Klagen er afgjort, før den blev sendt til Ankestyrelsen. Ret datoen.")
        if ruled and received and received < ruled:
            self.add_error("received_on", "Afgørelsen kan ikke være modtaget, før den er truffet.")
        return found

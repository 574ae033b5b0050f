import uuid

from django import forms

from sanktion.forms.complaint import MAX_TEXT, PastDateField
from sanktion.forms.fields import DanishDateField, OnceKeyField
from sanktion.forms.payment import BACKWARDS, AmountField
from sanktion.models import CaseDocument, MaterialKind, WrongPayment
from tilsyn.forms.letter_file import LetterFileField
from tilsyn.models import CaseAssessment, Severity
from tilsyn.models.assessment_version import ASSESSED
from tilsyn.verdicts import Verdict

YES_NO = [("ja", "Ja"), ("nej", "Nej")]
REFUND = ("amount", "period_from", "period_to")
NEEDED = {
    "amount": "Skriv det beløb, der ikke kan anmeldes til refusion.",
    "period_from": "Skriv, hvornår perioden begynder.",
    "period_to": "Skriv, hvornår perioden slutter.",
}


class OptionalAmountField(AmountField):
    def clean(self, value):
        return super().clean(value) if value and value.strip() else None


def yes_no(label: str, **kwargs) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=YES_NO, widget=forms.RadioSelect, coerce=lambda value: value == "ja", **kwargs
    )


class VersionForm(forms.Form):
    """What one letter from the directorate holds of a case."""

    received_on = PastDateField(
        label="Vurderingen modtaget", help_text="Dagen, hvor brevet kom frem til os. De 14 dage regnes herfra."
    )
    agrees = yes_no("Er direktoratet enig i kommunens vurdering?")
    verdict = forms.ChoiceField(
        label="Direktoratets vurdering",
        choices=[(verdict.value, verdict.label) for verdict in ASSESSED],
        widget=forms.RadioSelect,
    )
    severity = forms.ChoiceField(
        label="Hvor alvorlig er fejlen?",
        choices=[("", "Vælg"), *Severity.choices],
        required=False,
        help_text="Udfyldes ved en forkert afgørelse.",
    )
    missing = forms.TypedMultipleChoiceField(
        label="Hvad manglede?",
        choices=[(kind.value, kind.label) for kind in MaterialKind],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Udfyldes, når sagen ikke kunne vurderes.",
    )
    has_refund = yes_no(
        "Er der et beløb, som ikke kan anmeldes til statsrefusion?",
        help_text="Hvis ja, skal kommunen altid høres, før vurderingen bliver endelig (§ 12, stk. 2).",
    )
    amount = OptionalAmountField(label="Beløb i kroner", required=False)
    period_from = DanishDateField(label="Fra", required=False)
    period_to = DanishDateField(label="Til og med", required=False)
    text = forms.CharField(
        label="Begrundelse",
        max_length=MAX_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Det væsentlige af direktoratets begrundelse. Selve brevet lægges op nedenfor.",
    )
    file = LetterFileField(label="Direktoratets brev", required=False)
    key = OnceKeyField(initial=uuid.uuid4)

    def __init__(self, *args, not_before=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.not_before = not_before

    def clean_received_on(self):
        day = self.cleaned_data["received_on"]
        if self.not_before and day < self.not_before:
            raise forms.ValidationError("Datoen ligger før det, den skal følge efter.")
        return day

    def clean(self):
        given = super().clean()
        self._check_verdict(given)
        self._check_refund(given)
        return given

    def _check_verdict(self, given: dict) -> None:
        verdict = given.get("verdict")
        if verdict == Verdict.WRONG and given.get("agrees"):
            self.add_error("agrees", "Direktoratet kan ikke være enig og finde afgørelsen forkert.")
        if verdict == Verdict.WRONG and not given.get("severity"):
            self.add_error("severity", "Vælg, hvor alvorlig fejlen er.")
        if verdict == Verdict.NOT_ASSESSABLE and not given.get("missing"):
            self.add_error("missing", "Vælg mindst én slags materiale, der manglede.")
        if verdict and verdict != Verdict.WRONG:
            given["severity"] = ""
        if verdict and verdict != Verdict.NOT_ASSESSABLE:
            given["missing"] = []

    def _check_refund(self, given: dict) -> None:
        if not given.get("has_refund"):
            given.update(dict.fromkeys(REFUND))
            return
        for name in REFUND:
            if not given.get(name) and name not in self.errors:
                self.add_error(name, NEEDED[name])
        if given.get("agrees") or given.get("verdict") == Verdict.NO_CRITICISM:
            self.add_error("has_refund", "Følger for refusionen forudsætter, at direktoratet er uenigt med kommunen.")
        if given.get("period_from") and given.get("period_to") and given["period_to"] < given["period_from"]:
            self.add_error("period_to", BACKWARDS)

    @property
    def facts(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}


class RemarksForm(forms.Form):
    """V117: remarks, and papers that the directorate has not had."""

    text = forms.CharField(
        label="Bemærkninger",
        max_length=MAX_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Systemet skriver brevet til direktoratet om teksten. Eller læg jeres eget brev op nedenfor.",
    )
    documents = forms.ModelMultipleChoiceField(
        label="Nye bilag",
        queryset=CaseDocument.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="De dokumenter i sagen, som direktoratet ikke har fået. De sendes som et tillæg til samlingen.",
    )
    file = LetterFileField(
        label="Eget brev", required=False, help_text="Kun hvis brevet er skrevet et andet sted. PDF eller billede."
    )

    def __init__(self, *args, documents, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["documents"]
        field.queryset = documents
        field.label_from_instance = lambda document: f"{document.full_number} {document.title}"
        if not documents:
            del self.fields["documents"]

    def clean(self):
        given = super().clean()
        if not given.get("text") and not given.get("file") and "file" not in self.errors:
            self.add_error("text", "Skriv bemærkningerne, eller læg jeres eget brev op.")
        return given


class LinkForm(forms.Form):
    payment = forms.ModelChoiceField(
        label="Fejludbetaling i sagen",
        queryset=WrongPayment.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, *args, assessment: CaseAssessment, **kwargs):
        super().__init__(*args, **kwargs)
        taken = CaseAssessment.objects.filter(payment__isnull=False).values("payment")
        field = self.fields["payment"]
        field.queryset = WrongPayment.objects.filter(case=assessment.selected.case_id).exclude(pk__in=taken)
        field.label_from_instance = lambda one: f"{one.shown_amount}, {one.get_status_display().lower()}"

import uuid

from django import forms
from django.utils import timezone

from sanktion.forms.complaint import MAX_TEXT, PastDateField
from sanktion.forms.fields import OnceKeyField
from tilsyn.figures.results import counted, differences
from tilsyn.forms.assessment import OptionalAmountField, yes_no
from tilsyn.forms.letter_file import LetterFileField
from tilsyn.models import PaperKind, Recipient, Supervision, SupervisionPaper
from tilsyn.verdicts import Verdict

# A letter that concerns a case goes with the case, and is no proof of what concerns them all.
OF_ALL = [kind for kind in PaperKind if kind not in (PaperKind.ASSESSMENT, PaperKind.REMARKS, PaperKind.WITHDRAWAL)]


def _count(verdict: Verdict) -> forms.IntegerField:
    attrs = {"data-width": "date", "inputmode": "numeric"}
    return forms.IntegerField(label=verdict.label, min_value=0, max_value=100_000, widget=forms.TextInput(attrs=attrs))


class ResultForm(forms.Form):
    """V127, V136-V140: the letter's own figures. Filled in beforehand with what our own cases show."""

    received_on = PastDateField(label="Resultatet modtaget")
    follows_rules = yes_no("Følger afgørelserne reglerne på området?")
    wrong = _count(Verdict.WRONG)
    not_assessable = _count(Verdict.NOT_ASSESSABLE)
    no_criticism = _count(Verdict.NO_CRITICISM)
    withdrawn = _count(Verdict.WITHDRAWN)
    wrong_paid = OptionalAmountField(
        label="Fejlagtigt udbetalt i alt, i kroner", required=False, help_text="Lad feltet stå tomt, hvis intet er det."
    )
    difference = forms.CharField(
        label="Hvad skyldes forskellen?",
        max_length=MAX_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Udfyldes, når brevets tal ikke er dem, vores egne sager viser.",
    )
    text = forms.CharField(
        label="Det væsentlige i meddelelsen",
        max_length=MAX_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    file = LetterFileField(label="Meddelelsen fra direktoratet", required=False)
    key = OnceKeyField(initial=uuid.uuid4)

    def __init__(self, *args, supervision: Supervision, **kwargs):
        super().__init__(*args, **kwargs)
        self.supervision = supervision
        self.cases = supervision.count_cases()
        self.ours = counted(supervision)
        for verdict in Verdict:
            self.fields[verdict.value].help_text = f"Vores egne sager: {self.ours[verdict]}"

    def clean(self):
        given = super().clean()
        given["wrong_paid"] = given.get("wrong_paid") or 0
        counts = {verdict: given.get(verdict.value) for verdict in Verdict}
        if None in counts.values():
            return given
        if sum(counts.values()) != self.cases:
            told = f"De fire tal giver tilsammen {sum(counts.values())}, men der er {self.cases} sager i tilsynet."
            raise forms.ValidationError(told)
        if differences(self.supervision, counts) and not given.get("difference", "").strip():
            self.add_error("difference", "Brevets tal er ikke dem, sagerne viser. Skriv, hvad forskellen skyldes.")
        return given


class ToldForm(forms.Form):
    recipient = forms.ChoiceField(label="Hvem er orienteret?", choices=Recipient.choices, widget=forms.RadioSelect)
    told_on = PastDateField(label="Orienteret", initial=timezone.localdate)
    how = forms.CharField(
        label="Hvordan?",
        max_length=200,
        help_text="Fx «Direktoratets brev med kopi» eller «Dagsordenens punkt 7». Skriv ikke navne eller CPR-nr.",
    )
    paper = forms.ModelChoiceField(
        label="Brev", queryset=SupervisionPaper.objects.none(), required=False, empty_label="Intet brev her"
    )
    key = OnceKeyField(initial=uuid.uuid4)

    def __init__(self, *args, supervision: Supervision, **kwargs):
        super().__init__(*args, **kwargs)
        papers = SupervisionPaper.objects.filter(supervision=supervision, selected__isnull=True, kind__in=OF_ALL)
        field = self.fields["paper"]
        field.queryset = papers.select_related("supervision")
        field.label_from_instance = lambda paper: f"{paper.full_number} {paper.title}"

import uuid

from django import forms

from sanktion.forms.fields import OnceKeyField
from sanktion.models import Case, MaterialKind, NoteKind, SupervisionRelevance, User
from sanktion.models.readiness import Row, RowState

NOTE_KINDS = [(kind.value, kind.label) for kind in (NoteKind.NOTE, NoteKind.PHONE, NoteKind.TALK)]
MAX_NOTE = 10_000
MATERIAL_OF_NOTE = {
    NoteKind.NOTE: MaterialKind.OTHER,
    NoteKind.PHONE: MaterialKind.EXPLANATION,
    NoteKind.TALK: MaterialKind.EXPLANATION,
}
MATERIALS = [(kind.value, f"{kind.value}. {kind.label}") for kind in MaterialKind]
MAX_REASON = 500


class ConcernsField(forms.ChoiceField):
    """Every paper and entry is marked when it comes into the case (V074)."""

    def __init__(self, **kwargs):
        super().__init__(
            choices=[("yes", "Ja"), ("partly", "Delvis"), ("no", "Nej")],
            widget=forms.RadioSelect,
            initial=SupervisionRelevance.YES,
            help_text="Det, der ikke angår tilsynet, må ikke sendes til direktoratet.",
            **kwargs,
        )


class AdverseField(forms.BooleanField):
    """New information from others that speaks against the citizen asks for a new hearing (forvaltningsloven § 19)."""

    def __init__(self, **kwargs):
        super().__init__(
            label="Oplysningerne kan være til ugunst for borgeren, og borgeren er ikke hørt om dem",
            required=False,
            help_text="Så kan der ikke gives en sanktion, før en ny partshøring er sendt.",
            **kwargs,
        )


class NoteForm(forms.Form):
    """V069: what a caseworker writes; letters, answers and attempts at contact are written by their own acts."""

    kind = forms.ChoiceField(label="Slags", choices=NOTE_KINDS, widget=forms.RadioSelect, initial=NoteKind.NOTE)
    text = forms.CharField(
        label="Notat",
        max_length=MAX_NOTE,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Notatet låses, når det er gemt. En rettelse skrives som et nyt notat.",
    )
    material = forms.TypedChoiceField(
        label="Slags materiale",
        choices=[("", "Efter notatets slags"), *MATERIALS],
        coerce=lambda value: MaterialKind(int(value)),
        empty_value=None,
        required=False,
        help_text="Telefon- og samtalenotater er «Borgerens forklaring», andre notater «Andet relevant materiale».",
    )
    adverse = AdverseField()
    concerns = ConcernsField(label="Angår notatet tilsynet?")
    key = OnceKeyField(initial=uuid.uuid4)

    def clean(self):
        note = super().clean()
        note["material"] = note.get("material") or MATERIAL_OF_NOTE.get(note.get("kind"))
        return note


class WaiverForm(forms.Form):
    """V057: one reason for one or more of the kinds that are missing."""

    kinds = forms.TypedMultipleChoiceField(
        label="Hvad er ikke relevant i sagen?",
        widget=forms.CheckboxSelectMultiple,
        coerce=lambda value: MaterialKind(int(value)),
        error_messages={"required": "Vælg mindst én slags."},
    )
    reason = forms.CharField(
        label="Fordi",
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Skriv, så en, der ikke kender sagen, kan forstå det. Fx: «Hændelsen vedrører ikke et tilbud.»",
        error_messages={"required": "Skriv, hvorfor det ikke er relevant."},
    )

    def __init__(self, *args, rows: list[Row], **kwargs):
        super().__init__(*args, **kwargs)
        missing = [row.kind for row in rows if row.state == RowState.MISSING]
        self.fields["kinds"].choices = [(kind.value, f"{kind.value}. {kind.label}") for kind in missing]


class AssignForm(forms.Form):
    owner = forms.ModelChoiceField(label="Sagsbehandler", queryset=User.objects.none(), empty_label="Vælg")

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        right = "handle_case"
        people = User.objects.filter(teams=case.team_id, is_active=True, groups__permissions__codename=right)
        self.fields["owner"].queryset = people.distinct().order_by("first_name", "last_name")

import uuid

from django import forms

from sanktion.forms.fields import OnceKeyField
from sanktion.models import Case, NoteKind, User

NOTE_KINDS = [(kind.value, kind.label) for kind in (NoteKind.NOTE, NoteKind.PHONE, NoteKind.TALK)]
MAX_NOTE = 10_000


class NoteForm(forms.Form):
    """V069: what a caseworker writes; letters, answers and attempts at contact are written by their own acts."""

    kind = forms.ChoiceField(label="Slags", choices=NOTE_KINDS, widget=forms.RadioSelect, initial=NoteKind.NOTE)
    text = forms.CharField(
        label="Notat",
        max_length=MAX_NOTE,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Notatet låses, når det er gemt. En rettelse skrives som et nyt notat.",
    )
    key = OnceKeyField(initial=uuid.uuid4)


class AssignForm(forms.Form):
    owner = forms.ModelChoiceField(label="Sagsbehandler", queryset=User.objects.none(), empty_label="Vælg")

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        right = "handle_case"
        people = User.objects.filter(teams=case.team_id, is_active=True, groups__permissions__codename=right)
        self.fields["owner"].queryset = people.distinct().order_by("first_name", "last_name")

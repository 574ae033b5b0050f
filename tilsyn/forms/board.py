from collections.abc import Callable

from django import forms

from sanktion.base.danish import sort_key
from sanktion.forms.case import MAX_REASON
from sanktion.forms.upload import UploadForm
from sanktion.models import MaterialKind, User
from tilsyn.actions.board import possible_owners
from tilsyn.board import BoardRow
from tilsyn.models import SelectedCase, Supervision

MINE, NOBODY = "mig", "ingen"
SHOWN: dict[str, Callable[[BoardRow], bool]] = {
    "mangler": lambda row: bool(row.missing),
    "klar": lambda row: row.is_ready,
    "kopier": lambda row: row.copies is not None,
}
SORTED: dict[str, Callable[[BoardRow], object]] = {
    "nr": lambda row: row.selected.number,
    "borger": lambda row: row.selected.case.citizen.sort_key,
    "ansvarlig": lambda row: (row.selected.owner is not None, sort_key(str(row.selected.owner or ""))),
    "klar": lambda row: row.percent,
    "frist": lambda row: row.due,
}
DEFAULT_SORT = "nr"


class BoardFilter(forms.Form):
    """What of the board is shown, from the address. What it doesn't understand filters nothing."""

    ansvarlig = forms.ChoiceField(label="Ansvarlig", required=False)
    vis = forms.ChoiceField(
        label="Vis",
        required=False,
        choices=[
            ("", "Alle sager"),
            ("mangler", "Kun sager, der mangler noget"),
            ("klar", "Kun sager, der er klar"),
            ("kopier", "Kun sager, der skal sendes kopier af"),
        ],
    )

    def __init__(self, data, *, people: list[User], user: User):
        super().__init__(data)
        self.user, self.sort = user, data.get("sort", DEFAULT_SORT)
        named = [(str(person.pk), str(person)) for person in people]
        self.fields["ansvarlig"].choices = [("", "Alle"), (MINE, "Mine sager"), (NOBODY, "Uden ansvarlig"), *named]

    def chosen(self, rows: list[BoardRow]) -> list[BoardRow]:
        self.is_valid()
        wanted, owner = SHOWN.get(self.cleaned_data.get("vis", "")), self.cleaned_data.get("ansvarlig", "")
        shown = [row for row in rows if (wanted is None or wanted(row)) and (not owner or self._is_of(row, owner))]
        return self._in_order(shown)

    def _is_of(self, row: BoardRow, owner: str) -> bool:
        wanted = {MINE: self.user.pk, NOBODY: None}.get(owner, owner)
        return str(row.selected.owner_id) == str(wanted)

    def _in_order(self, rows: list[BoardRow]) -> list[BoardRow]:
        name = self.sort.removeprefix("-")
        return sorted(rows, key=SORTED.get(name, SORTED[DEFAULT_SORT]), reverse=self.sort.startswith("-"))


class OwnersForm(forms.Form):
    valgt = forms.ModelMultipleChoiceField(
        label="Sager",
        queryset=SelectedCase.objects.none(),
        error_messages={"required": "Vælg mindst én sag.", "invalid_choice": "En af sagerne er ikke med længere."},
    )
    ejer = forms.ModelChoiceField(label="Ansvarlig", queryset=User.objects.none(), required=False, empty_label="Ingen")

    def __init__(self, *args, supervision: Supervision, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        seen = SelectedCase.objects.visible_to(user).taking_part().filter(supervision=supervision)
        self.fields["valgt"].queryset = seen.select_related("case__citizen")
        self.fields["ejer"].queryset = possible_owners(supervision)


class MaterialUploadForm(UploadForm):
    """One kind of one case: the page says which."""

    kind = None
    field_order = ["files", "title", "received_on", "concerns", "key"]


class NotRelevantForm(forms.Form):
    """V057: for the one kind that the page is about."""

    reason = forms.CharField(
        label="Ikke relevant, fordi",
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Skriv, så en, der ikke kender sagen, kan forstå det. Fx: «Hændelsen vedrører ikke et tilbud.»",
        error_messages={"required": "Skriv, hvorfor det ikke er relevant."},
    )


class CopiesForm(forms.Form):
    """V096: what the directorate wants copies of."""

    kinds = forms.TypedMultipleChoiceField(
        label="Hvad skal der sendes kopi af?",
        choices=[(kind.value, f"{kind.value}. {kind.label}") for kind in MaterialKind],
        coerce=lambda value: MaterialKind(int(value)),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Vælg mindst én slags materiale."},
    )
    note = forms.CharField(
        label="Bemærkning",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Det, der mangler for at kunne vurdere sagen endeligt.",
    )


class CopiesOnBehalfForm(CopiesForm):
    asked_by = forms.CharField(
        label="Direktoratets medarbejder", max_length=120, help_text="Navnet på den, der har bedt om kopierne."
    )

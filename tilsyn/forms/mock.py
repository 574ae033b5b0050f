from datetime import date

from django import forms
from django.utils import timezone

from sanktion.base.danish import MONTHS
from sanktion.base.deadlines import add_months
from sanktion.base.numbers import plain_number
from sanktion.forms.fields import DanishDateField
from sanktion.models import MaterialKind, Team, User
from tilsyn.actions.mock import last_month
from tilsyn.models import Answered, ChecklistItem
from tilsyn.verdicts import Verdict

MONTHS_BACK = 12
MAX_QUESTION = 300


class DrawForm(forms.Form):
    team = forms.ModelChoiceField(label="Team", queryset=Team.objects.none(), empty_label=None)
    month = forms.TypedChoiceField(label="Afgjort i", coerce=date.fromisoformat)

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.filter(pk__in=user.team_ids)
        latest = last_month(timezone.localdate())
        months = [add_months(latest, -back) for back in range(MONTHS_BACK)]
        self.fields["month"].choices = [(day.isoformat(), f"{MONTHS[day.month - 1]} {day.year}") for day in months]


class ReviewerForm(forms.Form):
    reviewer = forms.ModelChoiceField(
        label="Hvem skal gennemgå sagen?", queryset=User.objects.none(), empty_label="Vælg en kollega"
    )

    def __init__(self, *args, colleagues: list[User], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reviewer"].queryset = User.objects.filter(pk__in=[person.pk for person in colleagues])


class ReviewForm(forms.Form):
    """One answer an item of the checklist, then how the case comes out (V136-V139)."""

    use_required_attribute = False

    verdict = forms.ChoiceField(
        label="Resultat",
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Vælg, hvordan sagen falder ud."},
    )
    missing = forms.TypedMultipleChoiceField(
        label="Hvilket materiale manglede?",
        choices=MaterialKind.choices,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Udfyldes kun, når sagen ikke kunne vurderes.",
    )
    remark = forms.CharField(
        label="Samlet bemærkning",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Skal udfyldes, når afgørelsen er forkert, eller sagen udgår.",
    )

    def __init__(self, *args, items: list[ChecklistItem], **kwargs):
        super().__init__(*args, **kwargs)
        self.items = items
        for item in items:
            self.fields[f"answer_{item.pk}"] = forms.ChoiceField(
                label=f"{item.position}. {item.text}",
                choices=Answered.choices,
                widget=forms.RadioSelect,
                error_messages={"required": "Svar på spørgsmålet."},
            )
            self.fields[f"remark_{item.pk}"] = forms.CharField(
                label=f"Bemærkning til {item.position}", max_length=500, required=False
            )

    def clean(self):
        given = super().clean()
        verdict = given.get("verdict")
        if verdict == Verdict.NOT_ASSESSABLE and not given.get("missing"):
            self.add_error("missing", "Vælg, hvad der manglede.")
        elif verdict and verdict != Verdict.NOT_ASSESSABLE and given.get("missing"):
            self.add_error("missing", "Vælg kun materiale, når sagen ikke kunne vurderes.")
        if verdict in (Verdict.WRONG, Verdict.WITHDRAWN) and not given.get("remark"):
            self.add_error("remark", "Skriv hvorfor.")
        return given

    @property
    def rows(self) -> list[tuple]:
        """The fields of each item: its answer and its remark."""
        return [(self[f"answer_{item.pk}"], self[f"remark_{item.pk}"]) for item in self.items]

    @property
    def answers(self) -> dict[int, tuple[Answered, str]]:
        given = self.cleaned_data
        return {item.pk: (Answered(given[f"answer_{item.pk}"]), given[f"remark_{item.pk}"]) for item in self.items}


class ChecklistForm(forms.Form):
    valid_from = DanishDateField(
        label="Gælder fra", help_text="I dag eller senere. Gennemgange, der er i gang, ændres ikke."
    )
    items = forms.CharField(
        label="Spørgsmål",
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text="Ét spørgsmål på hver linje. Begynd linjen med slagsens nummer (1-10) og et punktum, når spørgsmålet"
        " handler om en af de ti slags materiale i § 7.",
        error_messages={"required": "Skriv mindst ét spørgsmål."},
    )
    source = forms.CharField(label="Kilde", max_length=200, help_text="Hvor står listen?")
    reason = forms.CharField(label="Grund til ændringen", max_length=200)

    def clean_valid_from(self):
        day = self.cleaned_data["valid_from"]
        if day < timezone.localdate():
            raise forms.ValidationError("Datoen kan ikke ligge før i dag.")
        return day

    def clean_items(self):
        lines = [" ".join(line.split()) for line in self.cleaned_data["items"].splitlines()]
        items = [_item(line) for line in lines if line]
        if long := [number for number, (text, _) in enumerate(items, start=1) if not text or len(text) > MAX_QUESTION]:
            raise forms.ValidationError(f"Spørgsmål {long[0]} skal være på 1-{MAX_QUESTION} tegn.")
        return items


def _item(line: str) -> tuple[str, int | None]:
    head, point, text = line.partition(".")
    if point and (kind := plain_number(head)) in MaterialKind.values:
        return text.strip(), kind
    return line, None


def as_lines(items) -> str:
    """The items as the form takes them."""
    return "\n".join(f"{item.kind}. {item.text}" if item.kind else item.text for item in items)

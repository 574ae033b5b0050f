"""Match category, target group and job-seeker registration: a period, what held in it, and why it is put right."""

from datetime import timedelta

from django import forms
from django.db.models import Q
from django.utils import timezone

from sanktion.actions.standing import BACKWARDS, Period
from sanktion.forms.fields import DanishDateField
from sanktion.models import OUTSIDE_SUPERVISION, Citizen, MatchCategory, TargetGroup, TargetGroupPeriod, User

LAST_DAY_HINT = "Perioden gælder til og med dagen. Lad feltet stå tomt, når den gælder indtil videre."


class DayForm(forms.Form):
    """«Hvad gjaldt den dato?» Danish name: it stands in the address."""

    dato = DanishDateField(label="Hvad gjaldt den dato?")


class WhyForm(forms.Form):
    why = forms.CharField(
        label="Hvorfor?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Skriv, hvorfor det rettes. Det gamle bliver stående i ændringsloggen."},
    )


class PeriodForm(forms.Form):
    """``values`` are the fields that hold during the period; ``why`` is asked for when an existing one is put right."""

    VALUES: tuple[str, ...] = ()

    since = DanishDateField(label="Fra og med")
    until = DanishDateField(label="Til og med", required=False, help_text=LAST_DAY_HINT)

    def __init__(self, *args, citizen: Citizen, row: Period | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.citizen, self.row = citizen, row
        self.order_fields([*self.VALUES, "since", "until"])
        if row is None:
            self.initial.setdefault("since", timezone.localdate())
            return
        self.initial = {name: getattr(row, name) for name in self.VALUES}
        last = row.period.upper and row.period.upper - timedelta(days=1)
        self.initial |= {"since": row.period.lower, "until": last}
        self.fields["why"] = WhyForm.base_fields["why"]

    @property
    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.VALUES}

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", BACKWARDS)
        return cleaned


class CategoryForm(PeriodForm):
    """V016: 4 and 5 need an assessor and a reason."""

    VALUES = ("category", "reason", "assessor", "assessor_name")

    category = forms.TypedChoiceField(
        label="Matchkategori",
        choices=[
            (1, "1: kun ledighed som problem"),
            (2, "2: kun ledighed som problem"),
            (3, "3: kun ledighed som problem"),
            (4, "4: andre problemer end ledighed"),
            (5, "5: andre problemer end ledighed"),
        ],
        coerce=int,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Begrundelse",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kræves ved kategori 4 og 5.",
    )
    assessor = forms.ModelChoiceField(
        User.objects.none(),
        label="Vurderet af",
        required=False,
        empty_label="Ingen valgt",
        help_text="Kræves ved kategori 4 og 5: en kollega, eller navn og stilling nedenfor.",
    )
    assessor_name = forms.CharField(label="Eller navn og stilling", required=False, max_length=120)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Whoever stands there may have left the team since.
        kept = Q(pk=self.row.assessor_id if self.row else None)
        colleagues = User.objects.filter(kept | Q(teams=self.citizen.team_id, is_active=True)).distinct()
        self.fields["assessor"].queryset = colleagues.order_by("first_name", "last_name", "pk")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("category") not in OUTSIDE_SUPERVISION:
            return cleaned
        if not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Begrund, hvorfor borgeren ikke kun har ledighed som problem.")
        if not cleaned.get("assessor") and not cleaned.get("assessor_name"):
            self.add_error("assessor", "Vælg, hvem der har vurderet det, eller skriv navn og stilling.")
        return cleaned


class TargetGroupForm(PeriodForm):
    VALUES = ("group", "reason")

    group = forms.ChoiceField(label="Målgruppe", choices=TargetGroup.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Begrundelse", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


def period_form(model: type[Period]) -> type[PeriodForm]:
    return {MatchCategory: CategoryForm, TargetGroupPeriod: TargetGroupForm}.get(model, PeriodForm)

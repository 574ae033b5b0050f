import uuid

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from sanktion.forms.fields import DanishDateField, OnceKeyField
from sanktion.models import EventKind, FileFormat
from sanktion.models.decision import SANCTIONS
from sanktion.models.decision_change import standing_outcome

BACKWARDS = "Perioden slutter, før den begynder."


class RegisterFilter(forms.Form):
    """V036, V037: the period is that of the decisions. Nothing here can tell of a visit (B048)."""

    fra = DanishDateField(label="Afgjort fra", required=False)
    til = DanishDateField(label="Afgjort til og med", required=False)
    haendelse = forms.TypedChoiceField(
        label="Hændelse", choices=[("", "Alle hændelser"), *EventKind.choices], coerce=int, required=False
    )
    sanktion = forms.ChoiceField(
        label="Sanktion",
        choices=[("", "Alle sanktioner"), *((kind.value, kind.label) for kind in SANCTIONS)],
        required=False,
    )

    def clean(self):
        wanted = super().clean()
        if wanted.get("fra") and wanted.get("til") and wanted["til"] < wanted["fra"]:
            self.add_error("til", BACKWARDS)
        return wanted

    def narrow(self, decisions: QuerySet) -> QuerySet:
        """The decisions asked for; none when the question makes no sense."""
        if not self.is_valid():
            return decisions.none()
        wanted = self.cleaned_data
        decisions = decisions.decided_within(wanted["fra"], wanted["til"])
        if wanted["haendelse"]:
            decisions = decisions.filter(case__event__kind=wanted["haendelse"])
        if wanted["sanktion"]:
            decisions = decisions.alias(standing_outcome=standing_outcome()).filter(standing_outcome=wanted["sanktion"])
        return decisions


class PeriodForm(forms.Form):
    """The period of a delivery: the days on which the decisions were made."""

    fra = DanishDateField(label="Afgjort fra og med")
    til = DanishDateField(label="Afgjort til og med")

    def clean_til(self):
        day = self.cleaned_data["til"]
        if day > timezone.localdate():
            raise forms.ValidationError("Perioden kan ikke slutte efter i dag.")
        return day

    def clean(self):
        period = super().clean()
        if period.get("fra") and period.get("til") and period["til"] < period["fra"]:
            self.add_error("til", BACKWARDS)
        return period


class DeliveryForm(PeriodForm):
    file_format = forms.ChoiceField(
        label="Format", choices=FileFormat.choices, initial=FileFormat.CSV, widget=forms.RadioSelect
    )
    purpose = forms.CharField(
        label="Formål",
        min_length=10,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Hvad skal udtrækket bruges til? Teksten gemmes sammen med leveringen.",
    )
    key = OnceKeyField(initial=uuid.uuid4)

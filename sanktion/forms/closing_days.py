from django import forms
from django.utils import timezone

from sanktion.forms.fields import DanishDateField

MOST_DAYS = 31
FURTHEST_YEARS = 2


class ClosingDaysForm(forms.Form):
    use_required_attribute = False

    first = DanishDateField(label="Dag")
    last = DanishDateField(
        label="Til og med",
        required=False,
        help_text="Kun ved flere dage i træk. Weekender og helligdage springes over.",
    )
    name = forms.CharField(
        label="Anledning",
        max_length=60,
        help_text="Fx dagen efter Kristi himmelfartsdag. Kan ses af alle med adgang.",
        error_messages={"required": "Skriv, hvorfor der er lukket."},
    )

    def clean_first(self):
        first, today = self.cleaned_data["first"], timezone.localdate()
        if first < today:
            raise forms.ValidationError("Dagen er gået. Vælg i dag eller en senere dag.")
        if first.year > today.year + FURTHEST_YEARS:
            raise forms.ValidationError(f"Vælg en dag senest i {today.year + FURTHEST_YEARS}.")
        return first

    def clean(self):
        given = super().clean()
        first = given.get("first")
        last = given["last"] = given.get("last") or first
        if first and last < first:
            self.add_error("last", "Den sidste dag ligger før den første.")
        elif first and (last - first).days >= MOST_DAYS:
            self.add_error("last", f"Vælg højst {MOST_DAYS} dage ad gangen.")
        return given

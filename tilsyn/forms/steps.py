"""The steps of a supervision and the notices of delay, as they are typed in."""

import uuid

from django import forms
from django.utils import timezone

from sanktion.forms.fields import DanishDateField, OnceKeyField
from tilsyn.actions.delays import DelayRefused, check_delay
from tilsyn.forms.requests import FUTURE, NO_CITIZEN, LetterField, NamesNobody
from tilsyn.models import Supervision


class PastDayField(DanishDateField):
    def clean(self, value):
        day = super().clean(value)
        if day and day > timezone.localdate():
            raise forms.ValidationError(FUTURE)
        return day


class VisitForm(forms.Form):
    held_on = PastDayField(label="Besøget er holdt")


class EndForm(forms.Form):
    ended_on = PastDayField(
        label="Tilsynet er afsluttet",
        help_text="Direktoratets tre måneder tæller herfra (§ 13).",
        initial=timezone.localdate,
    )


class LapseForm(NamesNobody, forms.Form):
    reason = forms.CharField(
        label="Hvorfor bortfalder den?",
        max_length=80,
        help_text=f"Fx «Direktoratet har trukket anmodningen tilbage». Står i tilsynets forløb. {NO_CITIZEN}",
    )


class DelayForm(NamesNobody, forms.Form):
    reason = forms.CharField(
        label="Hvorfor er materialet forsinket?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=f"Hele sætninger. Står i brevet, som du skriver det. {NO_CITIZEN}",
    )
    new_due = DanishDateField(label="Hvornår sendes det?", help_text="Den nye dag bliver fristen.")
    key = OnceKeyField(initial=uuid.uuid4)

    def __init__(self, *args, supervision: Supervision, **kwargs):
        super().__init__(*args, **kwargs)
        self.supervision = supervision

    def clean(self):
        given = super().clean()
        if "new_due" in given and not self.supervision.delays.filter(key=given.get("key")).exists():
            try:
                check_delay(self.supervision, given["new_due"])
            except DelayRefused as refused:
                self.add_error("new_due", str(refused))
        return given


class DirectorateDelayForm(NamesNobody, forms.Form):
    """V126."""

    received_on = PastDayField(label="Modtaget", initial=timezone.localdate)
    reason = forms.CharField(
        label="Direktoratets grund", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), help_text=NO_CITIZEN
    )
    expected_on = DanishDateField(label="Hvornår kan resultatet ventes?")
    file = LetterField(label="Direktoratets brev", required=False)
    key = OnceKeyField(initial=uuid.uuid4)

    def clean(self):
        given = super().clean()
        if given.get("received_on") and given.get("expected_on") and given["expected_on"] <= given["received_on"]:
            self.add_error("expected_on", "Dagen skal ligge efter den, brevet kom.")
        return given

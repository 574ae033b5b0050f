import uuid
from datetime import datetime, timedelta

from django import forms
from django.utils import timezone

from sanktion.forms.fields import DanishDateField, DanishTimeField, OnceKeyField
from sanktion.models import User
from tilsyn.actions.reading_room import possible_readers

MORNING, EVENING = "08.00", "16.00"


def _moment(day, time) -> datetime:
    return timezone.make_aware(datetime.combine(day, time))


class OpenRoomForm(forms.Form):
    opens_on = DanishDateField(label="Åbner")
    opens_time = DanishTimeField(label="Åbner klokken", initial=MORNING)
    closes_on = DanishDateField(label="Lukker")
    closes_time = DanishTimeField(label="Lukker klokken", initial=EVENING)
    readers = forms.ModelMultipleChoiceField(
        label="Læsere fra direktoratet",
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="Brugere med rollen «Direktoratet». En administrator opretter dem under Medarbejdere.",
        error_messages={"required": "Vælg mindst én læser."},
    )
    key = OnceKeyField(initial=uuid.uuid4)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["readers"].queryset = possible_readers()

    def clean(self):
        given = super().clean()
        if {"opens_on", "opens_time", "closes_on", "closes_time"} <= given.keys():
            given["opens_at"] = _moment(given["opens_on"], given["opens_time"])
            given["closes_at"] = _moment(given["closes_on"], given["closes_time"])
            if given["closes_at"] <= given["opens_at"]:
                self.add_error("closes_on", "Læserummet skal lukke, efter at det er åbnet.")
        return given

    @staticmethod
    def proposed(visit_on) -> dict:
        """The day of the visit, or tomorrow when it is not known."""
        day = visit_on or timezone.localdate() + timedelta(days=1)
        return {"opens_on": day, "closes_on": day}


class MoveRoomForm(forms.Form):
    closes_on = DanishDateField(label="Lukker")
    closes_time = DanishTimeField(label="Lukker klokken")
    because = forms.CharField(
        label="Hvorfor",
        required=False,
        max_length=300,
        help_text="Skal skrives, når læserummet skal være åbent længere.",
    )

    def clean(self):
        given = super().clean()
        if {"closes_on", "closes_time"} <= given.keys():
            given["closes_at"] = _moment(given["closes_on"], given["closes_time"])
        return given


class ApprovePapersForm(forms.Form):
    papers = forms.MultipleChoiceField(
        label="Papirer",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Vælg mindst ét papir.",
            "invalid_choice": "Et af papirerne er ikke i sagen længere.",
        },
    )

    def __init__(self, *args, papers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["papers"].choices = [(paper.key, paper.title) for paper in papers]

import uuid

from django import forms
from django.utils import timezone

from parthoering.actions import SPOKEN
from parthoering.forms.base import CHOOSE, told
from parthoering.models import AnswerChannel, Channel, Hearing
from sanktion.base.danish import long_date
from sanktion.forms.fields import DanishDateField, OnceKeyField

MAX_ANSWER = 20_000


class HearingForm(forms.Form):
    """Only the channels that reach the citizen can be chosen."""

    channel = forms.ChoiceField(
        label="Brevet sendes med",
        widget=forms.RadioSelect,
        error_messages=told("Vælg en måde, som borgeren kan nås på."),
    )

    def __init__(self, *args, channels: list[Channel], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = [(channel.value, channel.label) for channel in channels]


class AnswerForm(forms.Form):
    STATEMENT, NO_STATEMENT = "statement", "no_statement"

    outcome = forms.ChoiceField(
        label="Hvad har borgeren svaret?",
        choices=[(STATEMENT, "Borgeren har givet en forklaring"), (NO_STATEMENT, "Borgeren vil ikke udtale sig")],
        widget=forms.RadioSelect,
        initial=STATEMENT,
        error_messages=told("Vælg, hvad borgeren har svaret."),
    )
    answered_on = DanishDateField(label="Modtaget den")
    channel = forms.ChoiceField(
        label="Modtaget via",
        choices=CHOOSE + AnswerChannel.choices,
        error_messages=told("Vælg, hvordan svaret er modtaget."),
    )
    text = forms.CharField(
        label="Borgerens egne ord",
        max_length=MAX_ANSWER,
        strip=False,
        error_messages={"required": "Skriv, hvad borgeren har svaret."},
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="Skriv svaret ordret, ved telefon og fremmøde i jeg-form. Et brev eller en e-mail lægges også under "
        "sagens dokumenter. Svaret låses i journalen, når det er gemt.",
    )
    read_back = forms.BooleanField(
        label="Læst op og godkendt af borgeren",
        required=False,
        help_text="Ved telefon og fremmøde: læs det skrevne op, og ret det, til borgeren er enig.",
    )
    key = OnceKeyField(initial=uuid.uuid4)

    def __init__(self, *args, hearing: Hearing, **kwargs):
        super().__init__(*args, **kwargs)
        self.hearing = hearing

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if not text.strip():
            raise forms.ValidationError("Skriv, hvad borgeren har svaret.")
        return text

    def clean(self):
        answer = super().clean()
        if answer.get("read_back") and "channel" in answer and answer["channel"] not in SPOKEN:
            self.add_error("read_back", "Sæt kun kryds, når borgeren har svaret i telefonen eller ved fremmøde.")
        return answer

    def clean_answered_on(self):
        day, sent_on = self.cleaned_data["answered_on"], timezone.localdate(self.hearing.sent_at)
        if day > timezone.localdate():
            raise forms.ValidationError("Datoen ligger i fremtiden.")
        if day < sent_on:
            raise forms.ValidationError(f"Datoen ligger før partshøringen blev sendt den {long_date(sent_on)}.")
        return day

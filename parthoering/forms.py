import uuid
from datetime import datetime

from django import forms
from django.utils import timezone

from parthoering.actions import ATTEMPT_CHANNELS
from parthoering.models import AnswerChannel, Channel, Hearing
from sanktion.base.danish import long_date
from sanktion.forms.fields import DanishDateField, DanishTimeField, OnceKeyField

MAX_ANSWER = 20_000
MAX_ATTEMPT_TEXT = 5_000
CHOOSE = [("", "Vælg")]


def _told(sentence: str) -> dict[str, str]:
    """One plain sentence for a choice not made and for one that isn't there."""
    return {"required": sentence, "invalid_choice": sentence}


class HearingForm(forms.Form):
    """Only the channels that reach the citizen can be chosen."""

    channel = forms.ChoiceField(
        label="Brevet sendes med",
        widget=forms.RadioSelect,
        error_messages=_told("Vælg en måde, som borgeren kan nås på."),
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
        error_messages=_told("Vælg, hvad borgeren har svaret."),
    )
    answered_on = DanishDateField(label="Modtaget den")
    channel = forms.ChoiceField(
        label="Modtaget via",
        choices=CHOOSE + AnswerChannel.choices,
        error_messages=_told("Vælg, hvordan svaret er modtaget."),
    )
    text = forms.CharField(
        label="Borgerens egne ord",
        max_length=MAX_ANSWER,
        strip=False,
        error_messages={"required": "Skriv, hvad borgeren har svaret."},
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="Skriv svaret ordret. Det låses i journalen, når det er gemt.",
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

    def clean_answered_on(self):
        day, sent_on = self.cleaned_data["answered_on"], timezone.localdate(self.hearing.sent_at)
        if day > timezone.localdate():
            raise forms.ValidationError("Datoen ligger i fremtiden.")
        if day < sent_on:
            raise forms.ValidationError(f"Datoen ligger før partshøringen blev sendt den {long_date(sent_on)}.")
        return day


class ContactForm(forms.Form):
    channel = forms.ChoiceField(
        label="Kontaktform",
        choices=CHOOSE + [(channel.value, channel.label) for channel in ATTEMPT_CHANNELS],
        error_messages=_told("Vælg, hvordan du har forsøgt at få kontakt."),
    )
    day = DanishDateField(label="Dato")
    time = DanishTimeField(label="Klokken")
    reached = forms.TypedChoiceField(
        label="Fik du kontakt med borgeren?",
        choices=[("yes", "Ja"), ("no", "Nej")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages=_told("Vælg ja eller nej."),
    )
    text = forms.CharField(
        label="Hvad skete der?",
        max_length=MAX_ATTEMPT_TEXT,
        error_messages={"required": "Skriv, hvad der skete."},
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Fx hvilket nummer du ringede til, og hvad der blev sagt. Det låses i journalen, når det er gemt.",
    )
    key = OnceKeyField(initial=uuid.uuid4)

    def __init__(self, *args, hearing: Hearing, **kwargs):
        super().__init__(*args, **kwargs)
        self.hearing = hearing

    def clean(self):
        if not {"day", "time"} <= self.cleaned_data.keys():
            return
        # The hearing's own minute counts: the form knows no seconds.
        moment = timezone.make_aware(datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"]))
        if moment > timezone.now():
            self.add_error("time", "Tidspunktet ligger i fremtiden.")
        elif moment < self.hearing.sent_at.replace(second=0, microsecond=0):
            self.add_error(
                "day", "Tidspunktet ligger før partshøringen blev sendt. Skriv det som et notat i journalen i stedet."
            )
        self.cleaned_data["happened_at"] = moment

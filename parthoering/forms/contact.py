import uuid
from datetime import datetime

from django import forms
from django.utils import timezone

from parthoering.actions import ATTEMPT_CHANNELS
from parthoering.forms.base import CHOOSE, told
from parthoering.models import Hearing
from sanktion.forms.fields import DanishDateField, DanishTimeField, OnceKeyField

MAX_ATTEMPT_TEXT = 5_000


class ContactForm(forms.Form):
    channel = forms.ChoiceField(
        label="Kontaktform",
        choices=CHOOSE + [(channel.value, channel.label) for channel in ATTEMPT_CHANNELS],
        error_messages=told("Vælg, hvordan du har forsøgt at få kontakt."),
    )
    day = DanishDateField(label="Dato")
    time = DanishTimeField(label="Klokken")
    reached = forms.TypedChoiceField(
        label="Fik du kontakt med borgeren?",
        choices=[("yes", "Ja"), ("no", "Nej")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages=told("Vælg ja eller nej."),
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

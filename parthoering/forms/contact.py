import uuid
from datetime import datetime

from django import forms
from django.utils import timezone

from parthoering.actions import ATTEMPT_CHANNELS
from parthoering.forms.base import CHOOSE, told
from parthoering.models import Hearing
from sanktion.forms.case import AdverseField
from sanktion.forms.fields import DanishDateField, DanishTimeField, OnceKeyField
from sanktion.models import ContactChannel, ContactResult

MAX_ATTEMPT_TEXT = 5_000
MAX_TIMES = 20
RESULTS = [
    (ContactResult.REACHED.value, "Ja"),
    (ContactResult.NOT_REACHED.value, "Nej, intet svar"),
    (ContactResult.MESSAGE_LEFT.value, "Nej, men der er lagt en besked"),
    (ContactResult.WRONG_NUMBER.value, "Nej, nummeret eller adressen var forkert"),
]
SAYS_ENOUGH = (ContactResult.NOT_REACHED, ContactResult.WRONG_NUMBER)
OPEN_CHANNELS = (ContactChannel.OTHER, ContactChannel.RELATIVE)


class ContactForm(forms.Form):
    channel = forms.ChoiceField(
        label="Kontaktform",
        choices=CHOOSE + [(channel.value, channel.label) for channel in ATTEMPT_CHANNELS],
        error_messages=told("Vælg, hvordan du har forsøgt at få kontakt."),
    )
    day = DanishDateField(label="Dato")
    time = DanishTimeField(label="Klokken")
    times = forms.IntegerField(
        label="Antal gange",
        min_value=1,
        max_value=MAX_TIMES,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "data-width": "time", "autocomplete": "off"}),
        error_messages={"required": "Skriv, hvor mange gange du forsøgte.", "invalid": "Skriv et helt tal."},
    )
    result = forms.TypedChoiceField(
        label="Fik du kontakt med borgeren?",
        choices=RESULTS,
        coerce=ContactResult,
        widget=forms.RadioSelect,
        error_messages=told("Vælg, hvordan det gik."),
    )
    text = forms.CharField(
        label="Hvad skete der?",
        max_length=MAX_ATTEMPT_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Skal udfyldes, når du fik kontakt eller lagde en besked. Det låses i journalen, når det er gemt.",
    )
    adverse = AdverseField()
    key = OnceKeyField(initial=uuid.uuid4)

    def __init__(self, *args, hearing: Hearing, **kwargs):
        super().__init__(*args, **kwargs)
        self.hearing = hearing

    def clean(self):
        attempt = self.cleaned_data
        is_plain = attempt.get("result") in SAYS_ENOUGH and attempt.get("channel") not in OPEN_CHANNELS
        if "result" in attempt and not is_plain and not attempt.get("text"):
            self.add_error("text", "Skriv, hvad der skete.")
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

from datetime import date

from django import forms
from django.utils import timezone

from sanktion.actions.upload import look_at
from sanktion.forms.fields import DanishDateField
from sanktion.models import Citizen, EventKind, EventNotice, EventOrigin, NegativeEvent
from sanktion.models.event_details import ABSENCES, DATE_HINTS, DETAILS, MAX_TEXT, Detail, Details, DetailType, faults

PREFIX = "detail_"
YES_NO = [("ja", "Ja"), ("nej", "Nej")]
TOO_BIG = "Filen er større end 10 MB."
NOT_PDF = "Filen er ikke en PDF. Gem underretningen som PDF, og vælg den igen."


class EventKindForm(forms.Form):
    """The first question: the rest of the page depends on it."""

    kind = forms.TypedChoiceField(label="Hændelse", choices=[("", "Vælg"), *EventKind.choices], coerce=int)


class NoticeField(forms.FileField):
    """V068. Gives the bytes of a PDF, or None: what it is called and what the browser says it is count for nothing."""

    def __init__(self):
        super().__init__(
            label="Underretning (PDF)",
            required=False,
            help_text="Den besked, hændelsen er meldt med. Højst 10 MB.",
            widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
            error_messages={"empty": "Filen er tom."},
        )

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if not file:
            return None
        if file.size > EventNotice.MAX_BYTES:
            raise forms.ValidationError(TOO_BIG)
        content = file.read()
        if not content.startswith(b"%PDF-"):
            raise forms.ValidationError(NOT_PDF)
        cleaned, refusal = look_at(content)
        if cleaned is None:
            raise forms.ValidationError(refusal)
        return cleaned.data


class DetailsForm(forms.Form):
    """Asks what the event's kind needs. ``cleaned_data["details"]`` is what the model stores."""

    def __init__(self, *args, kind: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.event_kind = EventKind(kind)
        for detail in DETAILS[self.event_kind]:
            self.fields[PREFIX + detail.key] = _field(detail)

    @property
    def detail_fields(self) -> list[forms.BoundField]:
        return [self[PREFIX + detail.key] for detail in DETAILS[self.event_kind]]

    def read_details(self, cleaned: dict, occurred_on: date) -> Details:
        answers = {detail.key: cleaned.pop(PREFIX + detail.key, None) for detail in DETAILS[self.event_kind]}
        details = {key: _stored(value) for key, value in answers.items() if value not in (None, "")}
        for key, sentence in faults(self.event_kind, occurred_on, details).items():
            # A field that is already wrong has said so.
            if PREFIX + key not in self.errors:
                self.add_error(PREFIX + key, sentence)
        return details


class EventForm(DetailsForm):
    # Hidden, for another form of the page asks for it; its name there is the same.
    kind = forms.TypedChoiceField(
        choices=EventKind.choices, coerce=int, widget=forms.HiddenInput(attrs={"id": "chosen-kind"})
    )
    occurred_on = DanishDateField(label="Dato for hændelsen")
    origin = forms.ChoiceField(label="Indberettet af", choices=EventOrigin.choices, widget=forms.RadioSelect)
    description = forms.CharField(
        label="Beskrivelse",
        required=False,
        max_length=NegativeEvent.MAX_DESCRIPTION,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Hvad skete der, og hvordan var borgeren indkaldt? Ordene står i høringsbrevet.",
    )
    notice = NoticeField()

    def __init__(self, *args, citizen: Citizen, **kwargs):
        super().__init__(*args, **kwargs)
        self.citizen = citizen
        kind = self.event_kind
        self.initial.setdefault("kind", kind.value)
        self.initial.setdefault("occurred_on", timezone.localdate() if kind in ABSENCES else None)
        at_state = kind == EventKind.MISSED_STATE_INTERVIEW
        self.initial.setdefault("origin", EventOrigin.STATE if at_state else EventOrigin.MUNICIPALITY)
        self.fields["occurred_on"].help_text = DATE_HINTS.get(kind, "")
        if kind == EventKind.OTHER:
            self.fields["description"].required = True
            self.fields["description"].error_messages["required"] = (
                "Beskriv hændelsen, når den ikke er en af de ti slags."
            )

    def clean_occurred_on(self):
        day = self.cleaned_data["occurred_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Datoen kan ikke ligge i fremtiden.")
        return day

    def clean(self):
        event = super().clean()
        if occurred_on := event.get("occurred_on"):
            event["details"] = self.read_details(event, occurred_on)
        same = {name: event.get(name) for name in ("kind", "occurred_on", "origin")}
        if all(same.values()) and NegativeEvent.objects.filter(citizen=self.citizen, **same).exists():
            raise forms.ValidationError("Hændelsen er allerede registreret: samme slags, dato og indberetter.")
        return event


class EventDetailsForm(DetailsForm):
    """The details of an event already registered: what it is and when it was stay as they are."""

    def __init__(self, *args, event: NegativeEvent, has_notice: bool, **kwargs):
        asked = [detail for detail in DETAILS[EventKind(event.kind)] if detail.key in event.details]
        stored = {PREFIX + detail.key: _shown(detail, event.details[detail.key]) for detail in asked}
        super().__init__(*args, kind=event.kind, **kwargs | {"initial": stored})
        self.event = event
        if not has_notice:
            self.fields["notice"] = NoticeField()

    def clean(self):
        answers = super().clean()
        answers["details"] = self.read_details(answers, self.event.occurred_on)
        return answers


def _field(detail: Detail) -> forms.Field:
    shared = {"label": detail.question or detail.label, "required": detail.required, "help_text": detail.hint}
    match detail.type:
        case DetailType.TEXT:
            return forms.CharField(max_length=MAX_TEXT, **shared)
        case DetailType.DATE:
            return DanishDateField(**shared)
        case DetailType.CHOICE:
            return forms.ChoiceField(choices=detail.choices, widget=forms.RadioSelect, **shared)
    return forms.TypedChoiceField(
        choices=YES_NO, widget=forms.RadioSelect, coerce=lambda value: value == "ja", **shared
    )


def _stored(value):
    return value.isoformat() if isinstance(value, date) else value


def _shown(detail: Detail, value):
    match detail.type:
        case DetailType.YES_NO:
            return "ja" if value else "nej"
        case DetailType.DATE:
            return date.fromisoformat(value)
    return value

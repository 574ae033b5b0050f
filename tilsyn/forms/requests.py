"""What the directorate asks for, as it is typed in."""

import uuid

from django import forms
from django.utils import timezone

from sanktion.actions.upload import look_at
from sanktion.base.uploads import PDF, Cleaned
from sanktion.forms.fields import DanishDateField, OnceKeyField
from sanktion.forms.upload import ACCEPTED, CPR_LIKE
from sanktion.models import User
from tilsyn.models import PaperKind, SelectionWay, Supervision, SupervisionForm

FUTURE = "Datoen kan ikke ligge i fremtiden."
MAX_CASES = 100_000
NO_CITIZEN = "Skriv ikke navne eller CPR-nr."
# What only one form of supervision has.
OF_ONE_FORM = {
    SupervisionForm.VISIT: ("visit_on",),
    SupervisionForm.SPOT_SURVEY: ("theme", "earlier"),
}
FREE_TEXT = ("reference", "contact", "composition", "theme", "reason", "title")


class LetterField(forms.FileField):
    """A letter from the directorate, made safe and always a PDF; gives a ``Cleaned``."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": ACCEPTED}))
        kwargs.setdefault("help_text", "PDF, eller et billede, som gemmes som PDF.")
        super().__init__(**kwargs)

    def clean(self, data, initial=None) -> Cleaned | None:
        file = super().clean(data, initial)
        if not file:
            return None
        if file.is_cut:
            raise forms.ValidationError("Filen fylder for meget.")
        cleaned, refusal = look_at(file.read())
        if cleaned is None:
            raise forms.ValidationError(refusal)
        if cleaned.media_type != PDF:
            raise forms.ValidationError("Gem brevet som PDF, og vælg det igen.")
        return cleaned


class NamesNobody:
    """For a form whose free texts stand where no citizen may be named."""

    def clean(self):
        given = super().clean()
        for name in FREE_TEXT:
            if CPR_LIKE.search(given.get(name) or ""):
                self.add_error(name, "Her står noget, der ligner et CPR-nr. Tilsynet selv må ikke nævne en borger.")
        return given


class FactsForm(NamesNobody, forms.Form):
    """What is the same in all three forms. ``form`` is the supervision's own."""

    received_on = DanishDateField(
        label="Modtaget", initial=timezone.localdate, help_text="Dagen, brevet kom. De 14 dage tæller herfra."
    )
    visit_on = DanishDateField(label="Besøgsdato", help_text="Besøget skal varsles mindst 14 dage før (§ 9, stk. 2).")
    theme = forms.CharField(label="Tema", max_length=300, help_text="Det område, undersøgelsen gælder (§ 10).")
    earlier = forms.ModelChoiceField(
        label="Udspringer af tidligere tilsyn", queryset=Supervision.objects.none(), required=False, empty_label="Intet"
    )
    reference = forms.CharField(label="Direktoratets journalnr.", max_length=60, required=False)
    contact = forms.CharField(
        label="Kontakt i direktoratet", max_length=200, required=False, help_text="Navn, telefon og e-mail."
    )
    announced_size = forms.IntegerField(
        label="Antal sager ifølge varslet",
        min_value=1,
        max_value=MAX_CASES,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    composition = forms.CharField(
        label="Sammensætning",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"Hvilke sager stikprøven skal bestå af, som det står i varslet. {NO_CITIZEN}",
    )
    period_from = DanishDateField(label="Periode fra", required=False)
    period_to = DanishDateField(label="Periode til og med", required=False)
    owner = forms.ModelChoiceField(label="Tilsynsansvarlig", queryset=User.objects.none(), empty_label="Vælg")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        handling = User.objects.filter(is_active=True, groups__permissions__codename="handle_supervision")
        self.fields["owner"].queryset = handling.distinct().order_by("first_name", "last_name", "pk")
        self.fields["earlier"].queryset = Supervision.objects.all()
        self.fields["visit_on"].error_messages["required"] = "Skriv, hvornår besøget er."
        self.fields["theme"].error_messages["required"] = "Skriv, hvad undersøgelsen gælder."
        self.fields["earlier"].label_from_instance = lambda one: f"{one.get_form_display()} {one.number}"

    def clean_received_on(self):
        day = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(FUTURE)
        return day

    def clean(self):
        given = super().clean()
        self._check_visit(given)
        start, end = given.get("period_from"), given.get("period_to")
        if not {"period_from", "period_to"} & set(self.errors) and bool(start) != bool(end):
            self.add_error("period_to" if start else "period_from", "Skriv både den første og den sidste dag.")
        if start and end and end < start:
            self.add_error("period_to", "Perioden slutter, før den begynder.")
        return given

    def _check_visit(self, given: dict) -> None:
        if given.get("visit_on") and given.get("received_on") and given["visit_on"] < given["received_on"]:
            self.add_error("visit_on", "Besøget kan ikke ligge, før varslet kom.")


class RequestForm(FactsForm):
    form = forms.ChoiceField(label="Tilsynsform", choices=SupervisionForm.choices, widget=forms.RadioSelect)
    way = forms.ChoiceField(
        label="Sådan er sagerne udvalgt",
        choices=SelectionWay.choices,
        widget=forms.RadioSelect,
        help_text="Direktoratet udvælger. Kommunen registrerer de sager, direktoratet nævner (§ 6).",
    )
    notice = LetterField(label="Direktoratets brev", required=False)
    key = OnceKeyField(initial=uuid.uuid4)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_bound:
            for name in self._of_others():
                self.fields[name].required = False

    def _of_others(self) -> list[str]:
        chosen = self.data.get("form")
        return [name for form, names in OF_ONE_FORM.items() if form != chosen for name in names]

    def clean(self):
        """What another form asks about is not a part of this one, whatever stands there."""
        for name in self._of_others():
            self.cleaned_data[name] = "" if name == "theme" else None
            self.errors.pop(name, None)
        return super().clean()

    @property
    def facts(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name not in ("key", "notice")}


class ChangeForm(FactsForm):
    """What may still change of a request; the rest is left out of the form."""

    reason = forms.CharField(
        label="Hvorfor rettes det?", max_length=100, help_text=f"Står i tilsynets forløb. {NO_CITIZEN}"
    )

    def __init__(self, *args, supervision: Supervision, **kwargs):
        self.supervision = supervision
        super().__init__(*args, **kwargs)
        self.initial = {name: getattr(supervision, name) for name in self.fields if hasattr(supervision, name)}
        self.initial |= {"owner": supervision.owner_id, "earlier": supervision.earlier_id}
        for name in self._fixed():
            del self.fields[name]
        if "earlier" in self.fields:
            before = Supervision.objects.filter(received_on__lte=supervision.received_on).exclude(pk=supervision.pk)
            self.fields["earlier"].queryset = before

    def _fixed(self) -> set[str]:
        fixed = {name for form, names in OF_ONE_FORM.items() if form != self.supervision.form for name in names}
        fixed |= set() if self.supervision.is_owing else {"received_on"}
        return fixed | (set() if self.supervision.awaits_visit else {"visit_on"})

    def clean(self):
        given = super().clean()
        if not set(self.changed_data) - {"reason"}:
            raise forms.ValidationError("Der er ikke rettet noget.")
        return given

    @property
    def facts(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.changed_data if name != "reason"}


class LetterForm(NamesNobody, forms.Form):
    """V021: one more letter of the directorate's."""

    file = LetterField(label="Brevet")
    kind = forms.ChoiceField(
        label="Slags",
        choices=[(kind.value, kind.label) for kind in (PaperKind.NOTICE, PaperKind.RECEIPT, PaperKind.OTHER)],
        widget=forms.RadioSelect,
    )
    title = forms.CharField(label="Titel", max_length=160, help_text=f"Fx «Liste over sager». {NO_CITIZEN}")
    received_on = DanishDateField(label="Modtaget", initial=timezone.localdate)

    def clean_received_on(self):
        day = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(FUTURE)
        return day

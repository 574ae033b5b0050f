import re
import uuid
from decimal import Decimal

from django import forms
from django.utils import timezone

from sanktion.forms.complaint import PastDateField
from sanktion.forms.fields import DanishDateField, OnceKeyField
from sanktion.models import Benefit, Case, WrongPayment

AMOUNT = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d{1,9})(?:,(\d{1,2}))?")
BACKWARDS = "Perioden slutter, før den begynder."


class AmountField(forms.CharField):
    """«1.234,50» ↔ 123450 øre."""

    def __init__(self, **kwargs):
        attrs = {"inputmode": "decimal", "data-width": "date", "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs=attrs), max_length=16, **kwargs)

    def prepare_value(self, value):
        return f"{value // 100},{value % 100:02}" if isinstance(value, int) else value

    def clean(self, value):
        text = super().clean(value).removesuffix("kr.").strip()
        found = AMOUNT.fullmatch(text)
        if not found or not int(found[1].replace(".", "") + (found[2] or "")):
            raise forms.ValidationError("Skriv beløbet i kroner, fx 1.234,50.")
        return int(Decimal(f"{found[1].replace('.', '')}.{found[2] or '0'}") * 100)


class WrongPaymentForm(forms.Form):
    amount = AmountField(label="Beløb i kroner", help_text="Det, der er udbetalt forkert indtil nu.")
    period_from = PastDateField(label="Fra")
    period_to = DanishDateField(label="Til og med")
    benefit = forms.ModelChoiceField(label="Ydelse", queryset=Benefit.objects.all(), empty_label="Vælg")
    scheme = forms.CharField(
        label="Refusionsordning",
        max_length=80,
        help_text="Som den hedder i regnskabet. Revisor kan læse feltet: skriv ikke noget om borgeren.",
    )
    found = forms.CharField(
        label="Sådan er det opdaget",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Hvad er forkert, og hvordan blev det fundet? Teksten bliver i sagen.",
    )
    key = OnceKeyField(initial=uuid.uuid4)

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("benefit", case.citizen.benefit_id)

    def clean_scheme(self):
        scheme = self.cleaned_data["scheme"]
        if re.search(r"\d{6}", scheme):
            raise forms.ValidationError("Skriv ordningens navn uden CPR- eller sagsnummer.")
        return scheme

    def clean(self):
        found = super().clean()
        if found.get("period_from") and found.get("period_to") and found["period_to"] < found["period_from"]:
            self.add_error("period_to", BACKWARDS)
        return found


class StopForm(forms.Form):
    stopped_on = PastDateField(label="Udbetalingen standset")
    amount = AmountField(label="Endeligt beløb i kroner")
    period_to = DanishDateField(label="Udbetalt forkert til og med")

    def __init__(self, *args, payment: WrongPayment, **kwargs):
        super().__init__(*args, **kwargs)
        self.payment = payment
        self.initial = {"amount": payment.amount, "period_to": payment.period_to} | self.initial

    def clean_period_to(self):
        day = self.cleaned_data["period_to"]
        if day < self.payment.period_from:
            raise forms.ValidationError(BACKWARDS)
        return day


class ClaimForm(forms.Form):
    is_claimed = forms.TypedChoiceField(
        label="Er beløbet anmeldt til statsrefusion?",
        choices=[
            ("nej", "Nej: spær det for anmeldelse, indtil det er bekræftet"),
            ("ja", "Ja: refusionen skal berigtiges"),
        ],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "ja",
    )


class CorrectForm(forms.Form):
    corrected_on = PastDateField(label="Refusionen berigtiget")


class AuditorForm(forms.Form):
    told_on = PastDateField(label="Revisor orienteret", initial=timezone.localdate)


class ExtractForm(forms.Form):
    fra = DanishDateField(label="Berigtiget fra")
    til = DanishDateField(label="Berigtiget til og med")
    file_format = forms.ChoiceField(
        label="Format", choices=[("pdf", "PDF"), ("csv", "CSV")], initial="pdf", widget=forms.RadioSelect
    )

    def clean(self):
        period = super().clean()
        if period.get("fra") and period.get("til") and period["til"] < period["fra"]:
            self.add_error("til", BACKWARDS)
        return period

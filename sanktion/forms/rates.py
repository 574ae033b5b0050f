from django import forms

from sanktion.forms.fields import DanishDateField
from sanktion.models import SanctionRate


class RateForm(forms.ModelForm):
    use_required_attribute = False

    valid_from = DanishDateField(label="Gælder fra")
    valid_to = DanishDateField(label="Gælder til og med", help_text="Satserne reguleres hvert år den 1. januar.")

    class Meta:
        model = SanctionRate
        fields = ["valid_from", "valid_to", "benefit_from", "benefit_to", "per_day", "source"]
        localized_fields = ["benefit_from", "benefit_to", "per_day"]
        labels = {
            "benefit_from": "Hjælp om måneden fra og med (kr.)",
            "benefit_to": "Hjælp om måneden til og med (kr.)",
            "per_day": "Sats pr. dag (kr.)",
            "source": "Kilde",
        }
        help_texts = {
            "benefit_from": "Skriv 0 ved den laveste sats.",
            "benefit_to": "Lad feltet stå tomt ved den højeste sats.",
            "source": "Hvor står satsen? Fx bekendtgørelsens nummer og dato.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].required = True

    def clean(self):
        rate = super().clean()
        self._check_order(rate, "valid_from", "valid_to", "Den sidste dag ligger før den første.")
        self._check_order(rate, "benefit_from", "benefit_to", "Den øverste grænse skal være højere end den nederste.")
        return rate

    def _check_order(self, rate: dict, low: str, high: str, message: str) -> None:
        # A faulty field is left out of the constraints: PostgreSQL makes no range that runs backwards.
        if rate.get(low) is not None and rate.get(high) is not None and rate[high] < rate[low]:
            self.add_error(high, message)

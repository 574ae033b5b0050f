from django import forms
from django.utils.datastructures import MultiValueDict

from tilsyn.models import Supervision, SupervisionForm

OPEN, ALL = "aabne", "alle"


class SupervisionFilter(forms.Form):
    """What the list shows. An unreadable choice is no choice."""

    vis = forms.ChoiceField(label="Vis", choices=[(OPEN, "Åbne"), (ALL, "Alle")], required=False)
    form = forms.ChoiceField(
        label="Tilsynsform", choices=[("", "Alle former"), *SupervisionForm.choices], required=False
    )
    aar = forms.TypedChoiceField(label="År", required=False, coerce=int, empty_value=None)

    def __init__(self, data: MultiValueDict):
        super().__init__(data.copy() if data else {"vis": OPEN})
        years = Supervision.objects.order_by("-year").values_list("year", flat=True).distinct()
        self.fields["aar"].choices = [("", "Alle år"), *((year, str(year)) for year in years)]
        self.is_valid()

    @property
    def qs(self):
        chosen = getattr(self, "cleaned_data", {})
        found = Supervision.objects.all() if chosen.get("vis") == ALL else Supervision.objects.open()
        if chosen.get("form"):
            found = found.filter(form=chosen["form"])
        return found.filter(year=chosen["aar"]) if chosen.get("aar") else found

"""Crews, their members and where they meet."""

from django import forms

from koerelister.models import Crew, MeetingPlace, drivers
from sanktion.base.danish import listing
from sanktion.forms.fields import DanishTimeField


class MembersField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, user):
        teams = listing([team.name for team in user.teams.all()])
        return f"{user} – {teams}" if teams else str(user)


class CrewForm(forms.ModelForm):
    members = MembersField(
        drivers().prefetch_related("teams"),
        label="Medlemmer",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Medlemmerne ser holdets lister på telefonen. Et hold, der kun kører med papir, behøver ingen.",
    )
    starts_at = DanishTimeField(label="Vagten begynder kl.")
    ends_at = DanishTimeField(label="Vagten slutter kl.", help_text="En liste planlægges, så den kan nås på vagten.")

    class Meta:
        model = Crew
        fields = ["name", "members", "starts_at", "ends_at", "start", "end", "is_active"]
        labels = {
            "name": "Navn",
            "start": "Mødested",
            "end": "Slutsted",
            "is_active": "Holdet er i brug",
        }
        help_texts = {
            "start": "Hvor turen begynder. Uden mødested begynder den ved det første stop.",
            "end": "Hvor turen skal slutte. Uden slutsted slutter den ved det sidste stop.",
            "is_active": "Kun hold i brug kan vælges, når der planlægges.",
        }
        error_messages = {"name": {"unique": "Et andet hold har allerede det navn."}}

    def clean(self):
        data = super().clean()
        if data.get("starts_at") and data.get("ends_at") and data["starts_at"] >= data["ends_at"]:
            self.add_error("ends_at", "Vagten skal slutte senere, end den begynder.")
        return data


class DegreesField(forms.FloatField):
    """Decimal degrees; a comma is understood too."""

    def __init__(self, **kwargs):
        attrs = {"inputmode": "decimal", "data-width": "date", "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)

    def to_python(self, value):
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


class MeetingPlaceForm(forms.ModelForm):
    latitude = DegreesField(
        label="Breddegrad", min_value=54, max_value=58, help_text="Grader (WGS84), fx 55,3959 for Odense."
    )
    longitude = DegreesField(
        label="Længdegrad", min_value=7, max_value=16, help_text="Grader (WGS84), fx 10,3883 for Odense."
    )

    class Meta:
        model = MeetingPlace
        fields = ["name", "latitude", "longitude"]
        labels = {"name": "Navn"}
        help_texts = {"name": "Fx Rådhuset. Et kontor eller en parkeringsplads, aldrig nogens hjem."}
        error_messages = {"name": {"unique": "Et andet mødested har allerede det navn."}}

from datetime import datetime, timedelta

from django import forms
from django.utils import timezone

from koerelister.fields import NameReadField, OpenedByField, StrikeReasonField, YesNoField
from koerelister.models import Crew, MeetingPlace, RouteList, StatisticsMonth, StrikeReason, drivers, month_label
from koerelister.visit import DOOR_RULE, NameRead, OpenedBy, Visit
from sanktion.base.danish import listing
from sanktion.forms.case import AdverseField
from sanktion.forms.fields import DanishDateField, DanishTimeField


class VisitForm(forms.Form):
    """One stop, in the order of the paper list (B029): date, time, names, contact, other person, remarks."""

    date = DanishDateField(label="Dato")
    time = DanishTimeField(label="Kl.")
    door_phone = NameReadField(label="Navn på dørtelefon")
    mailbox = NameReadField(label="Navn på postkasse")
    front_door = NameReadField(label="Navn på hoveddør")
    other_name = forms.CharField(label="Andet navn, som der stod", max_length=80, required=False)
    contact = YesNoField(label="Kontakt med borgeren?")
    other_opened = YesNoField(label="Åbnede en anden person?")
    opened_by = OpenedByField(label="Hvem åbnede?")
    told = forms.CharField(
        label="Hvad personen oplyste",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    adverse = AdverseField()
    remarks = forms.CharField(
        label="Bemærkninger", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, route_list: RouteList, **kwargs):
        super().__init__(*args, **kwargs)
        self.route_list = route_list
        self.initial.setdefault("date", route_list.date)
        for name in ("other_name", "told", "remarks"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean(self):
        data = super().clean()
        self._check_moment(data)
        self._check_names(data)
        self._check_other_person(data)
        return data

    def _check_moment(self, data) -> None:
        if not (data.get("date") and data.get("time")):
            return
        moment = timezone.make_aware(datetime.combine(data["date"], data["time"]))
        if moment > timezone.now():
            self.add_error("time", "Besøget kan ikke ligge ude i fremtiden.")
        if data["date"] < self.route_list.date - timedelta(days=1):
            self.add_error("date", f"Besøget kan ikke ligge før listens dato {self.route_list.date:%d-%m-%Y}.")
        elif StatisticsMonth.objects.filter(month=data["date"].replace(day=1)).exists():
            self.add_error("date", f"{month_label(data['date']).capitalize()} er lukket i statistikken.")
        data["happened_at"] = moment

    def _check_names(self, data) -> None:
        read = {data.get("door_phone"), data.get("mailbox"), data.get("front_door")}
        if read == {NameRead.NOT_READ}:
            self.add_error("door_phone", "Vælg, hvad der stod mindst ét af de tre steder.")
        if NameRead.OTHER in read and not data.get("other_name"):
            self.add_error("other_name", "Skriv det navn, der stod.")
        if data.get("other_name") and NameRead.OTHER not in read:
            self.add_error("other_name", "Vælg «Andet navn» ved det sted, hvor navnet stod.")

    def _check_other_person(self, data) -> None:
        if not data.get("other_opened"):
            data["opened_by"] = None
            if data.get("told") and data.get("other_opened") is False:
                self.add_error("told", "Skriv kun her, når en anden person åbnede.")
            return
        data["opened_by"] = data.get("opened_by") or OpenedBy.UNKNOWN
        if data["opened_by"] == OpenedBy.CHILD and data.get("told"):
            self.add_error("told", f"{DOOR_RULE} Slet teksten.")

    @property
    def visit(self) -> Visit:
        names = ("door_phone", "mailbox", "front_door", "other_name", "contact", "other_opened", "opened_by")
        names += ("told", "remarks")
        return Visit(happened_at=self.cleaned_data["happened_at"], **{name: self.cleaned_data[name] for name in names})


class StrikeForm(forms.Form):
    reason = StrikeReasonField(label="Hvorfor blev stedet ikke besøgt?")
    remarks = forms.CharField(label="Bemærkning til sagen", max_length=500, required=False)

    def clean(self):
        data = super().clean()
        if data.get("reason") == StrikeReason.OTHER and not data.get("remarks"):
            self.add_error("remarks", "Skriv, hvorfor stedet ikke blev besøgt.")
        return data


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

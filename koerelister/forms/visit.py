from datetime import datetime, timedelta

from django import forms
from django.utils import timezone

from koerelister.forms.fields import NameReadField, OpenedByField, StrikeReasonField, YesNoField
from koerelister.models import RouteList, StatisticsMonth, StrikeReason, month_label
from koerelister.visit import DOOR_RULE, NameRead, OpenedBy, Visit
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

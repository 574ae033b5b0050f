import uuid
from datetime import datetime, timedelta

from django import forms
from django.conf import settings
from django.utils import timezone

from koerelister.actions.setup import lock_areas
from koerelister.fields import NameReadField, OpenedByField, StrikeReasonField, YesNoField
from koerelister.models import Area, Crew, RouteList, StrikeReason, drivers
from koerelister.visit import DOOR_RULE, NameRead, OpenedBy, Visit
from sanktion.base.danish import listing
from sanktion.forms.case import AdverseField
from sanktion.forms.fields import DanishDateField, DanishTimeField, OnceKeyField, PostcodesField

PLAN_AHEAD = timedelta(days=60)


class PlanForm(forms.Form):
    date = DanishDateField(label="Dato")
    areas = forms.ModelMultipleChoiceField(
        Area.objects.none(),
        label="Områder",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Vælg mindst ét område."},
    )
    crews = forms.ModelMultipleChoiceField(
        Crew.objects.none(),
        label="Hold",
        widget=forms.CheckboxSelectMultiple,
        help_text="Listerne fordeles på holdene på skift.",
        error_messages={"required": "Vælg mindst ét hold."},
    )

    max_stops = forms.IntegerField(
        label="Højst antal stop pr. liste",
        min_value=1,
        max_value=200,
        help_text="Er der flere, venter resten til næste gang. De ældste besøg kommer først.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "data-width": "time", "autocomplete": "off"}),
    )
    key = OnceKeyField(initial=uuid.uuid4)

    def __init__(self, *args, waiting: dict[int, int], **kwargs):
        """``waiting`` is the number of visits that wait in each area, by the area's id."""
        super().__init__(*args, **kwargs)
        areas = self.fields["areas"]
        areas.queryset = Area.objects.filter(pk__in=waiting).defer("polygon")
        areas.label_from_instance = lambda area: f"{area.name} – {waiting[area.pk]} venter"
        self.fields["crews"].queryset = Crew.objects.active()
        self.initial.setdefault("date", timezone.localdate())
        self.initial.setdefault("areas", list(waiting))
        self.initial.setdefault("crews", self.fields["crews"].queryset)
        self.initial.setdefault("max_stops", settings.SANKTION_MAX_STOPS)

    def clean_date(self):
        day, today = self.cleaned_data["date"], timezone.localdate()
        if not today <= day <= today + PLAN_AHEAD:
            raise forms.ValidationError("Datoen skal ligge fra i dag til og med 60 dage frem.")
        return day


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


class DestroyForm(forms.Form):
    def __init__(self, *args, route_list: RouteList, **kwargs):
        super().__init__(*args, **kwargs)
        if route_list.printed_copies:
            self.fields["copies_shredded"] = forms.IntegerField(
                label="Antal makulerede eksemplarer",
                min_value=0,
                max_value=999,
                help_text=f"Der er udskrevet {route_list.printed_copies}. Tæl dem, før de makuleres.",
                widget=forms.TextInput(attrs={"inputmode": "numeric", "data-width": "time", "autocomplete": "off"}),
            )
            self.fields["shredded"] = forms.BooleanField(
                label="Jeg bekræfter, at alle papireksemplarer er makuleret",
                error_messages={"required": "Bekræft, at papiret er makuleret."},
            )

    @property
    def copies_shredded(self) -> int:
        return self.cleaned_data.get("copies_shredded", 0)


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

    class Meta:
        model = Crew
        fields = ["name", "members", "is_active"]
        labels = {"name": "Navn", "is_active": "Holdet er i brug"}
        help_texts = {"is_active": "Kun hold i brug kan vælges, når der planlægges."}
        error_messages = {"name": {"unique": "Et andet hold har allerede det navn."}}


class AreaForm(forms.ModelForm):
    code = forms.RegexField(
        r"^[A-Za-zÆØÅæøå]{1,4}$",
        label="Kode",
        help_text="Et til fire bogstaver, som listens nummer begynder med, fx NB.",
        error_messages={
            "invalid": "Koden er et til fire bogstaver, fx NB.",
            "unique": "Et andet område har allerede den kode.",
        },
        widget=forms.TextInput(attrs={"data-width": "time", "autocomplete": "off", "maxlength": 4}),
    )
    postcodes = PostcodesField(
        label="Postnumre",
        max_length=2000,
        help_text="Adskilt af komma, fx 5000, 5200. Et postnummer hører til ét område.",
        error_messages={"required": "Skriv mindst ét postnummer, ellers dækker området intet."},
    )
    position = forms.IntegerField(
        label="Rækkefølge",
        min_value=1,
        max_value=999,
        help_text="Områdets plads, når områderne vises.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "data-width": "time", "autocomplete": "off"}),
    )

    class Meta:
        model = Area
        fields = ["name", "code", "postcodes", "position"]
        labels = {"name": "Navn"}
        error_messages = {"name": {"unique": "Et andet område har allerede det navn."}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["postcodes"].required = not self.instance.polygon

    def clean_code(self):
        return self.cleaned_data["code"].upper()

    def clean_postcodes(self):
        postcodes = self.cleaned_data["postcodes"]
        lock_areas()
        others = Area.objects.exclude(pk=self.instance.pk).only("name", "postcodes")
        taken = [f"{code} ({area.name})" for area in others for code in postcodes if code in area.postcodes]
        if taken:
            raise forms.ValidationError(f"Et postnummer hører til ét område. Optaget: {', '.join(taken)}.")
        return postcodes

import uuid
from datetime import timedelta

from django import forms
from django.conf import settings
from django.core import signing
from django.utils import timezone

from koerelister.actions.changes import Proposal
from koerelister.actions.doors import fewest_by_area
from koerelister.models import Area, Crew, RouteList, Stop, VisitOrder
from sanktion.forms.fields import DanishDateField, OnceKeyField

PLAN_AHEAD = timedelta(days=60)
MOST_LISTS = 50
SALT = "koerelister.replan"


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
    share_crews = forms.BooleanField(label="Et hold må køre flere lister samme dag", required=False)
    max_stops = forms.IntegerField(
        label="Højst antal stop pr. liste",
        min_value=1,
        max_value=200,
        help_text="Kan alle ikke nås, sættes resten til næste dag. De, der haster, kommer først.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "data-width": "time", "autocomplete": "off"}),
    )
    key = OnceKeyField(initial=uuid.uuid4)

    def __init__(self, *args, orders: list[VisitOrder], **kwargs):
        """``orders`` are those that wait in the areas to choose among."""
        super().__init__(*args, **kwargs)
        self.orders = orders
        crews = Crew.objects.active()
        fewest = fewest_by_area(orders, crews, settings.SANKTION_MAX_STOPS, timezone.localdate())
        waiting = {pk: sum(order.area_id == pk for order in orders) for pk in {order.area_id for order in orders}}
        areas = self.fields["areas"]
        areas.queryset = Area.objects.filter(pk__in=waiting).defer("polygon")
        areas.label_from_instance = lambda area: f"{area.name} – {waiting[area.pk]} venter"
        self.fields["crews"].queryset = crews
        for area in areas.queryset:
            self.fields[f"lists_{area.pk}"] = _lists_field(area, fewest.get(area.pk, 1))
        self.initial.setdefault("date", timezone.localdate())
        self.initial.setdefault("areas", list(waiting))
        self.initial.setdefault("crews", crews)
        self.initial.setdefault("max_stops", settings.SANKTION_MAX_STOPS)

    @property
    def list_fields(self):
        return [self[name] for name in self.fields if name.startswith("lists_")]

    @property
    def lists(self) -> dict[int, int]:
        """How many lists were asked for, by the area's id; the areas where nothing was written are left out."""
        asked = {area.pk: self.cleaned_data.get(f"lists_{area.pk}") for area in self.cleaned_data.get("areas", ())}
        return {pk: count for pk, count in asked.items() if count}

    def clean_date(self):
        day, today = self.cleaned_data["date"], timezone.localdate()
        if not today <= day <= today + PLAN_AHEAD:
            raise forms.ValidationError("Datoen skal ligge fra i dag til og med 60 dage frem.")
        return day

    def clean(self):
        data = super().clean()
        if not self.errors and not data["share_crews"]:
            lists, crews = self._count_lists(data), len(data["crews"])
            if lists > crews:
                self.add_error(
                    "crews",
                    f"Der skal køres {lists} lister, men der er kun valgt {crews} hold. Vælg flere hold, "
                    "eller sæt kryds ved «Et hold må køre flere lister samme dag».",
                )
        return data

    def _count_lists(self, data) -> int:
        chosen = {area.pk for area in data["areas"]}
        orders = [order for order in self.orders if order.area_id in chosen]
        fewest = fewest_by_area(orders, data["crews"], data["max_stops"], data["date"])
        return sum((fewest | self.lists).values())


def _lists_field(area: Area, fewest: int) -> forms.IntegerField:
    needed = "1 liste nødvendig" if fewest == 1 else f"{fewest} lister nødvendige"
    return forms.IntegerField(
        label=f"Lister i {area.name}",
        required=False,
        min_value=1,
        max_value=MOST_LISTS,
        help_text=f"Mindst {needed}.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "data-width": "time", "autocomplete": "off"}),
    )


class TransferForm(forms.Form):
    """Which stop goes to which list; ``before`` another stop there, or where it adds the least driving."""

    stop = forms.ModelChoiceField(Stop.objects.none())
    route_list = forms.ModelChoiceField(RouteList.objects.none())
    before = forms.ModelChoiceField(Stop.objects.none(), required=False)

    def __init__(self, *args, lists, **kwargs):
        super().__init__(*args, **kwargs)
        stops = Stop.objects.filter(route_list__in=lists)
        self.fields["stop"].queryset = self.fields["before"].queryset = stops
        self.fields["route_list"].queryset = lists


class AddForm(forms.Form):
    orders = forms.ModelMultipleChoiceField(
        VisitOrder.objects.none(),
        label="Ventende besøg",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Vælg mindst ét besøg."},
    )

    def __init__(self, *args, orders, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["orders"]
        field.queryset = orders
        field.label_from_instance = lambda order: f"{order.case.citizen.name}, {order.case.citizen.address}"


class ReplanForm(forms.Form):
    """The proposal that was shown comes back signed: what is carried out is just that, or nothing."""

    proposal = forms.CharField(widget=forms.HiddenInput)

    @classmethod
    def showing(cls, proposal: Proposal) -> "ReplanForm":
        return cls(initial={"proposal": signing.dumps([proposal.lists, proposal.moved, proposal.total], salt=SALT)})

    def clean_proposal(self) -> Proposal:
        try:
            lists, moved, total = signing.loads(self.cleaned_data["proposal"], salt=SALT, max_age=3600)
        except signing.BadSignature as problem:
            raise forms.ValidationError("Forslaget er for gammelt. Se det igen.") from problem
        return Proposal({int(pk): stops for pk, stops in lists.items()}, moved, total)

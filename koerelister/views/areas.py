"""The areas and their rules. Addresses here are the public register's; of citizens only numbers are told."""

from collections import Counter
from itertools import groupby

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.forms import Form
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView

from koerelister.actions import areas as acts
from koerelister.drawing.outline import outline_svg
from koerelister.forms.area import AreaForm, BorderForm, HouseForm, HouseSearchForm, RoadForm, StreetForm
from koerelister.models import Area, AreaOverride, AreaStreet, House, Road, Rule
from koerelister.views.setup import SetupTabs
from sanktion.base.danish import sort_key
from sanktion.models import Address
from sanktion.views.base import ActFormView, RightRequiredMixin

MOST_ROADS = 200


class AreasView(SetupTabs, TemplateView):
    permission_required = "koerelister.change_area"
    template_name = "koerelister/setup/areas.html"
    current_tab = "areas"

    def get_context_data(self, **kwargs):
        areas = Area.objects.all()
        addresses, citizens = Counter(), Counter()
        for row in areas.reach():
            addresses[row.area_id] += row.addresses
            citizens[row.area_id] += row.citizens
        rows = [(area, addresses[area.pk], citizens[area.pk]) for area in areas]
        outside = {"outside": citizens[None], "addresses_outside": addresses[None]}
        return super().get_context_data(rows=rows, **outside, **kwargs)


class OutsideView(SetupTabs, FormView):
    """Roads with addresses that no area has; each can be given to an area at once."""

    permission_required = "koerelister.change_area"
    template_name = "koerelister/setup/areas_outside.html"
    form_class = RoadForm
    current_tab = "areas"

    def get_context_data(self, **kwargs):
        areas = Area.objects.all()
        roads = areas.roads_outside()
        # Where citizens live first, if there are more than one can look through.
        shown = sorted(sorted(roads, key=lambda road: -road.citizens)[:MOST_ROADS])
        return super().get_context_data(
            groups=[_group(postcode, list(rows)) for postcode, rows in groupby(shown, key=lambda road: road.postcode)],
            areas=areas,
            left_out=len(roads) - len(shown),
            addresses=sum(road.addresses for road in roads),
            citizens=sum(road.citizens for road in roads),
            **kwargs,
        )

    def form_valid(self, form):
        rule = form.rule
        try:
            acts.add_street(rule, by=self.request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        messages.success(self.request, f"{rule.road} er lagt i {rule.area}, og de ventende besøg er fordelt efter det.")
        return redirect("areas_outside")

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


def _group(postcode: str, roads: list[Road]) -> dict:
    return {
        "postcode": postcode,
        "roads": sorted(roads, key=lambda road: sort_key(road.road)),
        "addresses": sum(road.addresses for road in roads),
        "citizens": sum(road.citizens for road in roads),
    }


class AreaFormView(ActFormView):
    form_class = AreaForm
    list_name = "areas"

    def act(self, form) -> str:
        acts.save_area(form.instance, by=self.request.user)
        return "Området er gemt, og de ventende besøg er fordelt efter det."


class AreaNewView(AreaFormView):
    permission_required = "koerelister.add_area"
    title, confirm_label = "Nyt område", "Opret område"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": Area()}

    def get_initial(self):
        last = Area.objects.aggregate(last=Max("position"))["last"] or 0
        return {"position": last + 1}


class AreaMixin(RightRequiredMixin):
    permission_required = "koerelister.change_area"

    @cached_property
    def area(self) -> Area:
        return get_object_or_404(Area, pk=self.kwargs["pk"])


class AreaEditView(AreaMixin, AreaFormView):
    """The area's own fields, and what each of its rules catches today."""

    template_name = "koerelister/setup/area.html"
    title, confirm_label = "Ret område", "Gem ændringer"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.area}

    def get_context_data(self, **kwargs):
        # The form writes what was sent into its own instance; what stands beside it is what is stored.
        area = Area.objects.prefetch_related("streets", "overrides").get(pk=self.area.pk)
        caught = Area.objects.all().houses_of(area)
        return super().get_context_data(
            area=area,
            kinds=_kinds(area, caught),
            streets=_streets(area, caught),
            houses=_houses(area, caught),
            street_form=StreetForm(),
            picture=outline_svg(f"Omrids af {area}", area.polygon, _places(caught)),
            **kwargs,
        )


def _kinds(area: Area, caught: list[House]) -> list[tuple]:
    """(label, is there such a rule, addresses, citizens) of each kind, in the order they are asked."""
    made = {
        Rule.OVERRIDE: area.overrides.all(),
        Rule.STREET: area.streets.all(),
        Rule.BORDER: area.polygon,
        Rule.POSTCODE: area.postcodes,
    }
    return [
        (rule.label, bool(there), *_numbers([row for row in caught if row.rule == rule]))
        for rule, there in made.items()
    ]


def _streets(area: Area, caught: list[House]) -> list[tuple]:
    """(rule, addresses, citizens)"""
    return [(rule, *_numbers([row for row in caught if row.street_id == rule.pk])) for rule in area.streets.all()]


def _houses(area: Area, caught: list[House]) -> list[dict]:
    rules = area.overrides.all()
    known = Address.objects.filter(access_address_id__in=[rule.access_address_id for rule in rules])
    names = {house.access_address_id: f"{house.stairway}, {house.postal_line}" for house in known}
    shown = []
    for rule in rules:
        addresses, citizens = _numbers([row for row in caught if row.override_id == rule.pk])
        name = names.get(rule.access_address_id, "Adressen er ikke i adresseregistret")
        shown.append({"rule": rule, "name": name, "addresses": addresses, "citizens": citizens})
    return sorted(shown, key=lambda house: sort_key(house["name"]))


def _places(houses: list[House]) -> list[tuple[float, float]]:
    return [(house.latitude, house.longitude) for house in houses if house.latitude is not None]


def _numbers(rows: list[House]) -> tuple[int, int]:
    return sum(row.addresses for row in rows), sum(row.citizens for row in rows)


class AreaPartView(AreaMixin, ActFormView):
    """A page under an area, back to which it leads."""

    form_class = Form

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"area": self.area} | kwargs)

    def get_success_url(self):
        return reverse("area_edit", args=[self.area.pk])


class BorderView(AreaPartView):
    form_class = BorderForm
    title, confirm_label = "Indlæs grænse", "Gem grænsen"

    def get_context_data(self, **kwargs):
        text = f"Grænsen for {self.area} afgøres af punkterne. Den nye træder i stedet for den gamle."
        return super().get_context_data(text=text, multipart=True, **kwargs)

    def act(self, form) -> str:
        acts.set_border(self.area, form.cleaned_data["border"], by=self.request.user)
        return "Grænsen er gemt, og de ventende besøg er fordelt efter den."


class BorderRemoveView(AreaPartView):
    title, confirm_label = "Fjern grænsen", "Fjern grænsen"

    def get_context_data(self, **kwargs):
        text = f"{self.area} har derefter kun sine adresser, gader og postnumre. Grænsen kan indlæses igen fra filen."
        return super().get_context_data(text=text, danger=True, **kwargs)

    def act(self, form) -> str:
        acts.set_border(self.area, None, by=self.request.user)
        return "Grænsen er fjernet, og de ventende besøg er fordelt efter det."


class StreetNewView(AreaPartView):
    form_class = StreetForm
    title, confirm_label = "Ny gaderegel", "Tilføj gade"

    def act(self, form) -> str:
        rule = form.rule_for(self.area)
        acts.add_street(rule, by=self.request.user)
        return f"«{rule}» er lagt i {self.area}, og de ventende besøg er fordelt efter det."


class StreetRemoveView(AreaPartView):
    title, confirm_label = "Fjern gaderegel", "Fjern reglen"

    @cached_property
    def rule(self) -> AreaStreet:
        return get_object_or_404(AreaStreet, area=self.area, pk=self.kwargs["rule"])

    def get_context_data(self, **kwargs):
        text = f"«{self.rule}» hører derefter til det område, som grænser og postnumre siger."
        return super().get_context_data(text=text, danger=True, **kwargs)

    def act(self, form) -> str:
        acts.remove_street(self.rule, by=self.request.user)
        return "Gadereglen er fjernet, og de ventende besøg er fordelt efter det."


class OverridesView(AreaPartView):
    """Look a house up by its text and put it in the area. Sent by POST, so that no address stands in a log."""

    form_class = HouseSearchForm
    template_name = "koerelister/setup/area_houses.html"
    title, confirm_label = "Læg en enkelt adresse i området", "Søg"

    def get_context_data(self, **kwargs):
        text = f"Adressen hører derefter til {self.area}, uanset hvad de andre regler siger."
        return super().get_context_data(text=text, **kwargs)

    def post(self, request, *args, **kwargs):
        chosen = HouseForm(request.POST)
        return self.form_valid(chosen) if chosen.is_valid() else super().post(request, *args, **kwargs)

    def form_valid(self, form):
        if isinstance(form, HouseForm):
            return self._add(form)
        areas = Area.objects.all()
        houses = [(house, areas.place(house)) for house in Address.objects.houses_like(form.cleaned_data["q"])]
        return self.render_to_response(self.get_context_data(form=form, houses=houses, asked=True))

    def _add(self, form):
        try:
            acts.add_override(self.area, form.cleaned_data["house"], by=self.request.user)
        except ValidationError as refusal:
            messages.error(self.request, refusal.message)
        else:
            messages.success(self.request, "Adressen er lagt i området, og de ventende besøg er fordelt efter det.")
        return redirect(self.get_success_url())


class OverrideRemoveView(AreaPartView):
    title, confirm_label = "Fjern enkelt adresse", "Fjern adressen"

    @cached_property
    def rule(self) -> AreaOverride:
        return get_object_or_404(AreaOverride, area=self.area, pk=self.kwargs["rule"])

    def get_context_data(self, **kwargs):
        house = Address.objects.filter(access_address_id=self.rule.access_address_id).first()
        name = f"{house.stairway}, {house.postal_line}" if house else "Adressen"
        text = f"{name} hører derefter til det område, som gader, grænser og postnumre siger."
        return super().get_context_data(text=text, danger=True, **kwargs)

    def act(self, form) -> str:
        acts.remove_override(self.rule, by=self.request.user)
        return "Adressen er fjernet, og de ventende besøg er fordelt efter det."

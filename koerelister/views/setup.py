"""The unit's own set-up: crews, and the tabs shared with the areas. No page here shows a citizen or a case."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from koerelister.actions.setup import save_crew, save_meeting_place
from koerelister.forms.setup import CrewForm, MeetingPlaceForm
from koerelister.models import Crew, MeetingPlace, drivers
from sanktion.base.danish import sort_key
from sanktion.views.base import ActFormView, RightRequiredMixin


class SetupTabs(RightRequiredMixin):
    """The lists, one tab each."""

    current_tab = ""

    def get_context_data(self, **kwargs):
        names = [("crews", "Hold"), ("meeting_places", "Mødesteder"), ("areas", "Områder")]
        tabs = [{"url": reverse(name), "label": label, "current": name == self.current_tab} for name, label in names]
        return super().get_context_data(tabs=tabs, **kwargs)


class CrewsView(SetupTabs, TemplateView):
    permission_required = "koerelister.change_crew"
    template_name = "koerelister/setup/crews.html"
    current_tab = "crews"

    def get_context_data(self, **kwargs):
        crews = Crew.objects.select_related("start", "end").prefetch_related(
            Prefetch("members", drivers(), to_attr="drivers")
        )
        in_order = sorted(crews, key=lambda crew: (not crew.is_active, sort_key(crew.name)))
        return super().get_context_data(crews=in_order, **kwargs)


class CrewFormView(ActFormView):
    form_class = CrewForm
    list_name = "crews"

    def act(self, form) -> str:
        save_crew(form.instance, members=list(form.cleaned_data["members"]), by=self.request.user)
        return "Holdet er gemt."


class CrewNewView(CrewFormView):
    permission_required = "koerelister.add_crew"
    title, confirm_label = "Nyt hold", "Opret hold"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": Crew()}


class CrewEditView(CrewFormView):
    permission_required = "koerelister.change_crew"
    title, confirm_label = "Ret hold", "Gem ændringer"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": get_object_or_404(Crew, pk=self.kwargs["pk"])}


class MeetingPlacesView(SetupTabs, TemplateView):
    permission_required = "koerelister.change_crew"
    template_name = "koerelister/setup/meeting_places.html"
    current_tab = "meeting_places"

    def get_context_data(self, **kwargs):
        places = sorted(MeetingPlace.objects.all(), key=lambda place: sort_key(place.name))
        return super().get_context_data(places=places, **kwargs)


class MeetingPlaceFormView(ActFormView):
    form_class = MeetingPlaceForm
    list_name = "meeting_places"

    def act(self, form) -> str:
        save_meeting_place(form.instance, by=self.request.user)
        return "Mødestedet er gemt."


class MeetingPlaceNewView(MeetingPlaceFormView):
    permission_required = "koerelister.add_crew"
    title, confirm_label = "Nyt mødested", "Opret mødested"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": MeetingPlace()}


class MeetingPlaceEditView(MeetingPlaceFormView):
    permission_required = "koerelister.change_crew"
    title, confirm_label = "Ret mødested", "Gem ændringer"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": get_object_or_404(MeetingPlace, pk=self.kwargs["pk"])}

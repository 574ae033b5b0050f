"""The reading room as the unit handles it: papers, opening, closing, and who has read what."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView, TemplateView, View

from sanktion.base.acting import unit_wide
from sanktion.models import AccessKind
from sanktion.views.base import LogsAccess
from sanktion.views.document import pdf_response
from tilsyn.actions.copies import CopiesNotAsked, ask_for_copies
from tilsyn.actions.reading_room import RoomNotOpened, close_room, move_end, open_room
from tilsyn.actions.room_papers import PaperNotApproved, approve_papers, withdraw_paper
from tilsyn.actions.scope import OutsideScope, outside_scope
from tilsyn.forms.board import CopiesOnBehalfForm
from tilsyn.forms.rooms import ApprovePapersForm, MoveRoomForm, OpenRoomForm
from tilsyn.material import papers_of
from tilsyn.models import CopyRequest, ReadingRoom, RoomLook, RoomPaper, SelectedCase
from tilsyn.sections import Section
from tilsyn.views.base import SelectedCaseMixin, SupervisionMixin

LEADS = ("tilsyn.handle_supervision", "sanktion.view_case")
LOOKS_A_PAGE = 100


class VisitOnly(SupervisionMixin):
    """§ 9: there is a reading room at a visit alone."""

    def get_context_data(self, **kwargs):
        if not self.supervision.is_visit:
            raise Http404
        return super().get_context_data(**kwargs)


class RoomPage(VisitOnly, LogsAccess):
    permission_required = LEADS
    tab = "reading_room"

    @property
    def rooms(self):
        return ReadingRoom.objects.filter(supervision=self.supervision)

    def _seen(self):
        return SelectedCase.objects.visible_to(self.request.user).filter(supervision=self.supervision)


class RoomsView(RoomPage, TemplateView):
    template_name = "tilsyn/rooms/rooms.html"

    def get_context_data(self, **kwargs):
        in_force = Count("room_papers", filter=Q(room_papers__withdrawn_at__isnull=True))
        cases = self._seen().taking_part().select_related("case__citizen", "case__event").annotate(in_room=in_force)
        self.log([selected.case.citizen for selected in cases], kind=AccessKind.LIST)
        copies = CopyRequest.objects.visible_to(self.request.user).awaiting()
        return super().get_context_data(
            rooms=self.rooms.select_related("opened_by").prefetch_related("readers__user"),
            cases=cases,
            copies=set(copies.filter(selected__supervision=self.supervision).values_list("selected", flat=True)),
            outside=outside_scope(self.supervision, self.request.user),
            **kwargs,
        )


class RoomFormView(RoomPage, FormView):
    """A page with one form and ``act(form) -> str``."""

    template_name = "tilsyn/rooms/form.html"
    title = confirm_label = text = ""

    def get_context_data(self, **kwargs):
        shown = {"title": self.title, "confirm_label": self.confirm_label, "text": self.text}
        return super().get_context_data(cancel_url=self.get_success_url(), **shown | kwargs)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        try:
            messages.success(self.request, self.act(form))
        except (RoomNotOpened, OutsideScope) as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        return redirect(self.get_success_url())

    def get_success_url(self):
        return reverse("reading_room", args=[self.supervision.number])


class OpenRoomView(RoomFormView):
    form_class = OpenRoomForm
    title, confirm_label = "Åbn læserum", "Åbn læserummet"
    text = (
        "Læserne ser kun de sager, direktoratet har udpeget, og kun de papirer, der er godkendt. De kan ikke ændre "
        "noget, hver side er mærket med deres navn, og hvert opslag skrives ned. Læserummet lukker af sig selv."
    )

    def get_initial(self):
        return OpenRoomForm.proposed(self.supervision.visit_on)

    def act(self, form) -> str:
        given = {name: form.cleaned_data[name] for name in ("opens_at", "closes_at", "key")}
        open_room(self.supervision, **given, readers=list(form.cleaned_data["readers"]), by=self.request.user)
        return "Læserummet er oprettet."


class OneRoomView(RoomFormView):
    @property
    def room(self) -> ReadingRoom:
        return get_object_or_404(self.rooms, pk=self.kwargs["room"])


class MoveRoomView(OneRoomView):
    form_class = MoveRoomForm
    title, confirm_label = "Ændr lukketid", "Gem lukketiden"

    def get_initial(self):
        closes_at = timezone.localtime(self.room.closes_at)
        return {"closes_on": closes_at.date(), "closes_time": closes_at.time()}

    def act(self, form) -> str:
        move_end(self.room, form.cleaned_data["closes_at"], because=form.cleaned_data["because"], by=self.request.user)
        return "Lukketiden er ændret."


class CloseRoomView(RoomPage, TemplateView):
    template_name = "tilsyn/rooms/form.html"

    def get_context_data(self, **kwargs):
        get_object_or_404(self.rooms, pk=self.kwargs["room"])
        return super().get_context_data(
            title="Luk læserummet nu?",
            text="Læserne mister adgangen med det samme. Et lukket læserum kan ikke åbnes igen; åbn i stedet et nyt.",
            confirm_label="Luk læserummet",
            cancel_url=reverse("reading_room", args=[self.supervision.number]),
            danger=True,
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        close_room(get_object_or_404(self.rooms, pk=kwargs["room"]), by=request.user)
        messages.success(request, "Læserummet er lukket.")
        return redirect("reading_room", self.supervision.number)


class LooksView(RoomPage, TemplateView):
    """Who read what, and when. What lies outside the user's scope is counted and not named."""

    template_name = "tilsyn/rooms/looks.html"

    def get_context_data(self, **kwargs):
        looks = RoomLook.objects.filter(room__supervision=self.supervision)
        seen = looks.filter(Q(selected__isnull=True) | Q(selected__in=self._seen()))
        seen = seen.select_related("user", "selected__case__citizen", "paper")
        page = Paginator(seen, LOOKS_A_PAGE).get_page(self.request.GET.get("side"))
        shown = {look.selected.case.citizen for look in page if look.selected}
        self.log(shown, kind=AccessKind.LIST)
        with unit_wide("Opslag i læserummet tælles alle"):
            outside = looks.count() - page.paginator.count
        return super().get_context_data(looks=page, page=_pages(page), outside=outside, **kwargs)


def _pages(page) -> dict:
    return {
        "first": page.start_index(),
        "last": page.end_index(),
        "total_label": f"{page.paginator.count} opslag",
        "previous_url": f"?side={page.previous_page_number()}" if page.has_previous() else None,
        "next_url": f"?side={page.next_page_number()}" if page.has_next() else None,
    }


class SelectedRoomPage(SelectedCaseMixin, VisitOnly):
    permission_required = LEADS
    tab = "reading_room"

    def papers(self):
        return RoomPaper.objects.visible_to(self.request.user).filter(selected=self.selected)

    def back(self):
        return redirect("selected_room", self.kwargs["supervision"], self.kwargs["number"])


class ApprovePapersView(SelectedRoomPage, FormView):
    form_class = ApprovePapersForm
    template_name = "tilsyn/rooms/papers.html"

    def get_form_kwargs(self):
        self.found = papers_of(self.selected, user=self.request.user)
        return super().get_form_kwargs() | {"papers": self.found}

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", self.get_form())
        shown = {paper.paper_key: paper for paper in self.papers().readable().select_related("approved_by")}
        shut = {paper.paper_key: paper for paper in self.papers().in_force().held_back_since()}
        lines = [
            (Section(paper.section).label, paper, shown.get(paper.key), shut.get(paper.key)) for paper in self.found
        ]
        gone = [paper for key, paper in (shown | shut).items() if key not in {paper.key for paper in self.found}]
        waits = any(not there and not paper.hindrance for _, paper, there, _ in lines)
        return super().get_context_data(lines=lines, gone=gone, waits=waits, **kwargs)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        try:
            count = approve_papers(self.selected, form.cleaned_data["papers"], by=self.request.user)
        except PaperNotApproved as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        told = "1 papir er godkendt" if count == 1 else f"{count} papirer er godkendt"
        messages.success(self.request, f"{told} til læserummet.")
        return self.back()


class RoomPaperView(SelectedRoomPage, View):
    """The bytes as they were approved, without the readers' mark."""

    http_method_names = ["get"]

    def get(self, request, *args, **kwargs):
        paper = get_object_or_404(self.papers(), pk=kwargs["paper"])
        return pdf_response(paper.data, f"laeserum-{paper.pk}.pdf")


class WithdrawPaperView(SelectedRoomPage, View):
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        withdraw_paper(get_object_or_404(self.papers(), pk=kwargs["paper"]), by=request.user)
        messages.success(request, "Papiret er taget ud af læserummet.")
        return self.back()


class CopiesView(SelectedCaseMixin, VisitOnly, FormView):
    """V096, on behalf of the directorate."""

    permission_required = LEADS
    tab = "reading_room"
    form_class = CopiesOnBehalfForm
    template_name = "tilsyn/rooms/copies.html"

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        try:
            asked = ask_for_copies(self.selected, **form.cleaned_data, by=self.request.user)
        except CopiesNotAsked as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, f"Kopier skal være sendt senest {asked.due:%d-%m-%Y}.")
        return redirect("selected_case", self.kwargs["supervision"], self.kwargs["number"])

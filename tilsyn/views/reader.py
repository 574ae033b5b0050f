"""The directorate's own pages (V093, V096): read-only, of the named cases alone, as long as the room is open."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.generic import FormView, TemplateView, View

from sanktion.models import AccessKind
from sanktion.templatetags.sanktion_ui import danish_datetime
from sanktion.views.base import LogsAccess, RightRequiredMixin, refuse_other_than_case_number
from sanktion.views.document import pdf_response
from tilsyn.actions.copies import CopiesNotAsked, ask_for_copies
from tilsyn.actions.reading_room import shown_papers
from tilsyn.forms.board import CopiesForm
from tilsyn.material import journal_kinds
from tilsyn.models import CopyRequest, ReadingRoom, RoomLook, RoomPaper, SelectedCase
from tilsyn.sections import Section
from tilsyn.watermark import watermark

NO_COPYING = "Læserum, må ikke kopieres"


class ReaderPage(RightRequiredMixin, LogsAccess):
    permission_required = "tilsyn.read_in_room"
    access_page = "reading_room"


class RoomsView(ReaderPage, TemplateView):
    template_name = "tilsyn/reader/rooms.html"
    http_method_names = ["get"]

    def get_context_data(self, **kwargs):
        rooms = ReadingRoom.objects.of_reader(self.request.user).not_ended_at(timezone.now())
        return super().get_context_data(rooms=rooms.select_related("supervision").order_by("opens_at"), **kwargs)


class InRoom(ReaderPage):
    """Asked of the clock at every look. A reader who knocks at a shut door is told so, and it is written down; a room
    one was never let into isn't there at all."""

    def dispatch(self, request, *args, **kwargs):
        if not self.has_permission():
            return self.handle_no_permission()
        rooms = ReadingRoom.objects.of_reader(request.user).filter(supervision__number=kwargs["supervision"])
        rooms = rooms.select_related("supervision__directorate")
        self.room = rooms.open_at(timezone.now()).first()
        if self.room is None:
            return self._shut(rooms.first())
        self.find()
        return super().dispatch(request, *args, **kwargs)

    def find(self) -> None:
        """What of the room the page is about."""

    def _shut(self, room: ReadingRoom | None):
        if room is None:
            raise Http404
        RoomLook.objects.create(room=room, user=self.request.user, was_shut=True)
        return render(self.request, "tilsyn/reader/shut.html", {"room": room}, status=403)

    def papers(self):
        return shown_papers(self.room.supervision)

    def seen(self):
        """Both what the grants say and what the room says."""
        seen = SelectedCase.objects.visible_to(self.request.user).taking_part()
        return seen.filter(supervision=self.room.supervision, pk__in=self.papers().values("selected"))

    def get_context_data(self, **kwargs):
        # The address's own number is among them.
        return super().get_context_data(**kwargs | {"room": self.room, "supervision": self.room.supervision})


class RoomView(InRoom, TemplateView):
    template_name = "tilsyn/reader/room.html"
    http_method_names = ["get"]

    def get_context_data(self, **kwargs):
        cases = self.seen().select_related("case__citizen", "case__event")
        self.log([selected.case.citizen for selected in cases], kind=AccessKind.LIST)
        copies = CopyRequest.objects.awaiting().filter(selected__in=cases).values_list("selected", flat=True)
        return super().get_context_data(cases=cases, copies=set(copies), **kwargs)


class InCase(InRoom):
    def find(self) -> None:
        found = self.seen().select_related("supervision", "case__citizen", "case__event")
        refuse_other_than_case_number(self.kwargs["number"])
        self.selected = get_object_or_404(found, case__number=self.kwargs["number"])

    def note(self, paper: RoomPaper | None = None, kind: AccessKind = AccessKind.READ) -> None:
        self.log([self.selected.case.citizen], case=self.selected.case, kind=kind)
        RoomLook.objects.create(room=self.room, user=self.request.user, selected=self.selected, paper=paper)

    def get_context_data(self, **kwargs):
        case = self.selected.case
        return super().get_context_data(selected=self.selected, case=case, citizen=case.citizen, **kwargs)


class CaseView(InCase, TemplateView):
    template_name = "tilsyn/reader/case.html"
    http_method_names = ["get"]

    def get_context_data(self, **kwargs):
        self.note()
        papers = list(self.papers().filter(selected=self.selected))
        sheet = next((one for one in papers if one.section == Section.JOURNAL), None)
        told = journal_kinds(self.selected, written_by=sheet.approved_at) if sheet else set()
        sections = [
            (section, [one for one in papers if one.section == section], section in told) for section in Section
        ]
        copies = CopyRequest.objects.filter(selected=self.selected, settled_at__isnull=True).first()
        return super().get_context_data(sections=sections, copies=copies, **kwargs)


class PaperView(InCase, View):
    http_method_names = ["get"]

    def get(self, request, *args, **kwargs):
        paper = get_object_or_404(self.papers().filter(selected=self.selected), pk=kwargs["paper"])
        self.note(paper)
        return pdf_response(self._marked(paper), f"laeserum-{self.room.supervision.number}-{paper.pk}.pdf")

    def _marked(self, paper: RoomPaper) -> bytes:
        who = f"{self.request.user}, {danish_datetime(timezone.now())}"
        along = f"Tilsyn {self.room.supervision.number} · {NO_COPYING} · Læst af {who}"
        return watermark(paper.data, [NO_COPYING, who], along)


class CopiesView(InCase, FormView):
    """The one thing a reader can write: «kan ikke vurderes endeligt» (V096)."""

    form_class = CopiesForm
    template_name = "tilsyn/reader/copies.html"

    def get(self, request, *args, **kwargs):
        self.note()
        return super().get(request, *args, **kwargs)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        user = self.request.user
        self.note(kind=AccessKind.WRITE)
        try:
            ask_for_copies(self.selected, **form.cleaned_data, asked_by=str(user), by=user)
        except CopiesNotAsked as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, "Noteret: sagen kan ikke vurderes endeligt. Kommunen sender kopier.")
        return redirect("reader_case", self.kwargs["supervision"], self.kwargs["number"])

"""The board of a supervision: every named case against the ten kinds, who fetches what, and the same as a file."""

from functools import cached_property

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView, View

from sanktion.base.spreadsheets import write_xlsx
from sanktion.models import AccessKind, MaterialKind
from sanktion.views.base import LogsAccess
from sanktion.views.identity import AsksWhoYouAre
from tilsyn.actions.board import (
    OwnerNotPossible,
    ask_for_missing,
    assign_owners,
    possible_owners,
    was_asked,
)
from tilsyn.actions.scope import OutsideScope
from tilsyn.board import Board, CellState, board_of
from tilsyn.forms.board import DEFAULT_SORT, BoardFilter, OwnersForm
from tilsyn.views.base import SupervisionMixin

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SEES_CASES = ("tilsyn.view_supervision", "sanktion.view_case")
LEADS = ("tilsyn.handle_supervision", "sanktion.view_case")


class BoardPage(SupervisionMixin, LogsAccess):
    permission_required = SEES_CASES
    tab = "supervision_cases"

    @cached_property
    def board(self) -> Board:
        return board_of(self.supervision, user=self.request.user)

    def log_shown(self, kind: AccessKind) -> None:
        seen = [row.selected for row in self.board.rows] + self.board.withdrawn
        self.log({selected.case.citizen for selected in seen}, kind=kind)


class BoardView(BoardPage, TemplateView):
    template_name = "tilsyn/board/board.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        self.log_shown(AccessKind.LIST)
        people = list(possible_owners(self.supervision))
        board_filter = BoardFilter(self.request.GET, people=people, user=user)
        return super().get_context_data(
            board=self.board,
            filter=board_filter,
            rows=board_filter.chosen(self.board.rows),
            kinds=list(MaterialKind),
            states=list(CellState),
            people=people,
            may_lead=user.has_perm("tilsyn.handle_supervision"),
            may_handle=user.has_perm("sanktion.handle_case"),
            default_sort=DEFAULT_SORT,
            **kwargs,
        )


class BoardFileView(AsksWhoYouAre, BoardPage, View):
    """By case number, without names: the file leaves the system's own access control."""

    sends_file = True
    http_method_names = ["get"]

    def get(self, request, *args, **kwargs):
        self.log_shown(AccessKind.PRINT)
        header = ["Nr.", "Sag", "Hændelse", "Ansvarlig", "Klar, %", "Frist", *(kind.label for kind in MaterialKind)]
        data = write_xlsx("Sager", header, self._lines(), at=timezone.now())
        name = f"tilsyn-{self.supervision.number}-sager.xlsx"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return HttpResponse(data, content_type=XLSX, headers=headers)

    def _lines(self):
        for row in self.board.rows:
            selected = row.selected
            about = [selected.number, selected.case.number, selected.case.event.get_kind_display()]
            yield [*about, selected.owner or "", row.percent, row.due, *(state.label for state in row.cells.values())]


class OwnersView(SupervisionMixin, LogsAccess, View):
    permission_required = LEADS
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        form = OwnersForm(request.POST, supervision=self.supervision, user=request.user)
        if form.is_valid():
            self._assign(list(form.cleaned_data["valgt"]), form.cleaned_data["ejer"])
        else:
            messages.error(request, next(iter(form.errors.values()))[0])
        return redirect(self._back_url(form))

    def _assign(self, chosen, owner) -> None:
        self.log({selected.case.citizen for selected in chosen}, kind=AccessKind.WRITE)
        try:
            changed = assign_owners(chosen, owner, by=self.request.user)
        except OwnerNotPossible as refused:
            messages.error(self.request, str(refused))
        else:
            messages.success(
                self.request, f"{owner or 'Ingen'} er nu ansvarlig. Ændret i {changed} af {len(chosen)} sager."
            )

    def _back_url(self, form) -> str:
        """To the case's own page when it was asked there."""
        chosen = form.cleaned_data.get("valgt") if form.is_valid() else None
        if chosen and self.request.POST.get("fra") == "sag":
            return reverse("selected_case", args=[self.supervision.number, chosen[0].case.number])
        return reverse("supervision_cases", args=[self.supervision.number])


class AskView(BoardPage, TemplateView):
    """«Bed om det, der mangler»: shown first, then done."""

    permission_required = LEADS
    template_name = "tilsyn/board/ask.html"

    def get_context_data(self, **kwargs):
        self.log_shown(AccessKind.LIST)
        asked = [(row, was_asked(row.selected)) for row in self.board.lacking]
        return super().get_context_data(board=self.board, asked=asked, **kwargs)

    def post(self, request, *args, **kwargs):
        try:
            count = ask_for_missing(self.supervision, by=request.user)
        except OutsideScope as refused:
            messages.error(request, str(refused))
        else:
            told = "1 ny opgave står" if count == 1 else f"{count} nye opgaver står"
            messages.success(request, f"{told} i arbejdskøen hos de ansvarlige.")
        return redirect("supervision_cases", self.supervision.number)

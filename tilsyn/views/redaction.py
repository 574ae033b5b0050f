"""One paper of a case: its pages with what is marked on them, and the second person's look at before and after."""

import io
from collections import Counter
from functools import cached_property

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import FormView, TemplateView, View

from sanktion.actions.journal import journal_entries
from sanktion.base.redaction import Unreadable, one_page, page_picture, page_sizes, redact, text_under
from sanktion.base.transitions import TransitionNotAllowed
from sanktion.models import CaseDocument, MediaType, SupervisionRelevance
from sanktion.views.document import pdf_response
from tilsyn.actions.holdback import HoldBackRefused, approve_holdback, fingerprint, send_back
from tilsyn.forms.redaction import DecideForm, MarkForm, ScopeForm, SendForm
from tilsyn.models import HoldBack
from tilsyn.models.holdback import JOURNAL
from tilsyn.views.base import SelectedCaseMixin

DPI = 110
REFUSALS = (HoldBackRefused, TransitionNotAllowed)
UNREADABLE = "Filen kan ikke vises: alle sider er udeladt, eller den kan ikke åbnes som PDF."


class PaperMixin(SelectedCaseMixin):
    """``self.document`` is None for the journal sheet; ``self.holdback`` is the open version, or the one in force."""

    tab = "held_back"

    @cached_property
    def document(self) -> CaseDocument | None:
        if self.kwargs["held"] == JOURNAL:
            return None
        documents = CaseDocument.objects.visible_to(self.request.user).select_related("case", "content")
        number = int(self.kwargs["held"].removeprefix("dokument-"))
        return get_object_or_404(documents, case=self.selected.case, number=number)

    @cached_property
    def holdback(self) -> HoldBack | None:
        versions = HoldBack.objects.visible_to(self.request.user).filter(selected=self.selected, document=self.document)
        related = ("made_by", "sent_by", "decided_by", "document__case", "selected__case", "selected__supervision")
        versions = versions.select_related(*related).prefetch_related("marks__made_by").order_by("-sequence")
        return versions.open().first() or versions.approved().first()

    @cached_property
    def source(self) -> bytes | None:
        """None for what has no pages: a Word file, or a journal sheet that nobody has begun on."""
        if self.holdback and (self.document is None or self.document.media_type == MediaType.PDF):
            return self.holdback.original
        return self.document.data if self.document and self.document.media_type == MediaType.PDF else None

    @property
    def address(self) -> list:
        return [self.selected.supervision.number, self.selected.case.number, self.kwargs["held"]]

    def back(self, anchor: str = "") -> HttpResponse:
        response = redirect("holdback", *self.address)
        response["Location"] += anchor
        return response

    def get_context_data(self, **kwargs):
        shown = {"document": self.document, "holdback": self.holdback, "address": self.address, "pages": self.pages()}
        return super().get_context_data(**kwargs | shown)

    def pages(self) -> list[dict]:
        """Each with its number, its size in points, its boxes from the top left corner, and whether it goes."""
        try:
            sizes = page_sizes(self.source) if self.source else []
        except Unreadable:
            sizes = []
        boxes, gone = (self.holdback.boxes, self.holdback.dropped_pages) if self.holdback else ({}, set())
        return [
            {
                "number": index + 1,
                "label": f"Side {index + 1}",
                "width": round(width, 2),
                "height": round(height, 2),
                "is_gone": index in gone,
                "boxes": [_drawn(box, height) for box in boxes.get(index, [])],
            }
            for index, (width, height) in enumerate(sizes)
        ]


def _drawn(box, height: float) -> dict:
    sides = {"x": box.x0, "y": height - box.y1, "width": box.x1 - box.x0, "height": box.y1 - box.y0}
    return {name: f"{value:.2f}" for name, value in sides.items()}


class HoldBackView(PaperMixin, TemplateView):
    template_name = "tilsyn/redaction/paper.html"

    def get_context_data(self, **kwargs):
        holdback, user = self.holdback, self.request.user
        may_handle = user.has_perm("tilsyn.handle_supervision")
        marks = list(holdback.marks.all()) if holdback else []
        given = {"reason": marks[-1].reason} if marks else {}
        scope = {"scope": holdback.scope, "reason": holdback.reason, "note": holdback.note} if holdback else {}
        shown = {
            "may_edit": may_handle and bool(holdback and holdback.is_editable),
            "may_handle": may_handle,
            "may_decide": bool(holdback and holdback.may_be_decided_by(user)),
            "marks": self.rows(marks),
            "form": MarkForm(initial=given),
            "scope_form": ScopeForm(initial=scope, prefix="omfang", is_journal=self.document is None),
            "send_form": SendForm(initial={"title": holdback.released_title if holdback else ""}),
            "entries": self.entries(),
        }
        shown |= kwargs
        return super().get_context_data(shown_forms=[shown["form"], shown["scope_form"]], **shown)

    def rows(self, marks) -> list:
        """Each mark with what it covers, read now and kept nowhere."""
        said = text_under(self.source, self.holdback.boxes) if self.source and self.holdback else {}
        return [(mark, said.get((mark.page - 1, mark.box), "") if mark.is_box else "") for mark in marks]

    def entries(self) -> list:
        if self.document:
            return []
        gone = self.holdback.left_out_entries if self.holdback else set()
        entries = journal_entries(self.selected.case)
        concerning = [one for one in entries if one.concerns_supervision != SupervisionRelevance.NO]
        return [(entry, entry.number in gone) for entry in concerning]


class PageView(PaperMixin, View):
    """A page as it is, as a picture."""

    http_method_names = ["get"]

    def get(self, request, page, **kwargs):
        return _picture(self.source, page)


class PageAfterView(PaperMixin, View):
    """A page as it will leave: of a file made by the same rebuilding, and kept nowhere."""

    http_method_names = ["get"]

    def get(self, request, page, **kwargs):
        if not self.holdback or page - 1 in self.holdback.dropped_pages:
            raise Http404
        boxes = self.holdback.boxes.get(page - 1, [])
        try:
            if not self.source or not 1 <= page <= len(page_sizes(self.source)):
                raise Http404
            after = redact(one_page(self.source, page - 1), {0: boxes})
        except Unreadable:
            raise Http404 from None
        return _picture(after, 1)


def _picture(data: bytes | None, page: int) -> HttpResponse:
    try:
        if not data or not 1 <= page <= len(page_sizes(data)):
            raise Http404
        out = io.BytesIO()
        page_picture(data, page - 1, dpi=DPI).save(out, "PNG")
    except Unreadable:
        raise Http404 from None
    return HttpResponse(out.getvalue(), content_type="image/png", headers={"Cache-Control": "no-store"})


class AfterView(PaperMixin, View):
    """The whole file as it will leave, or as it was approved."""

    http_method_names = ["get"]

    def get(self, request, **kwargs):
        holdback = self.holdback
        if not holdback or not self.source or holdback.scope != "parts":
            raise Http404
        try:
            data = self._made(holdback) if holdback.is_open else holdback.result.checked
        except Unreadable:
            messages.error(request, UNREADABLE)
            return self.back()
        return pdf_response(data, f"{self.selected.case.number}-{holdback.address}.pdf")

    def _made(self, holdback: HoldBack) -> bytes:
        return redact(self.source, holdback.boxes, drop_pages=holdback.dropped_pages)


class DecideView(PaperMixin, FormView):
    """Before and after, side by side. Who made it sees that another must answer."""

    permission_required = ("tilsyn.view_supervision", "sanktion.view_case", "tilsyn.approve_redaction")
    template_name = "tilsyn/redaction/decide.html"
    form_class = DecideForm

    def get(self, request, *args, **kwargs):
        if not self.holdback or not self.holdback.is_waiting:
            return self.back()
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        if not self.holdback:
            raise Http404
        return super().post(request, *args, **kwargs)

    def get_initial(self):
        return {"seen": fingerprint(self.holdback)}

    def get_context_data(self, **kwargs):
        may_decide = self.holdback.may_be_decided_by(self.request.user)
        return super().get_context_data(may_decide=may_decide, marks=self.told(), **kwargs)

    def told(self) -> list[tuple[str, int]]:
        """Where and why, each said once and counted."""
        return list(Counter(mark.told for mark in self.holdback.marks.all()).items())

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        given = form.cleaned_data
        try:
            if given["verdict"] == "approve":
                approve_holdback(self.holdback, seen=given["seen"], by=self.request.user)
            else:
                send_back(self.holdback, remark=given["remark"], seen=given["seen"], by=self.request.user)
        except REFUSALS as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, "Godkendt." if given["verdict"] == "approve" else "Sendt tilbage.")
        return redirect("held_back", self.selected.supervision.number)

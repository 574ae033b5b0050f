"""How the directorate's named cases get into a supervision (V022, V026-V038): its lists, one by one."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView, View

from sanktion.base.numbers import plain_number
from sanktion.models import AccessKind, FileFormat
from sanktion.views.base import LogsAccess
from sanktion.views.identity import AsksWhoYouAre
from sanktion.views.register import MEDIA_TYPES
from tilsyn.actions.naming import NamingNotAllowed
from tilsyn.actions.selection import recording
from tilsyn.actions.selection.answering import Answer, answer_file, answer_to, is_as_sent, mark_sent
from tilsyn.actions.selection.looking import look_up
from tilsyn.actions.selection.recording import ListNotAllowed
from tilsyn.forms.selection import CorrectionForm, FileForm, ListForm, SentForm
from tilsyn.models import CHOICE, ListStatus, RowOutcome, SelectionList, SelectionRow, SelectionWay
from tilsyn.selection import ledger
from tilsyn.views.base import SupervisionMixin
from tilsyn.views.selection_destruction import keep_receipts, look_afterwards, sought_in
from tilsyn.views.selection_rows import PAGE_ROWS, lines_of

CHANGED_SINCE = (
    "Svaret er ikke længere det, der blev sendt: hændelserne er ændret siden. Skal direktoratet have et nyt svar, så"
    " indlæs listen igen som runde 1."
)
LATER = (RowOutcome.NO_CASE, RowOutcome.OUTSIDE)


def download(data: bytes, name: str, file_format: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.{file_format}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(data, content_type=MEDIA_TYPES[FileFormat(file_format)], headers=headers)


class SelectionMixin(SupervisionMixin, LogsAccess):
    permission_required = ("tilsyn.view_supervision", "tilsyn.handle_supervision")
    tab = "selection"

    @property
    def lists(self):
        return SelectionList.objects.filter(supervision=self.supervision).select_related("read_by", "sent_by")


class SelectionListMixin(SelectionMixin):
    """For a page of one list: 404 when it is another supervision's."""

    @cached_property
    def selection(self) -> SelectionList:
        found = get_object_or_404(self.lists, number=self.kwargs["list"])
        found.supervision = self.supervision
        return found

    def get_context_data(self, **kwargs):
        return super().get_context_data(selection=self.selection, **kwargs)

    def get_success_url(self):
        return reverse("selection_list", args=[self.supervision.number, self.selection.number])


class SelectionView(SelectionMixin, TemplateView):
    template_name = "tilsyn/selection/overview.html"

    def get_context_data(self, **kwargs):
        named = Count("rows", filter=Q(rows__outcome=RowOutcome.NAMED))
        faults = Count("rows", filter=~Q(rows__fault_kind="") & Q(rows__corrected_at__isnull=True))
        return super().get_context_data(
            lists=self.lists.annotate(named=named, faults=faults).order_by("number"),
            destructions=self.supervision.destructions.select_related("by"),
            in_period=self.supervision.way == SelectionWay.REGISTRATION_PERIOD,
            is_restored=ledger.is_ahead(),
            **kwargs,
        )


class ListNewView(SelectionMixin, FormView):
    template_name = "tilsyn/selection/new.html"
    form_class = ListForm

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "supervision": self.supervision}

    def get_initial(self):
        period = {"fra": self.supervision.period_from, "til": self.supervision.period_to}
        return {**super().get_initial(), "received_on": timezone.localdate(), **period}

    def form_valid(self, form):
        given = form.cleaned_data
        facts = {name: given[name] for name in ("received_on", "period", "key")}
        facts |= {"way": self.supervision.way, "list_round": given.get("runde", CHOICE)}
        try:
            selection = recording.record_list(self.supervision, given["read"], **facts, by=self.request.user)
        except ListNotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, f"{selection} er indlæst: {selection.row_count} rækker.")
        return redirect("selection_list", self.supervision.number, selection.number)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


class ListView(SelectionListMixin, TemplateView):
    template_name = "tilsyn/selection/list.html"

    def get_context_data(self, **kwargs):
        lines = lines_of(self.selection, user=self.request.user)
        outcome = self.request.GET.get("udfald", "")
        chosen = lines.of(outcome)
        page = min(plain_number(self.request.GET.get("side")) or 1, max(1, -(-len(chosen) // PAGE_ROWS)))
        shown = chosen[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]
        self.log({line.citizen for line in shown if line.citizen}, kind=AccessKind.LIST)
        paging = {"page": page, "has_more": page * PAGE_ROWS < len(chosen), "total": len(chosen), "outcome": outcome}
        can = {
            "may_name": self.selection.may_be_named and self._names_something(lines),
            "is_gone": self.selection.is_question and not self.selection.is_standing,
        }
        return super().get_context_data(lines=lines, shown=shown, **paging, **can, **kwargs)

    def _names_something(self, lines) -> bool:
        """Of a list that hasn't been used, what the user can't see or has no case yet is named too, later."""
        named = {RowOutcome.FOUND} if self.selection.status == ListStatus.NAMED else {RowOutcome.FOUND, *LATER}
        return any(one.outcome in named for one in lines.shown) or (lines.hidden > 0 and RowOutcome.OUTSIDE in named)


class ListNameView(SelectionListMixin, TemplateView):
    """First what will be recorded, and destroyed; then the act."""

    template_name = "tilsyn/selection/name.html"

    def get_context_data(self, **kwargs):
        lines = lines_of(self.selection, user=self.request.user)
        found = [line for line in lines.shown if line.outcome == RowOutcome.FOUND]
        self.log({line.citizen for line in found}, kind=AccessKind.LIST)
        return super().get_context_data(lines=lines, found=found, questions=self._questions, **kwargs)

    @property
    def _questions(self):
        standing = self.lists.standing().questions() if self.selection.is_second_round else self.lists.none()
        return standing.order_by("number")

    def post(self, request, *args, **kwargs):
        sought = sought_in(self._questions)
        try:
            named, records = recording.name_cases(self.selection, by=request.user)
        except (ListNotAllowed, NamingNotAllowed) as refused:
            messages.error(request, str(refused))
            return redirect(self.get_success_url())
        messages.success(request, f"{named} sag{'' if named == 1 else 'er'} er registreret i tilsynet.")
        if not records:
            return redirect(self.get_success_url())
        keep_receipts(request, look_afterwards(records, sought))
        return redirect("selection_destruction", self.supervision.number, records[0].sequence)


class ListLookAgainView(SelectionListMixin, View):
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        recording.look_again(self.selection, by=request.user)
        messages.success(request, "Der er søgt igen.")
        return redirect(self.get_success_url())


class ListDiscardView(SelectionListMixin, TemplateView):
    template_name = "components/confirm.html"

    def get_context_data(self, **kwargs):
        shown = {"title": f"Slet {str(self.selection).lower()}", "confirm_label": "Slet listen", "danger": True}
        text = f"Listens {self.selection.row_count} rækker destrueres, og det noteres. Det kan ikke fortrydes."
        return super().get_context_data(text=text, cancel_url=self.get_success_url(), **shown, **kwargs)

    def post(self, request, *args, **kwargs):
        sought = sought_in([self.selection])
        try:
            record = recording.discard(self.selection, by=request.user)
        except ListNotAllowed as refused:
            messages.error(request, str(refused))
            return redirect(self.get_success_url())
        keep_receipts(request, look_afterwards([record], sought))
        messages.success(request, f"{self.selection} er destrueret.")
        return redirect("selection_destruction", self.supervision.number, record.sequence)


class AnswerFileView(AsksWhoYouAre, SelectionListMixin, View):
    """The answer to round 1, made anew each time and kept nowhere."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        form, answer = FileForm(request.POST), answer_to(self.selection, user=request.user)
        if not form.is_valid() or answer.refusal:
            messages.error(request, answer.refusal or "Vælg et format.")
            return redirect(self.get_success_url())
        file_format = form.cleaned_data["file_format"]
        data = answer_file(self.selection, answer, file_format)
        if not self._is_as_sent(answer):
            messages.error(request, CHANGED_SINCE)
            return redirect(self.get_success_url())
        self.log({one.person for one in answer.answered if one.person}, kind=AccessKind.PRINT)
        return download(data, f"svar-{self.supervision.number}-{self.selection.number}", file_format)

    def _is_as_sent(self, answer: Answer) -> bool:
        """In the format it was sent in, whichever is asked for now."""
        sent_as = self.selection.answer_format
        return not sent_as or is_as_sent(self.selection, answer_file(self.selection, answer, sent_as))


class AnswerSentView(SelectionListMixin, FormView):
    template_name = "tilsyn/selection/sent.html"
    form_class = SentForm

    def get_initial(self):
        return {"sent_on": timezone.localdate(), "file_format": FileFormat.XLSX}

    def form_valid(self, form):
        try:
            mark_sent(self.selection, **form.cleaned_data, by=self.request.user)
        except ListNotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, "Svaret er markeret som sendt.")
        return super().form_valid(form)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


class CorrectionView(SelectionListMixin, FormView):
    """V038: an error in what was delivered, put right in the register."""

    template_name = "tilsyn/selection/correction.html"
    form_class = CorrectionForm

    @cached_property
    def row(self) -> SelectionRow:
        rows = SelectionRow.objects.visible_to(self.request.user).delivery_errors()
        row = get_object_or_404(rows, selection=self.selection, number=self.kwargs["row"])
        if look_up(self.selection, [row], user=self.request.user)[0].outcome == RowOutcome.OUTSIDE:
            raise Http404
        return row

    def get_context_data(self, **kwargs):
        return super().get_context_data(row=self.row, **kwargs)

    def form_valid(self, form):
        recording.note_correction(self.row, form.cleaned_data["note"], by=self.request.user)
        messages.success(self.request, f"Række {self.row.number} er noteret som rettet.")
        return super().form_valid(form)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

"""What is done to one paper: marking, undoing, sending to the second person."""

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.views.generic import View

from sanktion.base.redaction import Unreadable, page_sizes
from sanktion.models import JournalEntry
from tilsyn.actions import holdback as acts
from tilsyn.forms.redaction import MarkForm, ReasonForm, ScopeForm, SendForm
from tilsyn.models import HoldBackMark
from tilsyn.views.redaction import REFUSALS, HoldBackView, PaperMixin

RIGHTS = ("tilsyn.view_supervision", "sanktion.view_case", "tilsyn.handle_supervision")
GONE = "Der er ikke begyndt på at holde noget tilbage af det papir."


class ActMixin(PaperMixin):
    """``act() -> (what was done, where on the page it shows)``; a refusal is told on the page."""

    permission_required = RIGHTS
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        try:
            done, anchor = self.act()
        except REFUSALS as refused:
            messages.error(request, str(refused))
            return self.back()
        messages.success(request, done)
        return self.back(anchor)

    def needed(self):
        if not self.holdback:
            raise acts.HoldBackRefused(GONE)
        return self.holdback


class OpenView(ActMixin, View):
    def act(self):
        holdback = acts.open_holdback(self.selected, self.document, by=self.request.user)
        if holdback.is_journal and holdback.is_editable and "nyt" in self.request.POST:
            acts.remake_journal(holdback, by=self.request.user)
            return "Journalarket er dannet igen.", ""
        return "Du kan nu markere, hvad der holdes tilbage.", ""


class MarkView(ActMixin, HoldBackView):
    """An invalid form is shown on the paper's own page."""

    def post(self, request, *args, **kwargs):
        self.form = MarkForm(request.POST)
        if self.holdback and not self.form.is_valid():
            return self.render_to_response(self.get_context_data(form=self.form), status=422)
        return super().post(request, *args, **kwargs)

    def act(self):
        holdback, given = self.needed(), self.form.cleaned_data
        why = {"reason": given["reason"], "note": given["note"], "by": self.request.user}
        if given["entry"]:
            entries = JournalEntry.objects.visible_to(self.request.user).filter(case=self.selected.case)
            acts.leave_out_entry(holdback, get_object_or_404(entries, number=given["entry"]), **why)
            return f"Notat {given['entry']} er udeladt. Journalarket er dannet igen.", "#notater"
        if given["drop_page"]:
            self._on_paper(given["drop_page"])
            acts.drop_page(holdback, given["drop_page"], **why)
            return f"Side {given['drop_page']} er udeladt.", f"#side-{given['drop_page']}"
        if given["page"]:
            self._on_paper(given["page"])
            acts.mark_boxes(holdback, [(given["page"], self.form.box)], **why)
            return "Overstregningen er tilføjet.", f"#side-{given['page']}"
        count = acts.mark_word(holdback, given["word"], **why)
        return (f"{count} {'sted' if count == 1 else 'steder'} er overstreget." if count else NO_HIT), "#markeringer"

    def _on_paper(self, page: int) -> None:
        try:
            pages = len(page_sizes(self.source)) if self.source else 0
        except Unreadable:
            pages = 0
        if page > pages:
            raise acts.HoldBackRefused("Den side findes ikke.")


NO_HIT = "Ordene blev ikke fundet flere steder. På en indscannet side kan der kun tegnes."


class ChangeMarkView(ActMixin, View):
    """A new reason, or away with it."""

    def act(self):
        mark = get_object_or_404(HoldBackMark.objects.filter(holdback=self.needed()), pk=self.kwargs["mark"])
        if "fjern" in self.request.POST:
            acts.remove_mark(mark, by=self.request.user)
            return "Markeringen er fjernet.", "#markeringer"
        form = ReasonForm(self.request.POST)
        if not form.is_valid():
            raise acts.HoldBackRefused(next(iter(form.errors.values()))[0])
        acts.give_reason(mark, **form.cleaned_data, by=self.request.user)
        return "Grunden er gemt.", "#markeringer"


class ScopeView(ActMixin, HoldBackView):
    def post(self, request, *args, **kwargs):
        self.form = ScopeForm(request.POST, prefix="omfang", is_journal=self.document is None)
        if self.holdback and not self.form.is_valid():
            return self.render_to_response(self.get_context_data(scope_form=self.form), status=422)
        return super().post(request, *args, **kwargs)

    def act(self):
        acts.choose_scope(self.needed(), **self.form.cleaned_data, by=self.request.user)
        return "Valget er gemt.", ""


class SendView(ActMixin, View):
    def act(self):
        holdback, form = self.needed(), SendForm(self.request.POST)
        if not form.is_valid():
            raise acts.HoldBackRefused("Titlen må højst være på 120 tegn.")
        if holdback.is_editable:
            acts.name_paper(holdback, form.cleaned_data["title"], by=self.request.user)
        acts.send_to_approval(holdback, by=self.request.user)
        return "Sendt til godkendelse hos en kollega.", ""


class UndoView(ActMixin, View):
    """Back to writing on it, or away with all of it."""

    def act(self):
        if "alt" in self.request.POST:
            acts.withdraw_holdback(self.needed(), by=self.request.user)
            return "Fortrudt. Der er ikke ændret noget ved det, der gjaldt før.", ""
        acts.take_back(self.needed(), by=self.request.user)
        return "Taget tilbage fra godkendelse.", ""

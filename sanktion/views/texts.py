"""The wording of letters, kept by the administrator (V004). No page here shows a citizen or a case."""

import difflib
import re
from itertools import pairwise

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from sanktion.actions.texts import VersionRefused, cancel_version, change_of, save_version
from sanktion.forms.texts import LetterTextForm
from sanktion.models import LetterText
from sanktion.models.texts import LETTERS, Words, block_of
from sanktion.views.base import ActFormView, RightRequiredMixin
from sanktion.views.document import pdf_response


class TextsView(RightRequiredMixin, TemplateView):
    permission_required = "sanktion.view_lettertext"
    template_name = "sanktion/texts/list.html"

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        held = LetterText.objects.in_force(today)
        coming = set(LetterText.objects.filter(valid_from__gt=today).values_list("kind", flat=True))
        letters = [
            (letter, [(block, held.get(block.kind), block.kind in coming) for block in letter.blocks])
            for letter in LETTERS.values()
        ]
        return super().get_context_data(letters=letters, missing=LetterText.objects.missing_on(today), **kwargs)


class BlockMixin(RightRequiredMixin):
    """For a page under ``/brevtekster/<kind>/``."""

    permission_required = "sanktion.view_lettertext"

    def dispatch(self, request, *args, **kwargs):
        if not self.has_permission():
            return self.handle_no_permission()
        try:
            self.letter, self.block = block_of(kwargs["kind"])
        except KeyError:
            raise Http404 from None
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        back = reverse("letter_text", args=[self.block.kind])
        return super().get_context_data(
            **{"letter": self.letter, "text_block": self.block, "cancel_url": back} | kwargs
        )


class TextView(BlockMixin, TemplateView):
    template_name = "sanktion/texts/block.html"

    def get_context_data(self, **kwargs):
        current, coming, earlier = change_of(self.block.kind)
        in_order = [*coming, *([current] if current else []), *earlier]
        changes = {text.pk: differences(before.body, text.body) for text, before in pairwise(in_order)}
        shown = {
            name: [(text, changes.get(text.pk)) for text in texts]
            for name, texts in (("coming", coming), ("earlier", earlier))
        }
        current_change = changes.get(current.pk) if current else None
        return super().get_context_data(current=current, current_change=current_change, **shown, **kwargs)


class TextEditView(BlockMixin, ActFormView):
    """A new version, or with ``pk`` a coming one. «Vis brevet» makes the letter with the words on the page."""

    permission_required = "sanktion.change_lettertext"
    form_class = LetterTextForm
    list_name = "letter_texts"
    template_name = "sanktion/texts/edit.html"
    confirm_label = "Gem udgaven"

    @cached_property
    def text(self) -> LetterText:
        if "pk" in self.kwargs:
            coming = LetterText.objects.filter(kind=self.block.kind, valid_from__gt=timezone.localdate())
            return get_object_or_404(coming, pk=self.kwargs["pk"])
        return LetterText(kind=self.block.kind)

    def get_form_kwargs(self):
        current = change_of(self.block.kind)[0]
        initial = {} if self.text.pk else {"body": current.body if current else ""}
        return super().get_form_kwargs() | {"instance": self.text, "block": self.block, "initial": initial}

    def get_context_data(self, **kwargs):
        title = f"Ret den kommende udgave af «{self.block.label}»" if self.text.pk else f"Ny udgave: {self.block.label}"
        current = change_of(self.block.kind)[0]
        return super().get_context_data(title=title, current=current, **kwargs)

    def form_valid(self, form):
        if "vis" in self.request.POST:
            words = Words(self.letter.code, instead={self.block.kind: form.cleaned_data["body"]})
            return pdf_response(self.letter.preview(words), f"kladde-{self.letter.code}.pdf")
        try:
            text = save_version(form.instance, by=self.request.user)
        except VersionRefused as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, f"Udgaven er gemt. Den gælder fra den {text.valid_from:%d-%m-%Y}.")
        return redirect("letter_text", self.block.kind)


class TextCancelView(BlockMixin, TemplateView):
    permission_required = "sanktion.change_lettertext"
    template_name = "components/confirm.html"

    @cached_property
    def text(self) -> LetterText:
        return get_object_or_404(LetterText, pk=self.kwargs["pk"], kind=self.block.kind)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=f"Fjern den kommende udgave fra {self.text.valid_from:%d-%m-%Y}?",
            text="Den har ikke været brugt. Den nuværende udgave gælder videre.",
            confirm_label="Fjern udgaven",
            danger=True,
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        try:
            cancel_version(self.text, by=request.user)
        except VersionRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "Den kommende udgave er fjernet.")
        return redirect("letter_text", self.block.kind)


class LetterPreviewView(RightRequiredMixin, View):
    """The letter with the words of today, about invented people."""

    permission_required = "sanktion.view_lettertext"
    http_method_names = ["get"]

    def get(self, request, code):
        if code not in LETTERS:
            raise Http404
        return pdf_response(LETTERS[code].preview(Words(code)), f"eksempel-{code}.pdf")


def differences(before: str, after: str) -> list[tuple[str, str]]:
    """(«same»/«gone»/«new», words) in the order of reading."""
    old, new = (re.findall(r"\s+|[^\s]+", text) for text in (before, after))
    found = []
    for change, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if change == "equal":
            found.append(("same", "".join(new[j1:j2])))
            continue
        found += [("gone", "".join(old[i1:i2]))] if i2 > i1 else []
        found += [("new", "".join(new[j1:j2]))] if j2 > j1 else []
    return found

"""Inquiries (B006): a list by due date, one page an inquiry, one page an answer."""

from dataclasses import replace

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView, View

from sanktion.actions.inquiry import (
    InquiryNotChanged,
    answer_inquiry,
    answer_question,
    change_inquiry,
    missing_for_answer,
    register_inquiry,
    render_answer,
)
from sanktion.contributions import blocks_for
from sanktion.forms.inquiry import AnswerBlockForm, AnswerForm, InquiryForm, SignatoryForm
from sanktion.models import AnswerBlock, Inquiry, InquiryKind, InquiryStatus, Signatory
from sanktion.models.inquiry import due_date
from sanktion.views.base import ActFormView, RightRequiredMixin
from sanktion.views.document import pdf_response
from sanktion.views.paging import key_page

OPEN, ANSWERED = "aabne", "besvarede"


class InquiriesView(RightRequiredMixin, TemplateView):
    """They concern the unit, not a citizen of a case, so no citizen's access log is written here."""

    permission_required = "sanktion.view_inquiry"
    template_name = "sanktion/inquiries/list.html"

    def get_context_data(self, **kwargs):
        inquiries = Inquiry.objects.visible_to(self.request.user)
        answered = self.request.GET.get("vis") == ANSWERED
        shown = inquiries.filter(status=InquiryStatus.ANSWERED) if answered else inquiries.open()
        page = key_page(shown, self.request.GET, key="due_on", newest_first=answered)
        rows = inquiries.select_related("owner").in_bulk(page.pks)
        page = replace(page, total_label=f"{len(page.pks)} henvendelser på siden")
        return super().get_context_data(
            inquiries=[rows[pk] for pk in page.pks], page=page, tabs=self._tabs(answered), answered=answered, **kwargs
        )

    def _tabs(self, answered: bool) -> list[dict]:
        url = reverse("inquiries")
        return [
            {"url": url, "label": "Åbne", "current": not answered},
            {"url": f"{url}?vis={ANSWERED}", "label": "Besvarede", "current": answered},
        ]


class InquiryNewView(RightRequiredMixin, FormView):
    permission_required = "sanktion.answer_inquiry"
    form_class = InquiryForm
    template_name = "sanktion/inquiries/form.html"

    def get_initial(self):
        return {"owner": self.request.user.pk}

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        rules = [(kind.label, due_date(kind, today).explanation) for kind in InquiryKind]
        return super().get_context_data(rules=rules, **kwargs)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        given = form.cleaned_data
        inquiry = register_inquiry(form.facts, given["questions"], by=self.request.user, key=given["key"])
        messages.success(self.request, f"Henvendelsen er oprettet med sagsnr. {inquiry.number}.")
        return redirect("inquiry", inquiry.pk)


class InquiryMixin(RightRequiredMixin):
    permission_required = "sanktion.view_inquiry"

    @cached_property
    def inquiry(self) -> Inquiry:
        inquiries = Inquiry.objects.visible_to(self.request.user).select_related("owner", "answered_by")
        return get_object_or_404(inquiries, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        return super().get_context_data(inquiry=self.inquiry, **kwargs)

    def back(self, message: str):
        messages.success(self.request, message)
        return redirect("inquiry", self.inquiry.pk)


class InquiryView(InquiryMixin, TemplateView):
    template_name = "sanktion/inquiries/inquiry.html"

    def get_context_data(self, **kwargs):
        documents = self.inquiry.documents.select_related("inquiry", "created_by").defer("sealed")
        return super().get_context_data(
            questions=list(self.inquiry.questions.all()),
            documents=documents,
            missing=missing_for_answer(self.inquiry),
            may_answer=self.inquiry.is_open and self.request.user.has_perm("sanktion.answer_inquiry"),
            **kwargs,
        )


class InquiryFormView(InquiryMixin, FormView):
    """A form about one open inquiry; an act that refuses says so on the page."""

    permission_required = ("sanktion.view_inquiry", "sanktion.answer_inquiry")

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        try:
            return self.back(self.act(form))
        except InquiryNotChanged as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)


class InquiryEditView(InquiryFormView):
    form_class = InquiryForm
    template_name = "sanktion/inquiries/form.html"

    def get_initial(self):
        initial = {name: getattr(self.inquiry, name) for name in InquiryForm.base_fields if hasattr(Inquiry, name)}
        if due_date(InquiryKind(self.inquiry.kind), self.inquiry.received_on).end == self.inquiry.due_on:
            # A computed date follows the day and the kind when they are corrected.
            initial["due_on"] = None
        return initial | {"questions": [question.text for question in self.inquiry.questions.all()]}

    def act(self, form) -> str:
        change_inquiry(self.inquiry, form.facts, form.cleaned_data["questions"], by=self.request.user)
        return "Oplysningerne er rettet."


class QuestionView(InquiryFormView):
    """The answer to one question. A standing text is put in by the server: «Indsæt» comes back with it in the field."""

    form_class = AnswerForm
    template_name = "sanktion/inquiries/question.html"

    @cached_property
    def question(self):
        return get_object_or_404(self.inquiry.questions, number=self.kwargs["number"])

    def get_initial(self):
        return {"answer": self.question.answer}

    def get_context_data(self, **kwargs):
        return super().get_context_data(question=self.question, blocks=self._blocks(), **kwargs)

    def post(self, request, *args, **kwargs):
        if wanted := request.POST.get("indsaet"):
            return self._insert(wanted)
        return super().post(request, *args, **kwargs)

    def act(self, form) -> str:
        answer_question(self.question, form.cleaned_data["answer"], by=self.request.user)
        return f"Svaret på spørgsmål {self.question.number} er gemt."

    def _insert(self, wanted: str):
        written = self.request.POST.get("answer", "").rstrip()
        text = self._text(wanted)
        form = AnswerForm(initial={"answer": f"{written}\n\n{text}".strip()})
        return self.render_to_response(self.get_context_data(form=form, inserted=bool(text)))

    def _blocks(self) -> list[tuple[str, str]]:
        """(key, title) of what can be put in: the unit's own texts, then what other apps make."""
        own = AnswerBlock.objects.in_force(timezone.localdate())
        made = blocks_for(self.request.user)
        return [(f"tekst-{block.pk}", block.title) for block in own] + [(block.key, block.title) for block in made]

    def _text(self, wanted: str) -> str:
        own = AnswerBlock.objects.in_force(timezone.localdate())
        texts = {f"tekst-{block.pk}": lambda body=block.body: body for block in own}
        texts |= {block.key: block.make for block in blocks_for(self.request.user)}
        return texts[wanted]() if wanted in texts else ""


class InquiryPreviewView(InquiryMixin, View):
    """The letter as it would be filed, or as it was filed: the preview is the PDF."""

    http_method_names = ["get"]

    def get(self, request, pk):
        if not self.inquiry.is_open:
            return redirect("inquiry_document", pk, self.inquiry.documents.latest("number").number)
        return pdf_response(render_answer(self.inquiry, by=request.user), f"{self.inquiry.number}-udkast.pdf")


class InquiryAnswerView(InquiryMixin, TemplateView):
    """Asks first: afterwards nothing of the inquiry can be changed."""

    permission_required = ("sanktion.view_inquiry", "sanktion.answer_inquiry")
    template_name = "sanktion/inquiries/answer.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(missing=missing_for_answer(self.inquiry), **kwargs)

    def post(self, request, pk):
        try:
            letter = answer_inquiry(self.inquiry, by=request.user)
        except InquiryNotChanged as refused:
            messages.error(request, str(refused))
            return redirect("inquiry", pk)
        return self.back(f"Henvendelsen er besvaret. Svarbrevet er arkiveret som {letter.full_number}.")


class InquiryDocumentView(InquiryMixin, View):
    http_method_names = ["get"]

    def get(self, request, pk, number):
        document = get_object_or_404(self.inquiry.documents.select_related("inquiry"), number=number)
        return pdf_response(document.data, f"{document.full_number}.pdf")


class InquiryTextsView(RightRequiredMixin, TemplateView):
    """Standing texts and signatories, every version, so that an old answer can be understood."""

    permission_required = "sanktion.view_inquiry"
    template_name = "sanktion/inquiries/texts.html"

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        current = set(AnswerBlock.objects.in_force(today).values_list("pk", flat=True))
        signing = {Signatory.objects.for_kind(kind, today) for kind in InquiryKind}
        return super().get_context_data(
            blocks=[(block, block.pk in current) for block in AnswerBlock.objects.select_related("written_by")],
            signatories=[(one, one in signing) for one in Signatory.objects.select_related("written_by")],
            **kwargs,
        )


class VersionNewView(ActFormView):
    """A new version of something that is never changed."""

    list_name = "inquiry_texts"

    def get_form_kwargs(self):
        instance = self.form_class.Meta.model(written_by=self.request.user)
        return super().get_form_kwargs() | {"instance": instance}

    def act(self, form) -> str:
        form.save()
        return self.done


class AnswerBlockNewView(VersionNewView):
    permission_required = ("sanktion.view_inquiry", "sanktion.add_answerblock")
    form_class = AnswerBlockForm
    title, confirm_label, done = "Ny standardtekst", "Gem teksten", "Teksten er gemt."


class SignatoryNewView(VersionNewView):
    permission_required = ("sanktion.view_inquiry", "sanktion.add_signatory")
    form_class = SignatoryForm
    title, confirm_label, done = "Ny underskriver", "Gem underskriveren", "Underskriveren er gemt."

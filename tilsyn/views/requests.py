"""The requests of the directorate: the list, the overview of one, and what is typed in of it."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import FormView, TemplateView, View

from sanktion.models import AccessKind
from sanktion.views.base import LogsAccess, RightRequiredMixin
from sanktion.views.paging import key_page
from tilsyn.actions.requests import (
    NoDirectorate,
    RequestNotChanged,
    change_supervision,
    receive_paper,
    register_supervision,
)
from tilsyn.forms.listing import SupervisionFilter
from tilsyn.forms.requests import ChangeForm, LetterForm, RequestForm
from tilsyn.models import PaperKind, SelectionWay, Supervision, SupervisionForm, SupervisionPaper
from tilsyn.tabs import cards_for
from tilsyn.views.acts import SupervisionActView
from tilsyn.views.base import SupervisionMixin

COURSE_ROWS = 50


class SupervisionsView(RightRequiredMixin, TemplateView):
    permission_required = "tilsyn.view_supervision"
    template_name = "tilsyn/supervisions.html"

    def get_context_data(self, **kwargs):
        filter = SupervisionFilter(self.request.GET)
        page = key_page(filter.qs, self.request.GET, key=None, newest_first=True)
        rows = Supervision.objects.with_counts().with_result_by().select_related("owner").in_bulk(page.pks)
        return super().get_context_data(
            supervisions=[rows[pk] for pk in page.pks],
            page=replace(page, total_label=f"{len(page.pks)} tilsyn på siden"),
            filter=filter,
            is_empty=not Supervision.objects.exists(),
            **kwargs,
        )


class SupervisionView(SupervisionMixin, TemplateView):
    template_name = "tilsyn/overview.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        everything = SupervisionPaper.objects.filter(supervision=self.supervision)
        papers = list(everything.visible_to(user).select_related("supervision", "created_by"))
        hidden = everything.count() - len(papers)
        course = self.supervision.history.select_related("history_user")[:COURSE_ROWS]
        cards = cards_for(self.supervision, user)
        shown = {"cards": cards, "papers": papers, "hidden_papers": hidden, "course": course}
        return super().get_context_data(**shown, **kwargs)


class PaperView(SupervisionMixin, LogsAccess, View):
    permission_required = ("tilsyn.view_supervision", "sanktion.view_case")

    def get(self, request, *args, **kwargs):
        papers = SupervisionPaper.objects.visible_to(request.user).filter(supervision=self.supervision)
        papers = papers.select_related("supervision", "content", "selected__case__citizen")
        paper = get_object_or_404(papers, number=kwargs["paper"])
        if paper.selected:
            case = paper.selected.case
            self.log([case.citizen], case=case, kind=AccessKind.PRINT)
        headers = {"Content-Disposition": f'inline; filename="{paper.file_name}"', "Cache-Control": "no-store"}
        return HttpResponse(paper.data, content_type="application/pdf", headers=headers)


class RequestNewView(RightRequiredMixin, FormView):
    """The three forms on one page; what only one of them has is shown with it."""

    permission_required = ("tilsyn.view_supervision", "tilsyn.handle_supervision")
    form_class = RequestForm
    template_name = "tilsyn/requests/new.html"

    def get_initial(self):
        forms = {"form": SupervisionForm.CENTRAL_SAMPLE, "way": SelectionWay.NOTICES}
        return forms | {"owner": self.request.user.pk}

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        given = form.cleaned_data
        try:
            made = register_supervision(**form.facts, notice=given["notice"], key=given["key"], by=self.request.user)
        except NoDirectorate as refused:
            form.add_error("received_on", str(refused))
            return self.form_invalid(form)
        messages.success(self.request, f"{made.get_form_display()} {made.number} er registreret.")
        return redirect("supervision", made.number)


class RequestEditView(SupervisionActView):
    form_class = ChangeForm
    refusals = (RequestNotChanged, NoDirectorate)
    title, confirm_label = "Ret oplysningerne", "Gem"
    text = "Tilsynets form og nummer kan ikke ændres."

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"supervision": self.supervision}

    def act(self, form) -> str:
        before = self.supervision.due
        reason = form.cleaned_data["reason"]
        changed = change_supervision(self.supervision, form.facts, reason=reason, by=self.request.user)
        return "Rettet." if changed.due == before else f"Rettet. Fristen er nu den {changed.due:%d-%m-%Y}."


class LetterNewView(SupervisionActView):
    form_class = LetterForm
    refusals = (RequestNotChanged,)
    multipart = True
    title, confirm_label = "Læg et brev på tilsynet", "Læg brevet på"
    text = "Breve fra direktoratet, som ikke handler om en bestemt sag."

    def get_initial(self):
        return {"kind": PaperKind.NOTICE}

    def act(self, form) -> str:
        facts = {name: form.cleaned_data[name] for name in ("kind", "title", "received_on")}
        paper = receive_paper(self.supervision, form.cleaned_data["file"], **facts, by=self.request.user)
        return f"Brevet er lagt på tilsynet som {paper.full_number}."

"""The requests of the directorate: the list, and the overview of one."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView, View

from sanktion.models import AccessKind
from sanktion.views.base import LogsAccess, RightRequiredMixin
from tilsyn.models import Supervision, SupervisionPaper
from tilsyn.tabs import cards_for
from tilsyn.views.base import SupervisionMixin


class SupervisionsView(RightRequiredMixin, TemplateView):
    permission_required = "tilsyn.view_supervision"
    template_name = "tilsyn/supervisions.html"

    def get_context_data(self, **kwargs):
        supervisions = Supervision.objects.select_related("owner", "directorate")
        return super().get_context_data(supervisions=supervisions, **kwargs)


class SupervisionView(SupervisionMixin, TemplateView):
    template_name = "tilsyn/overview.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        papers = SupervisionPaper.objects.visible_to(user).filter(supervision=self.supervision)
        papers = papers.select_related("supervision", "created_by")
        return super().get_context_data(cards=cards_for(self.supervision, user), papers=papers, **kwargs)


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

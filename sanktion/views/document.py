from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic import View

from sanktion.models import AccessKind, CaseDocument
from sanktion.views.base import CaseMixin
from sanktion.views.case import CasePage


class CaseDocumentsView(CasePage):
    tab = "case_documents"
    template_name = "sanktion/case_documents.html"

    def get_context_data(self, **kwargs):
        documents = CaseDocument.objects.visible_to(self.request.user).filter(case=self.case)
        documents = documents.select_related("case", "created_by")
        return super().get_context_data(documents=documents, **kwargs)


class DocumentView(CaseMixin, View):
    access_kind = AccessKind.PRINT
    http_method_names = ["get"]

    def get(self, request, number, document_number):
        documents = CaseDocument.objects.visible_to(request.user).select_related("case", "content")
        document = get_object_or_404(documents, case=self.case, number=document_number)
        return pdf_response(document.data, document.file_name)


def pdf_response(data: bytes, file_name: str) -> HttpResponse:
    """A PDF shown in the browser and kept by nobody on the way."""
    headers = {
        "Content-Disposition": f'inline; filename="{file_name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(data, content_type="application/pdf", headers=headers)

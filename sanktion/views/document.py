from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic import View

from sanktion.models import AccessKind, CaseDocument, MediaType
from sanktion.views.base import CaseMixin
from sanktion.views.case import CasePage
from sanktion.views.identity import AsksWhenProtected


class CaseDocumentsView(CasePage):
    tab = "case_documents"
    template_name = "sanktion/case_documents.html"

    def get_context_data(self, **kwargs):
        documents = CaseDocument.objects.visible_to(self.request.user).filter(case=self.case)
        documents = documents.select_related("case", "created_by")
        return super().get_context_data(documents=documents, **kwargs)


class DocumentView(AsksWhenProtected, CaseMixin, View):
    access_kind = AccessKind.PRINT
    http_method_names = ["get"]

    def get(self, request, number, document_number):
        documents = CaseDocument.objects.visible_to(request.user).select_related("case", "content")
        document = get_object_or_404(documents, case=self.case, number=document_number)
        return file_response(document.data, document.file_name, document.media_type, is_shown=document.is_shown)


def pdf_response(data: bytes, file_name: str) -> HttpResponse:
    """A PDF shown in the browser and kept by nobody on the way."""
    return file_response(data, file_name, MediaType.PDF, is_shown=True)


def file_response(data: bytes, file_name: str, media_type: str, *, is_shown: bool) -> HttpResponse:
    """What others have written is shown as a page of nobody's: no script, no form, no address of ours."""
    headers = {
        "Content-Disposition": f'{"inline" if is_shown else "attachment"}; filename="{file_name}"',
        "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(data, content_type=media_type, headers=headers)

from django.views.generic import View

from sanktion.actions.lookback import render_look_back
from sanktion.models import AccessKind
from sanktion.views.base import CaseMixin
from sanktion.views.document import pdf_response


class LookBackView(CaseMixin, View):
    """V062. Anyone who sees the case may print it; nothing of it is stored."""

    access_kind = AccessKind.PRINT
    http_method_names = ["get"]

    def get(self, request, *args, **kwargs):
        return pdf_response(
            render_look_back(self.case, user=request.user), f"tidligere-sanktioner-{self.case.number}.pdf"
        )

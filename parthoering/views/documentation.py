from django.views.generic import FormView, View

from parthoering.documentation import documentation_of, render_documentation
from parthoering.forms.documentation import ChecksumForm
from sanktion.models import CONTACT_PAGE, AccessKind
from sanktion.views.base import CaseMixin
from sanktion.views.document import pdf_response


class DocumentationView(CaseMixin, View):
    """B008. Anyone who sees the case may print it; nothing of it is stored."""

    access_kind = AccessKind.PRINT
    access_page = CONTACT_PAGE
    http_method_names = ["get"]

    def get(self, request, *args, **kwargs):
        data = render_documentation(documentation_of(self.case))
        return pdf_response(data, f"kontaktforsoeg-{self.case.number}.pdf")


class ChecksumView(CaseMixin, FormView):
    """Does a print on paper tell what the case tells? Asked by its checksum; nothing is stored."""

    access_page = CONTACT_PAGE
    form_class = ChecksumForm
    template_name = "parthoering/contact_check.html"

    def access_kind_for(self, request) -> AccessKind:
        return AccessKind.READ

    def form_valid(self, form):
        shown = documentation_of(self.case)
        moment = shown.state_with(form.cleaned_data["checksum"])
        outcome = {"moment": moment, "added": shown.added_since(moment) if moment else 0}
        return self.render_to_response(self.get_context_data(form=form, outcome=outcome))

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

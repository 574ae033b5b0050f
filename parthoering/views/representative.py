from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.generic import TemplateView

from parthoering import actions
from parthoering.forms.representative import RepresentativeForm
from parthoering.models import Representative
from sanktion.views.base import CaseMixin
from sanktion.views.case import CaseFormView


class RepresentativesView(CaseMixin, TemplateView):
    permission_required = "sanktion.handle_case"
    template_name = "parthoering/representatives.html"

    def get_context_data(self, **kwargs):
        rows = Representative.objects.visible_to(self.request.user).filter(case=self.case)
        return super().get_context_data(representatives=rows, today=timezone.localdate(), **kwargs)


class RepresentativeView(CaseFormView):
    """A new one, or with ``pk`` one that is changed."""

    form_class = RepresentativeForm
    template_name = "parthoering/representative.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self._instance()}

    def _instance(self) -> Representative:
        pk = self.kwargs.get("pk")
        if pk is None:
            return Representative(case=self.case)
        rows = Representative.objects.visible_to(self.request.user).filter(case=self.case)
        return get_object_or_404(rows, pk=pk)

    def form_valid(self, form):
        one = actions.save_representative(form.save(commit=False), by=self.request.user)
        return self.done(f"{one.get_role_display()} er gemt. Breve fra nu af sendes også dertil.")

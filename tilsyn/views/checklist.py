"""V075: the directorate's checklist and its versions. No page here shows a citizen or a case."""

from django.utils import timezone
from django.views.generic import TemplateView

from sanktion.views.base import ActFormView, RightRequiredMixin
from tilsyn.actions.checklist import new_checklist
from tilsyn.forms.mock import ChecklistForm, as_lines
from tilsyn.models import ChecklistVersion


class ChecklistView(RightRequiredMixin, TemplateView):
    permission_required = "tilsyn.view_checklistversion"
    template_name = "tilsyn/mock/checklist.html"

    def get_context_data(self, **kwargs):
        versions = ChecklistVersion.objects.select_related("made_by").prefetch_related("items")
        current = ChecklistVersion.objects.in_force(timezone.localdate())
        return super().get_context_data(versions=versions, current=current, **kwargs)


class ChecklistNewView(ActFormView):
    permission_required = "tilsyn.add_checklistversion"
    form_class = ChecklistForm
    list_name = "checklist"
    title, confirm_label = "Ny udgave af tjeklisten", "Gem udgaven"

    def get_initial(self):
        latest = ChecklistVersion.objects.first()
        items = as_lines(latest.items.all()) if latest else ""
        return {"valid_from": timezone.localdate(), "items": items}

    def act(self, form) -> str:
        version = new_checklist(**form.cleaned_data, by=self.request.user)
        return f"Tjeklisten gælder fra {version.valid_from:%d-%m-%Y}."

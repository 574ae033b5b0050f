"""«Fremgangsmåde»: the versions of how material is sent, and a new one."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import FormView, ListView

from sanktion.views.base import RightRequiredMixin
from tilsyn.actions.procedure import as_lines, save_procedure
from tilsyn.forms.procedure import ProcedureForm
from tilsyn.models import Procedure


class ProceduresView(RightRequiredMixin, ListView):
    permission_required = "tilsyn.view_directorate"
    template_name = "tilsyn/dispatch/procedures.html"
    context_object_name = "procedures"

    def get_queryset(self):
        return Procedure.objects.prefetch_related("steps")

    def get_context_data(self, **kwargs):
        current = Procedure.objects.in_force(timezone.localdate())
        return super().get_context_data(current=current, **kwargs)


class ProcedureNewView(RightRequiredMixin, FormView):
    permission_required = "tilsyn.add_directorate"
    template_name = "tilsyn/dispatch/procedure_new.html"
    form_class = ProcedureForm

    def get_initial(self):
        current = Procedure.objects.in_force(timezone.localdate())
        return {"steps": as_lines(current), "link": current.link if current else ""}

    def form_valid(self, form):
        save_procedure(form.save(commit=False), form.cleaned_data["steps"], by=self.request.user)
        messages.success(self.request, "Den nye udgave er gemt.")
        return redirect("procedures")

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

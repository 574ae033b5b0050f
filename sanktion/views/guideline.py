"""Guidelines, procedures, teaching material and checklists (V130, V147): everybody reads, the manager edits."""

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView, View

from sanktion.actions.guideline import add_guideline, add_version, change_guideline
from sanktion.forms.guideline import GuidelineForm, VersionForm
from sanktion.models import Guideline, GuidelineVersion
from sanktion.views.base import RightRequiredMixin
from sanktion.views.document import file_response


class GuidelinesView(RightRequiredMixin, TemplateView):
    permission_required = "sanktion.view_guideline"
    template_name = "sanktion/guidelines/list.html"

    def get_context_data(self, **kwargs):
        current = GuidelineVersion.objects.filter(guideline=OuterRef("pk"), valid_from__lte=timezone.localdate())
        current = current.order_by("-valid_from", "-number")
        guidelines = Guideline.objects.visible_to(self.request.user).select_related("owner")
        guidelines = guidelines.annotate(
            current_number=Subquery(current.values("number")[:1]),
            current_from=Subquery(current.values("valid_from")[:1]),
            auditor_on=Subquery(current.values("auditor_on")[:1]),
        )
        return super().get_context_data(guidelines=guidelines, **kwargs)


class GuidelineMixin(RightRequiredMixin):
    permission_required = "sanktion.view_guideline"

    @cached_property
    def guideline(self) -> Guideline:
        found = Guideline.objects.visible_to(self.request.user).select_related("owner")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        return super().get_context_data(guideline=self.guideline, **kwargs)


class GuidelineView(GuidelineMixin, TemplateView):
    template_name = "sanktion/guidelines/guideline.html"

    def get_context_data(self, **kwargs):
        versions = self.guideline.versions.select_related("created_by").defer("sealed")
        today = timezone.localdate()
        return super().get_context_data(
            current=versions.current_on(today), versions=list(versions), today=today, **kwargs
        )


class GuidelineFileView(GuidelineMixin, View):
    http_method_names = ["get"]

    def get(self, request, pk, number):
        version = get_object_or_404(self.guideline.versions, number=number)
        return file_response(version.data, version.file_name, version.media_type, is_shown=version.is_shown)


class EditMixin(RightRequiredMixin):
    permission_required = ("sanktion.view_guideline", "sanktion.change_guideline")

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def done(self, guideline: Guideline, message: str):
        messages.success(self.request, message)
        return redirect("guideline", guideline.pk)


class GuidelineNewView(EditMixin, FormView):
    """The document and its first version are made together: an entry with nothing to read helps nobody."""

    form_class = GuidelineForm
    template_name = "sanktion/guidelines/new.html"

    def get_initial(self):
        return {"owner": self.request.user.pk}

    def get_context_data(self, **kwargs):
        shown = {"version_form": VersionForm()} | kwargs
        form = shown.setdefault("form", self.get_form())
        return super().get_context_data(forms=[form, shown["version_form"]], **shown)

    def post(self, request, *args, **kwargs):
        form, version_form = self.get_form(), VersionForm(request.POST, request.FILES)
        if not all([form.is_valid(), version_form.is_valid()]):
            return self.render_to_response(self.get_context_data(form=form, version_form=version_form), status=422)
        given = version_form.cleaned_data
        guideline = add_guideline(form.instance, version_form.facts, given["file"], by=request.user, key=given["key"])
        return self.done(guideline, "Dokumentet er lagt i registret.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": Guideline()}


class GuidelineEditView(EditMixin, GuidelineMixin, FormView):
    form_class = GuidelineForm
    template_name = "sanktion/guidelines/form.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": Guideline.objects.get(pk=self.guideline.pk)}

    def get_context_data(self, **kwargs):
        return super().get_context_data(title="Ret oplysningerne", **kwargs)

    def form_valid(self, form):
        change_guideline(form.instance, by=self.request.user)
        return self.done(self.guideline, "Oplysningerne er rettet.")


class GuidelineVersionNewView(EditMixin, GuidelineMixin, FormView):
    form_class = VersionForm
    template_name = "sanktion/guidelines/form.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(title="Ny version", **kwargs)

    def form_valid(self, form):
        given = form.cleaned_data
        add_version(self.guideline, form.facts, given["file"], by=self.request.user, key=given["key"])
        return self.done(self.guideline, "Den nye version er lagt i registret.")

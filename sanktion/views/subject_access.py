"""The citizen's own export (art. 15): order it, follow it, read it through, release it, fetch it."""

from django.contrib import messages
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView, View

from sanktion.actions import subject_access
from sanktion.actions.subject_access import PROGRESS, SubjectAccessNotAllowed
from sanktion.base import progress
from sanktion.base.transitions import TransitionNotAllowed
from sanktion.forms.subject_access import ReleaseForm, SubjectAccessForm
from sanktion.models import AccessKind, SubjectAccess, SubjectAccessStatus
from sanktion.views.base import CitizenMixin
from sanktion.views.identity import AsksWhoYouAre

RIGHTS = ("sanktion.view_citizen", "sanktion.make_subject_access")


class SubjectAccessView(AsksWhoYouAre, CitizenMixin, FormView):
    permission_required = RIGHTS
    form_class = SubjectAccessForm
    template_name = "sanktion/subject_access/new.html"

    def get_context_data(self, **kwargs):
        made = SubjectAccess.objects.visible_to(self.request.user).filter(citizen=self.citizen)
        return super().get_context_data(made=made.select_related("created_by"), **kwargs)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        wanted = {name: form.cleaned_data[name] for name in ("purpose", "asked_on", "key")}
        try:
            access = subject_access.request_subject_access(self.citizen, **wanted, by=self.request.user)
        except SubjectAccessNotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        return redirect("subject_access_detail", self.citizen.pk, access.pk)


class SubjectAccessMixin(CitizenMixin):
    permission_required = RIGHTS

    @cached_property
    def access(self) -> SubjectAccess:
        found = SubjectAccess.objects.visible_to(self.request.user).select_related("created_by", "released_by")
        return get_object_or_404(found, citizen=self.citizen, pk=self.kwargs["access"])

    @property
    def job(self) -> dict:
        return {
            "url": reverse("subject_access_progress", args=[self.citizen.pk, self.access.pk]),
            "percent": progress.percent_of(PROGRESS, self.access.pk),
            "label": "Samler borgerens oplysninger",
            "done": False,
        }

    def get_context_data(self, **kwargs):
        # The address's own arguments come along in ``kwargs``: there «access» is only a number.
        return super().get_context_data(**kwargs | {"access": self.access, "job": self.job})

    def back(self):
        return redirect("subject_access_detail", self.citizen.pk, self.access.pk)


class SubjectAccessDetailView(SubjectAccessMixin, FormView):
    """The whole course; while it waits to be read through, posting the form releases it."""

    form_class = ReleaseForm
    template_name = "sanktion/subject_access/detail.html"

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        try:
            subject_access.release(self.access, note=form.cleaned_data["note"], by=self.request.user)
        except TransitionNotAllowed as refused:
            messages.error(self.request, str(refused))
        else:
            messages.success(self.request, "Filen er frigivet og kan gives til borgeren.")
        return self.back()


class SubjectAccessProgressView(SubjectAccessMixin, TemplateView):
    """The progress bar alone, for the page that asks each second; everyone else gets the whole page."""

    template_name = "components/progress.html"

    def log(self, citizens, **kwargs) -> None:
        """A percentage, asked for each second, shows nothing of the citizen."""

    def get(self, request, *args, **kwargs):
        if self.access.status != SubjectAccessStatus.MAKING or "HX-Request" not in request.headers:
            return self.back()
        return super().get(request, *args, **kwargs)


class SubjectAccessFileView(AsksWhoYouAre, SubjectAccessMixin, View):
    """Fetched by pressing a button, each time with a line in the citizen's log; streamed a piece at a time."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        access = self.access
        if not access.has_file:
            messages.error(request, "Filen findes ikke.")
            return self.back()
        self.log([self.citizen], kind=AccessKind.PRINT)
        headers = {
            "Content-Disposition": f'attachment; filename="{access.file_name}"',
            "Content-Length": str(access.size),
            "X-Content-Type-Options": "nosniff",
        }
        return StreamingHttpResponse(
            subject_access.stored_pieces(access, by=request.user), content_type="application/zip", headers=headers
        )


class SubjectAccessActView(SubjectAccessMixin, View):
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        try:
            messages.success(request, self.act())
        except TransitionNotAllowed as refused:
            messages.error(request, str(refused))
        return self.back()


class SubjectAccessAgainView(SubjectAccessActView):
    def act(self) -> str:
        subject_access.make_again(self.access, by=self.request.user)
        return "Filen dannes igen."


class SubjectAccessDeleteView(SubjectAccessActView):
    def act(self) -> str:
        subject_access.delete_file(self.access, by=self.request.user)
        return "Filen er slettet."

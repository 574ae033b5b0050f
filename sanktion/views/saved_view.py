"""A user's own views of the queue. They hold choices of the filter; no page here shows a citizen or a case."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from sanktion.actions.saved_view import rename_view, save_view
from sanktion.forms.queue import CaseFilter, ViewNameForm
from sanktion.models import Case, SavedView
from sanktion.views.base import ActFormView, RightRequiredMixin


class SavedViewsView(RightRequiredMixin, TemplateView):
    permission_required = "sanktion.view_case"
    template_name = "sanktion/views/list.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(own_views=SavedView.objects.visible_to(self.request.user), **kwargs)


class SavedViewFormView(ActFormView):
    permission_required = "sanktion.view_case"
    list_name = "saved_views"
    form_class = ViewNameForm
    template_name = "sanktion/views/form.html"
    confirm_label = "Gem"

    @cached_property
    def view(self) -> SavedView:
        return get_object_or_404(SavedView.objects.visible_to(self.request.user), pk=self.kwargs["pk"])


class SavedViewNewView(SavedViewFormView):
    """The filter comes in the address; only what the filter understands of it is kept."""

    title, confirm_label = "Gem filtret som visning", "Gem visningen"

    @cached_property
    def case_filter(self) -> CaseFilter:
        user = self.request.user
        return CaseFilter(self.request.GET, Case.objects.visible_to(user), user=user)

    def get(self, request, *args, **kwargs):
        if not self.case_filter.query:
            messages.error(request, "Vælg et filter i arbejdskøen, før du gemmer en visning.")
            return redirect("queue")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        query = self.case_filter.query
        chosen = [label for _, label in self.case_filter.active()]
        return super().get_context_data(chosen=chosen, cancel_url=f"{reverse('queue')}?{query}", **kwargs)

    def act(self, form) -> str:
        save_view(form.cleaned_data["name"], self.case_filter.query, by=self.request.user)
        return "Visningen er gemt. Den står over arbejdskøen."


class SavedViewRenameView(SavedViewFormView):
    title = "Omdøb visning"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.view}

    def act(self, form) -> str:
        rename_view(self.view, form.cleaned_data["name"])
        return "Visningen har fået et nyt navn."


class SavedViewDeleteView(RightRequiredMixin, TemplateView):
    """Asks first: the filter would have to be put together again."""

    permission_required = "sanktion.view_case"
    template_name = "components/confirm.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=f"Slet visningen «{self.view.name}»?",
            text="Kun visningen slettes. Sagerne står stadig i arbejdskøen.",
            confirm_label="Slet visningen",
            cancel_url=reverse("saved_views"),
            danger=True,
            **kwargs,
        )

    @cached_property
    def view(self) -> SavedView:
        return get_object_or_404(SavedView.objects.visible_to(self.request.user), pk=self.kwargs["pk"])

    def post(self, request, *args, **kwargs):
        self.view.delete()
        messages.success(request, "Visningen er slettet.")
        return redirect("saved_views")

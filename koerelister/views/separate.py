"""Visits alone to protected citizens. No address holds a case number: what is logged of requests tells of no visit."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import FormView, TemplateView, View

from koerelister import traces
from koerelister.actions import separate as acts
from koerelister.forms.separate import AnswerForm, AskForm, SeparateListForm
from koerelister.models import SeparateVisit
from koerelister.views.stops import StopMixin
from sanktion.base.transitions import TransitionNotAllowed
from sanktion.models import Case
from sanktion.views.base import ActFormView, RightRequiredMixin
from sanktion.views.identity import AsksWhoYouAre

APPROVE, PLAN = "koerelister.approve_protected_visit", "koerelister.plan_routes"


class SeparateAskView(RightRequiredMixin, View):
    """From the case's own panel; the number of the case is in the form."""

    permission_required = PLAN
    http_method_names = ["post"]

    def post(self, request):
        form = AskForm(request.POST)
        chosen = form.is_valid()
        case = get_object_or_404(Case.objects.visible_to(request.user), number=form.cleaned_data.get("number"))
        if chosen:
            self._ask(case, form.cleaned_data["reason"])
        else:
            messages.error(request, "Vælg en begrundelse for det særskilte besøg.")
        return redirect("case", case.number)

    def _ask(self, case: Case, reason) -> None:
        try:
            acts.ask_separate(case, reason=reason, by=self.request.user)
        except acts.SeparateRefused as refusal:
            messages.error(self.request, str(refusal))
        else:
            messages.success(self.request, "Anmodningen er sendt til godkendelse.")


class SeparatesView(RightRequiredMixin, TemplateView):
    """What waits for an answer: no name and no case, so nobody is looked up."""

    permission_required = APPROVE
    template_name = "koerelister/separate/list.html"

    def get_context_data(self, **kwargs):
        waiting = SeparateVisit.objects.waiting_for(self.request.user).possible()
        return super().get_context_data(rows=waiting.select_related("case__team", "asked_by"), **kwargs)


class SeparateMixin(RightRequiredMixin):
    """``self.separate``, or 404 outside what the user sees."""

    def get_queryset(self):
        return SeparateVisit.objects.visible_to(self.request.user).without_list()

    def dispatch(self, request, *args, **kwargs):
        if not self.has_permission():
            return self.handle_no_permission()
        rows = self.get_queryset().select_related("case__citizen__address", "case__team", "asked_by", "answered_by")
        self.separate = get_object_or_404(rows, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(separate=self.separate, **kwargs)


class SeparateAnswerView(SeparateMixin, ActFormView):
    permission_required = APPROVE
    form_class = AnswerForm
    template_name = "koerelister/separate/answer.html"
    list_name = "separates"
    title, confirm_label = "Anmodning om særskilt besøg", "Gem svaret"
    shows_who = False

    def get_queryset(self):
        return super().get_queryset().waiting_for(self.request.user)

    def get_context_data(self, **kwargs):
        traces.seen([self.separate], by=self.request.user)
        return super().get_context_data(shows_who=self.shows_who, **kwargs)

    def act(self, form) -> str:
        acts.answer_separate(self.separate, answer=form.cleaned_data["answer"], by=self.request.user)
        return "Svaret er gemt."

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except (acts.SeparateRefused, TransitionNotAllowed) as refusal:
            messages.error(self.request, str(refusal))
            return redirect(self.get_success_url())


class SeparateWhoView(AsksWhoYouAre, SeparateAnswerView):
    """The same page with name and address, for whoever clicked to see them."""

    shows_who = True
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data(form=AnswerForm()))


class SeparateWithdrawView(SeparateMixin, View):
    """The planner takes it back, or has read that it was refused."""

    permission_required = PLAN
    http_method_names = ["post"]

    def post(self, request, pk):
        number = self.separate.case.number
        try:
            acts.withdraw_separate(self.separate)
        except acts.SeparateRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Anmodningen er slettet.")
        return redirect("case", number)


class SeparateListView(SeparateMixin, FormView):
    """The day and the crew of an approved visit, chosen by whoever asked for it."""

    permission_required = PLAN
    form_class = SeparateListForm
    template_name = "koerelister/separate/list_new.html"

    def get_queryset(self):
        return super().get_queryset().approved().filter(asked_by=self.request.user)

    def form_valid(self, form):
        chosen = {"day": form.cleaned_data["date"], "crew": form.cleaned_data["crew"]}
        try:
            made = acts.make_separate_list(self.separate, **chosen, by=self.request.user)
        except acts.SeparateRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, f"Køreliste {made.number} er lavet.")
        return redirect("route_list", made.pk)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


class StopWhoView(AsksWhoYouAre, StopMixin, TemplateView):
    """Name and address of the one stop of a separate list, behind a click of its own."""

    http_method_names = ["post"]
    template_name = "koerelister/separate/who.html"

    def post(self, request, pk, position):
        stop = self.stop
        if not stop.may_be_revealed:
            return redirect("route_list", pk)
        traces.seen([stop], by=request.user)
        return self.render_to_response(self.get_context_data(stop=stop))

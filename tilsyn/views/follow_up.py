"""V129-V133, V144-V147: the action list of a supervision."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import FormView, TemplateView

from sanktion.models import TextMissing
from tilsyn.actions.follow_up import FollowUpNotAllowed, finish_follow_up, note_dialogue, plan_follow_up
from tilsyn.figures import results
from tilsyn.forms.follow_up import DialogueForm, DoneForm, FollowUpForm
from tilsyn.models import FollowUp, SupervisionResult, SupervisionStatus
from tilsyn.verdicts import error_rate
from tilsyn.views.base import SupervisionMixin

HANDLE = ("tilsyn.view_supervision", "tilsyn.handle_supervision")
REFUSALS = (FollowUpNotAllowed, TextMissing)


class FollowUpsView(SupervisionMixin, TemplateView):
    template_name = "tilsyn/after/follow_ups.html"

    def get_context_data(self, **kwargs):
        supervision = self.supervision
        result = SupervisionResult.objects.filter(supervision=supervision).first()
        found = FollowUp.objects.filter(supervision=supervision).defer("outcome")
        return super().get_context_data(
            follow_ups=found.select_related("owner", "proof__supervision"),
            error_rate=error_rate(result.counts if result else results.counted(supervision)),
            severities=results.severities(supervision).items(),
            may_plan=self.request.user.has_perms(HANDLE) and supervision.status != SupervisionStatus.CLOSED,
            **kwargs,
        )


class FollowUpNewView(SupervisionMixin, FormView):
    permission_required = HANDLE
    tab = "supervision_follow_ups"
    form_class = FollowUpForm
    template_name = "tilsyn/after/form.html"

    def get_initial(self):
        return {"owner": self.supervision.owner_id}

    def get_context_data(self, **kwargs):
        shown = {"title": "Ny opfølgning", "confirm_label": "Opret", "back_name": self.tab}
        return super().get_context_data(**shown, **kwargs)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        try:
            follow_up = plan_follow_up(self.supervision, **form.cleaned_data, by=self.request.user)
        except REFUSALS as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, "Opfølgningen er oprettet.")
        return redirect("supervision_follow_up", self.supervision.number, follow_up.pk)


class FollowUpMixin(SupervisionMixin):
    tab = "supervision_follow_ups"

    @property
    def follow_up(self) -> FollowUp:
        if not hasattr(self, "_follow_up"):
            related = ("supervision", "owner", "made_by", "done_by", "proof__supervision", "guideline")
            found = FollowUp.objects.filter(supervision=self.supervision).select_related(*related)
            self._follow_up = get_object_or_404(found, pk=self.kwargs["pk"])
        return self._follow_up

    def get_context_data(self, **kwargs):
        return super().get_context_data(follow_up=self.follow_up, **kwargs)


class FollowUpView(FollowUpMixin, TemplateView):
    template_name = "tilsyn/after/follow_up.html"

    def get_context_data(self, **kwargs):
        open_here = self.follow_up.is_open and self.supervision.status != SupervisionStatus.CLOSED
        return super().get_context_data(
            notes=self.follow_up.notes.select_related("by"),
            may_handle=self.request.user.has_perms(HANDLE) and open_here,
            **kwargs,
        )


class FollowUpStepView(FollowUpMixin, FormView):
    permission_required = HANDLE
    template_name = "tilsyn/after/form.html"
    title = confirm_label = text = ""
    multipart = False

    def get(self, request, *args, **kwargs):
        return super().get(request, *args, **kwargs) if self.may() else self._not_now()

    def post(self, request, *args, **kwargs):
        return super().post(request, *args, **kwargs) if self.may() else self._not_now()

    def may(self) -> bool:
        return self.follow_up.is_open

    def _not_now(self):
        messages.info(self.request, "Det skridt kan ikke tages nu.")
        return self._back()

    def _back(self):
        return redirect("supervision_follow_up", self.supervision.number, self.follow_up.pk)

    def get_context_data(self, **kwargs):
        shown = {"title": self.title, "confirm_label": self.confirm_label, "text": self.text}
        return super().get_context_data(**shown, multipart=self.multipart, **kwargs)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        try:
            done = self.act(form)
        except REFUSALS as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, done)
        return self._back()


class FollowUpDoneView(FollowUpStepView):
    form_class, multipart = DoneForm, True
    confirm_label = "Udført"
    text = "Det, der skrives her, kan ikke rettes bagefter."

    @property
    def title(self) -> str:
        return "Afgiv redegørelsen" if self.follow_up.is_account else "Opfølgningen er udført"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"follow_up": self.follow_up, "user": self.request.user}

    def act(self, form) -> str:
        finish_follow_up(self.follow_up, **form.cleaned_data, by=self.request.user)
        return "Opfølgningen er udført, og dokumentationen er lagt i tilsynet."


class DialogueNewView(FollowUpStepView):
    form_class = DialogueForm
    title, confirm_label = "Notér møde eller samtale", "Notér"
    text = "Noten kan ikke rettes. Er den forkert, skrives en ny."

    def may(self) -> bool:
        return self.follow_up.is_open and self.follow_up.is_dialogue

    def act(self, form) -> str:
        note_dialogue(self.follow_up, **form.cleaned_data, by=self.request.user)
        return "Dialogen er noteret."

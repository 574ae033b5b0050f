from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import TemplateView, View

from parthoering import actions
from parthoering.forms import AnswerForm, ContactForm, HearingForm
from parthoering.letters import render_contact, render_hearing
from parthoering.models import NO_HEARING, DeliveryStatus, Hearing, response_deadline
from sanktion.base.danish import long_date
from sanktion.base.transitions import TransitionNotAllowed
from sanktion.models import CONTACT_PAGE, AccessKind
from sanktion.views.base import CaseMixin
from sanktion.views.case import CaseFormView
from sanktion.views.document import pdf_response

REFUSALS = (actions.NotAllowed, TransitionNotAllowed)


class Step(View):
    """A page of one step of the hearing. Outside that step it sends the user back to the case and says why.

    Stands after the class that finds the case, for ``refusal`` is asked when the case is known.
    """

    def dispatch(self, request, *args, **kwargs):
        self.hearing = Hearing.objects.latest_of(self.case)
        if refusal := self.refusal():
            return self.refuse(refusal)
        return super().dispatch(request, *args, **kwargs)

    def refusal(self) -> str:
        """Why the page makes no sense now; empty when it does."""
        return ""

    def refuse(self, reason) -> HttpResponse:
        messages.error(self.request, str(reason))
        return redirect("case", self.case.number)


class StepFormView(CaseFormView, Step):
    """A step with a form: ``act`` does it and returns what to tell the user."""

    def form_valid(self, form):
        try:
            message = self.act(form)
        except REFUSALS as refused:
            return self.refuse(refused)
        return self.done(message)


class SendStep(Step):
    def refusal(self) -> str:
        if self.case.status not in actions.MAY_SEND_HEARING:
            return f"Der kan ikke sendes partshøring: sagen er «{self.case.get_status_display()}»."
        try:
            actions.choose_channel(self.case.citizen)
        except actions.NotAllowed as refused:
            return str(refused)
        return ""


class HearingNewView(StepFormView, SendStep):
    form_class = HearingForm
    template_name = "parthoering/hearing_new.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"channels": actions.channels_for(self.case.citizen)}

    def get_initial(self):
        return {"channel": actions.choose_channel(self.case.citizen)}

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        channels = [(channel, response_deadline(today, channel)) for channel in actions.channels_for(self.case.citizen)]
        return super().get_context_data(channels=channels, event=self.case.event, **kwargs)

    def act(self, form) -> str:
        hearing = actions.send_hearing(self.case, channel=form.cleaned_data["channel"], by=self.request.user)
        return f"Partshøringen er sendt. Svarfristen er {long_date(hearing.deadline)}."


class HearingPreviewView(CaseMixin, SendStep):
    """The letter as it will look, with «UDKAST» for its number. ``?med=letter`` shows it on paper's deadline."""

    permission_required = "sanktion.handle_case"
    access_kind = AccessKind.PRINT

    def get(self, request, *args, **kwargs):
        try:
            channel = actions.choose_channel(self.case.citizen, request.GET.get("med"))
        except (actions.NotAllowed, ValueError):
            channel = actions.choose_channel(self.case.citizen)
        draft = actions.draft_hearing(self.case, channel)
        return pdf_response(render_hearing(draft, by=request.user), f"{self.case.number}-udkast.pdf")


class HearingAnswerView(StepFormView):
    form_class = AnswerForm
    template_name = "parthoering/hearing_answer.html"

    def refusal(self) -> str:
        if self.hearing is None:
            return NO_HEARING
        if not self.hearing.may_be_answered:
            return "Borgerens svar er allerede registreret."
        return ""

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"hearing": self.hearing}

    def get_initial(self):
        return {"answered_on": timezone.localdate()}

    def get_context_data(self, **kwargs):
        return super().get_context_data(hearing=self.hearing, **kwargs)

    def act(self, form) -> str:
        answer = form.cleaned_data
        hear = actions.waive if answer["outcome"] == AnswerForm.NO_STATEMENT else actions.record_answer
        hear(
            self.hearing,
            text=answer["text"],
            channel=answer["channel"],
            answered_on=answer["answered_on"],
            by=self.request.user,
            key=answer["key"],
        )
        return "Borgerens svar er gemt i journalen."


class ContactNewView(StepFormView):
    access_page = CONTACT_PAGE
    form_class = ContactForm
    template_name = "parthoering/contact_new.html"

    def refusal(self) -> str:
        if self.hearing is None:
            return NO_HEARING
        if self.case.status not in actions.MAY_SEEK_CONTACT:
            return f"Der kan ikke noteres kontaktforsøg: sagen er «{self.case.get_status_display()}»."
        return ""

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"hearing": self.hearing}

    def get_initial(self):
        now = timezone.localtime()
        return {"day": now.date(), "time": now.time()}

    def act(self, form) -> str:
        attempt = form.cleaned_data
        actions.add_attempt(
            self.case,
            channel=attempt["channel"],
            happened_at=attempt["happened_at"],
            reached=attempt["reached"],
            text=attempt["text"],
            by=self.request.user,
            key=attempt["key"],
        )
        return "Kontaktforsøget er noteret i journalen."


class HearingConcludeView(CaseMixin, TemplateView, Step):
    permission_required = "sanktion.handle_case"
    template_name = "parthoering/hearing_conclude.html"

    def refusal(self) -> str:
        return actions.why_not_concluded(self.case, self.hearing)

    def post(self, request, *args, **kwargs):
        try:
            actions.conclude(self.hearing, by=request.user)
        except REFUSALS as refused:
            return self.refuse(refused)
        messages.success(request, "Kontaktforsøgene er afsluttet. Sagen er klar til afgørelse.")
        return redirect("case", self.case.number)


class HearingResendView(CaseMixin, Step):
    permission_required = "sanktion.handle_case"
    http_method_names = ["post"]

    def refusal(self) -> str:
        if self.hearing is None:
            return NO_HEARING
        if self.hearing.letter.delivery.status != DeliveryStatus.FAILED:
            return "Brevet er allerede sendt eller ved at blive sendt."
        return ""

    def post(self, request, *args, **kwargs):
        try:
            actions.send_again(self.hearing, by=request.user)
        except REFUSALS as refused:
            return self.refuse(refused)
        messages.success(request, "Brevet sendes igen.")
        return redirect("case", self.case.number)


class DecisionSendView(CaseMixin, Step):
    permission_required = "sanktion.handle_case"
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        try:
            delivery = actions.send_decision(self.case, by=request.user)
        except REFUSALS as refused:
            return self.refuse(refused)
        messages.success(request, f"Afgørelsesbrevet sendes med {delivery.get_channel_display()}.")
        return redirect("case", self.case.number)


class ContactDocumentationView(CaseMixin, View):
    """B008. Anyone who sees the case may print it; nothing of it is stored."""

    access_kind = AccessKind.PRINT
    access_page = CONTACT_PAGE
    http_method_names = ["get"]

    def get(self, request, *args, **kwargs):
        return pdf_response(render_contact(self.case), f"kontaktforsoeg-{self.case.number}.pdf")

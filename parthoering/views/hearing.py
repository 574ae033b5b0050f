from django.utils import timezone

from parthoering import actions
from parthoering.forms.hearing import AnswerForm, HearingForm
from parthoering.letters import render_hearing
from parthoering.models import NO_HEARING, explain, response_deadline
from parthoering.views.base import Step, StepFormView
from sanktion.base.danish import long_date
from sanktion.models import AccessKind, TextMissing
from sanktion.views.base import CaseMixin
from sanktion.views.document import pdf_response
from sanktion.views.identity import AsksWhenProtected


class SendStep(Step):
    def refusal(self) -> str:
        if not actions.may_send_hearing(self.case, self.hearing):
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
        deadlines = {channel: response_deadline(today, channel) for channel in actions.channels_for(self.case.citizen)}
        channels = [(channel, deadline.end, explain(today, deadline)) for channel, deadline in deadlines.items()]
        return super().get_context_data(channels=channels, event=self.case.event, **kwargs)

    def act(self, form) -> str:
        hearing = actions.send_hearing(self.case, channel=form.cleaned_data["channel"], by=self.request.user)
        other_way = hearing.channel != form.cleaned_data["channel"]
        exempt = "Borgeren er fritaget for Digital Post, så brevet går med posten. " if other_way else ""
        return f"Partshøringen er sendt. {exempt}Svarfristen er {long_date(hearing.deadline)}."


class HearingPreviewView(AsksWhenProtected, CaseMixin, SendStep):
    """The letter as it will look, with «UDKAST» for its number. ``?med=letter`` shows it on paper's deadline."""

    permission_required = "sanktion.handle_case"
    access_kind = AccessKind.PRINT

    def get(self, request, *args, **kwargs):
        try:
            channel = actions.choose_channel(self.case.citizen, request.GET.get("med"))
        except (actions.NotAllowed, ValueError):
            channel = actions.choose_channel(self.case.citizen)
        draft = actions.draft_hearing(self.case, channel)
        try:
            data = render_hearing(draft, by=request.user)
        except TextMissing as missing:
            return self.refuse(missing)
        return pdf_response(data, f"{self.case.number}-udkast.pdf")


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
            read_back=answer["read_back"],
            by=self.request.user,
            key=answer["key"],
        )
        return "Borgerens svar er gemt i journalen."

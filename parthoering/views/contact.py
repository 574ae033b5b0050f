from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import TemplateView

from parthoering import actions
from parthoering.forms.contact import ContactForm
from parthoering.models import NO_HEARING
from parthoering.views.base import REFUSALS, Step, StepFormView
from sanktion.models import CONTACT_PAGE, ContactChannel
from sanktion.views.base import CaseMixin


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
        return {"channel": ContactChannel.PHONE, "times": 1, "day": now.date(), "time": now.time()}

    def act(self, form) -> str:
        attempt = form.cleaned_data
        actions.add_attempt(
            self.case,
            channel=attempt["channel"],
            happened_at=attempt["happened_at"],
            result=attempt["result"],
            times=attempt["times"],
            text=attempt["text"],
            adverse=attempt["adverse"],
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

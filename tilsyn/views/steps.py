"""The steps of a supervision: the visit, the end, the closing, the lapse, and what is told of delays."""

from django.utils import timezone

from sanktion.base.danish import long_date
from sanktion.models import TextMissing
from sanktion.views.document import pdf_response
from tilsyn.actions.delays import DelayRefused, give_delay, note_directorate_delay, render_delay
from tilsyn.actions.steps import StepRefused, close_supervision, end_supervision, hold_visit, lapse_supervision
from tilsyn.forms.steps import DelayForm, DirectorateDelayForm, EndForm, LapseForm, VisitForm
from tilsyn.models import SupervisionStatus
from tilsyn.views.acts import SupervisionActView


class VisitHeldView(SupervisionActView):
    form_class = VisitForm
    refusals = (StepRefused,)
    title, confirm_label = "Besøget er holdt", "Notér besøget"
    text = "Har direktoratet bedt om kopier, skal de sendes senest 14 dage efter besøget (§ 9, stk. 4)."
    warning = "Dagen kan ikke ændres bagefter. Fristen for kopierne regnes fra den."

    def get_initial(self):
        planned, today = self.supervision.visit_on, timezone.localdate()
        return {"held_on": min(planned or today, today)}

    def act(self, form) -> str:
        held = hold_visit(self.supervision, **form.cleaned_data, by=self.request.user)
        return f"Besøget er noteret. Kopier skal sendes senest den {long_date(held.due)}."


class EndView(SupervisionActView):
    form_class = EndForm
    refusals = (StepRefused,)
    title, confirm_label = "Afslut tilsynet", "Afslut tilsynet"
    text = "Tilsynet slutter, når direktoratet har det, det skal bruge. Så venter enheden på resultatet."

    @property
    def warning(self) -> str:
        stands = "Dagen kan ikke ændres bagefter, og der kan ikke komme flere sager med."
        return f"{self._left_undone} {stands}".strip()

    @property
    def _left_undone(self) -> str:
        if self.supervision.awaits_visit:
            return "Besøget er ikke noteret som holdt."
        if self.supervision.status == SupervisionStatus.COLLECTING:
            return "Materialet er ikke sendt til direktoratet."
        return ""

    def act(self, form) -> str:
        ended = end_supervision(self.supervision, **form.cleaned_data, by=self.request.user)
        return f"Tilsynet er afsluttet. Resultatet skal komme senest den {long_date(ended.result_due)}."


class CloseView(SupervisionActView):
    refusals = (StepRefused,)
    title, confirm_label = "Luk tilsynet?", "Luk tilsynet"
    text = (
        "Luk det, når resultatet er fulgt op. Et lukket tilsyn kan ikke ændres, og dets sager kan igen slettes, når"
        " opbevaringstiden er gået."
    )

    def act(self, form) -> str:
        close_supervision(self.supervision, by=self.request.user)
        return "Tilsynet er lukket."


class LapseView(SupervisionActView):
    form_class = LapseForm
    refusals = (StepRefused,)
    title, confirm_label = "Anmodningen bortfalder", "Luk anmodningen"
    text = "Når direktoratet har trukket anmodningen tilbage, eller den er registreret ved en fejl."
    warning = (
        "Anmodningen lukkes, der ventes ikke på et resultat, og lister, direktoratet har sendt, destrueres."
        " Kan ikke fortrydes."
    )

    def act(self, form) -> str:
        lapse_supervision(self.supervision, **form.cleaned_data, by=self.request.user)
        return "Anmodningen er bortfaldet og lukket."


class DelayView(SupervisionActView):
    """«Vis brevet» makes the letter with the words on the page, and keeps nothing."""

    form_class = DelayForm
    refusals = (DelayRefused, TextMissing)
    template_name = "tilsyn/requests/delay.html"
    title, confirm_label = "Giv besked om forsinkelse", "Afgiv meddelelsen"
    warning = "Brevet arkiveres i tilsynet, og den nye dag bliver fristen. Det kan ikke fortrydes."

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"supervision": self.supervision}

    def get_context_data(self, **kwargs):
        is_late = self.supervision.due < timezone.localdate()
        return super().get_context_data(is_late=is_late, delays=self.supervision.delays.all(), **kwargs)

    def form_valid(self, form):
        return self._shown(form) if "vis" in self.request.POST else super().form_valid(form)

    def _shown(self, form):
        given = form.cleaned_data
        try:
            data = render_delay(
                self.supervision, given["new_due"], given["reason"], number="UDKAST", by=self.request.user
            )
        except TextMissing as missing:
            return self._refused(form, str(missing))
        return pdf_response(data, f"kladde-{self.supervision.number}-forsinkelse.pdf")

    def act(self, form) -> str:
        delay = give_delay(self.supervision, **form.cleaned_data, by=self.request.user)
        return f"Meddelelsen er arkiveret som {delay.paper.full_number}. Ny frist: {long_date(delay.new_due)}."


class DirectorateDelayView(SupervisionActView):
    form_class = DirectorateDelayForm
    refusals = (DelayRefused,)
    multipart = True
    title, confirm_label = "Direktoratet er forsinket", "Gem"
    text = "Direktoratet skal oplyse hvorfor, og hvornår resultatet kan ventes (§ 13)."

    def act(self, form) -> str:
        noted = note_directorate_delay(self.supervision, **form.cleaned_data, by=self.request.user)
        return f"Noteret. Resultatet ventes senest den {long_date(noted.expected_on)}."

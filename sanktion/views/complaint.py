from functools import cached_property

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from sanktion.actions import complaint as acts
from sanktion.actions.complaint import ComplaintNotAllowed
from sanktion.base.transitions import TransitionNotAllowed
from sanktion.forms.complaint import (
    ComplaintForm,
    DispensationForm,
    ForwardForm,
    NewDecisionForm,
    ReassessmentForm,
    RulingForm,
)
from sanktion.models import Complaint, ComplaintStatus, Decision
from sanktion.views.base import CaseMixin
from sanktion.views.case import CasePage
from sanktion.views.complaint_course import course
from sanktion.views.confirming import ConfirmedFormView

REFUSALS = (ComplaintNotAllowed, TransitionNotAllowed)
PARTS = ("acknowledgement", "result_letter", "forwarding", "ruling", "registered_by")


class CaseComplaintView(CasePage):
    """The complaints of a case, each with a timeline of its own."""

    tab = "case_complaint"
    template_name = "sanktion/complaint/tab.html"

    def get_context_data(self, **kwargs):
        complaints = Complaint.objects.visible_to(self.request.user).filter(case=self.case)
        complaints = list(complaints.select_related(*PARTS).prefetch_related("changes__letter"))
        decision = Decision.objects.visible_to(self.request.user).filter(case=self.case).with_standing().first()
        return super().get_context_data(
            courses=[(complaint, course(complaint)) for complaint in complaints],
            latest=complaints[0] if complaints else None,
            complained_of=decision,
            may_complain=bool(decision) and not any(complaint.is_open for complaint in complaints),
            **kwargs,
        )


class ComplaintStepMixin(CaseMixin):
    """A step of the case's latest complaint; one that isn't its turn leads back to the tab with a sentence."""

    needs: tuple[ComplaintStatus, ...] = ()

    @cached_property
    def complaint(self) -> Complaint | None:
        return Complaint.objects.latest_of(self.case)

    def get(self, request, *args, **kwargs):
        return self.back() if self.refusal else super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        return self.back() if self.refusal else super().post(request, *args, **kwargs)

    @property
    def refusal(self) -> str:
        if self.complaint is None:
            return "Der er ingen klage i sagen."
        if self.complaint.status not in self.needs:
            return f"Klagen er «{self.complaint.get_status_display()}», så det skridt er taget eller forbi."
        return ""

    def back(self):
        messages.error(self.request, self.refusal)
        return redirect("case_complaint", self.case.number)


class ComplaintFormView(ComplaintStepMixin, ConfirmedFormView):
    template_name = "sanktion/complaint/form.html"
    refusals = REFUSALS

    def get_success_url(self):
        return reverse("case_complaint", args=[self.case.number])

    def get_context_data(self, **kwargs):
        return super().get_context_data(complaint=self.complaint, **kwargs)

    @cached_property
    def decision(self) -> Decision | None:
        return Decision.objects.select_related("case__event").filter(case=self.case).first()


class ComplaintNewView(ComplaintFormView):
    form_class = ComplaintForm
    title, confirm_label = "Registrér klage", "Gem, og send kvittering"
    warning = "Klagen låses, og borgeren får et brev om, at den er modtaget."

    @property
    def refusal(self) -> str:
        if self.decision is None:
            return "Der er ikke truffet en afgørelse, der kan klages over."
        return ""

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"decided_on": timezone.localdate(self.decision.decided_at)}

    def get_initial(self):
        return {"decision_received_on": timezone.localdate(self.decision.decided_at)}

    def get_context_data(self, **kwargs):
        form = kwargs.get("form")
        sums = []
        if form is not None and form.is_bound and form.is_valid():
            found = form.cleaned_data
            citizens, ours = Complaint.deadlines(found["decision_received_on"], found["received_on"])
            late = found["received_on"] > citizens.end
            sums = [
                ("Klagefrist", citizens.explanation),
                ("Rettidig", "Nej, der skal tages stilling til dispensation" if late else "Ja"),
                ("Genvurdering senest", ours.explanation),
            ]
        return super().get_context_data(sums=sums, **kwargs)

    def act(self, form) -> str:
        acts.receive_complaint(self.case, **form.cleaned_data, by=self.request.user)
        return "Klagen er registreret, og kvitteringen er lagt i sagen."


class DispensationView(ComplaintFormView):
    permission_required = "sanktion.decide_case"
    form_class = DispensationForm
    needs = (ComplaintStatus.RECEIVED,)
    title, confirm_label = "Tag stilling til dispensation", "Gem"
    warning = "Det kan ikke ændres bagefter. Afvises klagen, får borgeren brev om det."

    def act(self, form) -> str:
        acts.decide_dispensation(self.complaint, **form.cleaned_data, by=self.request.user)
        return "Klagen behandles." if form.cleaned_data["granted"] else "Klagen er afvist, og brevet er lagt i sagen."


class BeginReassessmentView(ComplaintStepMixin, View):
    permission_required = "sanktion.handle_case"
    needs = (ComplaintStatus.RECEIVED,)
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        if self.refusal:
            return self.back()
        try:
            acts.begin_reassessment(self.complaint, by=request.user)
        except REFUSALS as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "Genvurderingen er begyndt.")
        return redirect("case_complaint", self.case.number)


class ReassessmentView(ComplaintFormView):
    permission_required = "sanktion.decide_case"
    form_class = ReassessmentForm
    needs = (ComplaintStatus.REASSESSING,)
    title, confirm_label = "Genvurdér afgørelsen", "Afslut genvurderingen"
    warning = "Resultatet kan ikke ændres bagefter. Brevet lægges i sagen og sendes til borgeren."

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"decision": self.decision}

    def act(self, form) -> str:
        act = dict(form.cleaned_data)
        result = act.pop("result")
        if result == ComplaintStatus.UPHELD:
            acts.uphold(self.complaint, reasons=act["reasons"], by=self.request.user)
        else:
            acts.give_way(self.complaint, status=ComplaintStatus(result), **act, by=self.request.user)
        return f"Genvurderingen er slut: {ComplaintStatus(result).label.lower()}."


class ForwardView(ComplaintFormView):
    form_class = ForwardForm
    needs = (ComplaintStatus.UPHELD, ComplaintStatus.PARTLY)
    title, confirm_label = "Send klagen til Ankestyrelsen", "Dan oversendelsen"
    warning = (
        "Oversendelsen lægges i sagen, og borgeren får besked. Send selv oversendelsen og de dokumenter, den nævner,"
        " til Ankestyrelsen i dag."
    )

    def act(self, form) -> str:
        acts.forward(self.complaint, **form.cleaned_data, by=self.request.user)
        return "Oversendelsen er lagt i sagen. Send den og dokumenterne til Ankestyrelsen."


class RulingView(ComplaintFormView):
    form_class = RulingForm
    needs = (ComplaintStatus.FORWARDED,)
    title, confirm_label = "Registrér Ankestyrelsens afgørelse", "Gem"
    warning = "Ankestyrelsens afgørelse kan ikke ændres, når den er gemt."

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"complaint": self.complaint}

    def act(self, form) -> str:
        ruling = acts.record_ruling(self.complaint, **form.cleaned_data, by=self.request.user)
        told = f"Ankestyrelsens afgørelse er registreret: {ruling.get_outcome_display().lower()}."
        return f"{told} Træf nu en ny afgørelse." if ruling.needs_decision else told


class NewDecisionView(ComplaintFormView):
    permission_required = "sanktion.decide_case"
    form_class = NewDecisionForm
    needs = (ComplaintStatus.RULED,)
    title, confirm_label = "Træf ny afgørelse efter Ankestyrelsen", "Træf ny afgørelse"
    warning = "Den nye afgørelse kan ikke ændres. Brevet lægges i sagen og sendes til borgeren."

    @property
    def refusal(self) -> str:
        if super().refusal:
            return super().refusal
        return "" if self.complaint.next_due else "Der skal ikke træffes en ny afgørelse."

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"decision": self.decision}

    def act(self, form) -> str:
        change = acts.follow_ruling(self.complaint, **form.cleaned_data, by=self.request.user)
        return f"Den nye afgørelse er truffet. Brevet er dokument {change.letter.full_number}."

"""§ 12: the directorate's assessments of a supervision's cases, and the steps of one of them."""

from dataclasses import dataclass

from django.contrib import messages
from django.forms import Form
from django.shortcuts import redirect
from django.views.generic import FormView, TemplateView

from sanktion.actions.payment import PaymentNotAllowed
from sanktion.base.transitions import TransitionNotAllowed
from sanktion.forms.payment import WrongPaymentForm
from sanktion.models import AccessKind, CaseDocument, SupervisionRelevance, TextMissing, WrongPayment
from sanktion.views.base import LogsAccess
from tilsyn.actions import assessment as acts
from tilsyn.actions.assessment import AssessmentNotAllowed
from tilsyn.forms.assessment import LinkForm, RemarksForm, VersionForm
from tilsyn.models import (
    AssessmentStatus,
    AssessmentVersion,
    BundleEntry,
    BundleStatus,
    CaseAssessment,
    HoldBack,
    SelectedCase,
    SelectedStatus,
)
from tilsyn.views.base import SelectedCaseMixin, SupervisionMixin

REFUSALS = (AssessmentNotAllowed, PaymentNotAllowed, TransitionNotAllowed, TextMissing)
HANDLE = ("tilsyn.view_supervision", "sanktion.view_case", "tilsyn.handle_supervision")


@dataclass(frozen=True)
class Line:
    """One case of the list: its assessment and what stands of it, if it has one."""

    selected: SelectedCase
    assessment: CaseAssessment | None
    version: AssessmentVersion | None


class AssessmentsView(SupervisionMixin, LogsAccess, TemplateView):
    template_name = "tilsyn/after/assessments.html"

    def get_context_data(self, **kwargs):
        cases = SelectedCase.objects.visible_to(self.request.user).filter(supervision=self.supervision)
        cases = list(cases.select_related("case__citizen", "owner"))
        self.log([selected.case.citizen for selected in cases], kind=AccessKind.LIST)
        return super().get_context_data(
            lines=self._lines(cases), outside=self.supervision.count_cases() - len(cases), **kwargs
        )

    def _lines(self, cases: list[SelectedCase]) -> list[Line]:
        found = AssessmentVersion.objects.standing().filter(assessment__selected__in=cases).defer("text")
        versions = {one.assessment.selected_id: one for one in found.select_related("assessment__payment")}
        lines = []
        for selected in cases:
            version = versions.get(selected.pk)
            lines.append(Line(selected, version.assessment if version else None, version))
        return sorted(lines, key=lambda line: (line.selected.status != SelectedStatus.NAMED, line.selected.number))


class AssessmentMixin(SelectedCaseMixin):
    """``self.assessment`` is None until the first letter has come."""

    tab = "supervision_assessments"

    @property
    def assessment(self) -> CaseAssessment | None:
        if not hasattr(self, "_assessment"):
            found = CaseAssessment.objects.filter(selected=self.selected).select_related("payment")
            self._assessment = found.first()
            if self._assessment:
                self._assessment.selected = self.selected
        return self._assessment

    def versions(self) -> list[AssessmentVersion]:
        if self.assessment is None:
            return []
        related = ("paper__supervision", "registered_by", "reply__paper__supervision", "reply__by")
        versions = self.assessment.versions.select_related(*related)
        return list(versions.prefetch_related("reply__documents__document__case"))

    def get_context_data(self, **kwargs):
        return super().get_context_data(assessment=self.assessment, **kwargs)


class AssessmentView(AssessmentMixin, TemplateView):
    template_name = "tilsyn/after/assessment.html"

    def get_context_data(self, **kwargs):
        versions, user = self.versions(), self.request.user
        return super().get_context_data(
            versions=versions,
            standing=versions[-1] if versions else None,
            may_handle=user.has_perm("tilsyn.handle_supervision"),
            may_pay=user.has_perm("sanktion.handle_wrongpayment"),
            has_other_payment=bool(self.assessment) and WrongPayment.objects.filter(case=self.selected.case).exists(),
            **kwargs,
        )


class AssessmentStepView(AssessmentMixin, FormView):
    """One step with its form. Each says in ``may()`` whether it is the next; if not, the case's page says what is."""

    permission_required = HANDLE
    template_name = "tilsyn/after/step.html"
    form_class = Form
    title = confirm_label = text = ""
    multipart = False

    def get(self, request, *args, **kwargs):
        return super().get(request, *args, **kwargs) if self.may() else self._not_now()

    def post(self, request, *args, **kwargs):
        return super().post(request, *args, **kwargs) if self.may() else self._not_now()

    def _not_now(self):
        messages.info(self.request, "Det skridt kan ikke tages nu. Her er sagens vurdering.")
        return self._back()

    def _back(self):
        return redirect("supervision_assessment", self.selected.supervision.number, self.selected.case.number)

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


class AssessmentNewView(AssessmentStepView):
    form_class, multipart = VersionForm, True
    title, confirm_label = "Registrér vurderingen", "Gem vurderingen"
    text = "Vurderingen ændrer ikke kommunens afgørelse. Den kan ikke rettes, når den er gemt."

    def may(self) -> bool:
        return self.assessment is None and self.selected.takes_part

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"not_before": self.supervision.received_on}

    def act(self, form) -> str:
        key = form.cleaned_data["key"]
        assessment = acts.receive_assessment(self.selected, **form.facts, key=key, by=self.request.user)
        if assessment.has_refund:
            return f"Vurderingen er registreret. Kommunen høres: {assessment.due_sum}."
        return f"Vurderingen er registreret. Bemærkninger kan sendes: {assessment.due_sum}."


class AssessmentAnswerView(AssessmentStepView):
    """The final assessment, or the reassessment."""

    form_class, multipart = VersionForm, True
    confirm_label = "Gem vurderingen"
    text = "Den foreløbige vurdering bliver stående ved siden af. Kommunens afgørelse ændres ikke."

    @property
    def title(self) -> str:
        if self.assessment.status == AssessmentStatus.ANSWERED:
            return "Registrér den endelige vurdering"
        return "Registrér genvurderingen"

    def may(self) -> bool:
        return self.assessment is not None and self.assessment.awaits_directorate

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"not_before": self.assessment.received_on}

    def act(self, form) -> str:
        acts.receive_answer(self.assessment, **form.facts, by=self.request.user)
        return "Vurderingen er registreret."


class RemarksView(AssessmentStepView):
    form_class, multipart = RemarksForm, True
    title, confirm_label = "Bemærkninger til direktoratet", "Gem og læg brevet i tilsynet"

    def may(self) -> bool:
        return self.assessment is not None and self.assessment.may_remark

    @property
    def text(self) -> str:
        late = " Fristen er gået: bemærkningerne registreres som sene." if self.assessment.is_late else ""
        return f"Fristen: {self.assessment.due_sum}.{late} Brevet kan ikke rettes bagefter."

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"documents": new_documents(self.selected)}

    def act(self, form) -> str:
        reply = acts.send_remarks(self.assessment, **form.cleaned_data, by=self.request.user)
        more = " Dan nu et tillæg til samlingen med de nye bilag." if form.cleaned_data.get("documents") else ""
        return f"Brevet {reply.paper.full_number} er lagt i tilsynet og kan sendes.{more}"


class NoRemarksView(AssessmentStepView):
    title, confirm_label = "Kommunen har ingen bemærkninger", "Ingen bemærkninger"
    text = "Høringen noteres som besvaret uden bemærkninger. Det kan ikke gøres om."

    def may(self) -> bool:
        return self.assessment is not None and self.assessment.status == AssessmentStatus.IN_HEARING

    def act(self, form) -> str:
        acts.say_none(self.assessment, by=self.request.user)
        return "Det er noteret, at kommunen ingen bemærkninger har."


class ConcludeView(AssessmentStepView):
    title, confirm_label = "Står vurderingen?", "Bekræft, at vurderingen står"
    text = "Fristen for bemærkninger er gået, uden at kommunen har sendt nogen."

    def may(self) -> bool:
        return self.assessment is not None and self.assessment.may_conclude

    def act(self, form) -> str:
        acts.conclude(self.assessment, by=self.request.user)
        return "Vurderingen er endelig."


class AssessmentPaymentMixin(AssessmentStepView):
    permission_required = (*HANDLE, "sanktion.handle_wrongpayment")

    def may(self) -> bool:
        return self.standing is not None and self.standing.has_refund and self.assessment.payment_id is None

    @property
    def standing(self) -> AssessmentVersion | None:
        return self.assessment.versions.last() if self.assessment else None


class AssessmentPaymentView(AssessmentPaymentMixin):
    """V140, V141: filled in from the assessment; the rest of its course is the core's."""

    form_class = WrongPaymentForm
    title, confirm_label = "Meld fejludbetalingen", "Meld fejludbetaling"
    text = "Beløbet må ikke anmeldes til statsrefusion. Fejludbetalingen følges, til refusionen er på plads."

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"case": self.selected.case}

    def get_initial(self):
        version = self.standing
        found = f"Tilsyn {self.supervision.number}, {version.get_kind_display().lower()}. {version.text}".strip()
        facts = {name: getattr(version, name) for name in ("amount", "period_from", "period_to")}
        return super().get_initial() | facts | {"found": found}

    def act(self, form) -> str:
        payment = acts.flag_payment(self.assessment, **form.cleaned_data, by=self.request.user)
        return f"Fejludbetalingen på {payment.shown_amount} er meldt."


class AssessmentLinkView(AssessmentPaymentMixin):
    form_class = LinkForm
    title, confirm_label = "Fejludbetalingen er allerede meldt", "Knyt den til vurderingen"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"assessment": self.assessment}

    def act(self, form) -> str:
        acts.link_payment(self.assessment, form.cleaned_data["payment"], by=self.request.user)
        return "Fejludbetalingen er knyttet til vurderingen."


def new_documents(selected: SelectedCase):
    """What of the case no bundle holds yet, and is not held back whole."""
    sent = BundleEntry.objects.filter(bundle__selected=selected, bundle__status=BundleStatus.READY)
    documents = CaseDocument.objects.filter(case=selected.case_id).select_related("case").order_by("number")
    documents = documents.exclude(concerns_supervision=SupervisionRelevance.NO)
    documents = documents.exclude(pk__in=HoldBack.objects.left_out(selected).values("document"))
    return documents.exclude(pk__in=sent.filter(document__isnull=False).values("document"))

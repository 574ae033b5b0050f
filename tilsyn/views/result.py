"""§ 13: the overall result, the wrong payments beside it, and who was told."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import FormView, TemplateView, View

from sanktion.actions.payment import auditor_csv, auditor_pdf
from sanktion.base.danish import kroner
from sanktion.models import AccessKind, MediaType, WrongPayment
from sanktion.models.payment import FOR_THE_AUDITOR
from sanktion.views.base import LogsAccess
from sanktion.views.document import file_response
from sanktion.views.identity import AsksWhoYouAre
from sanktion.views.payment import CSV_TYPE
from tilsyn.actions.result import ResultNotAllowed, note_told, record_result
from tilsyn.actions.scope import outside_scope
from tilsyn.figures import results
from tilsyn.forms.result import ResultForm, ToldForm
from tilsyn.models import AssessmentVersion, SupervisionResult, SupervisionStatus
from tilsyn.told import told_of
from tilsyn.verdicts import Verdict, error_rate
from tilsyn.views.base import SupervisionMixin

WITH_RESULT = [SupervisionStatus.ENDED, SupervisionStatus.RESULT]
HANDLE = ("tilsyn.view_supervision", "tilsyn.handle_supervision")


class ResultMixin(SupervisionMixin):
    tab = "supervision_result"

    @property
    def result(self) -> SupervisionResult | None:
        found = SupervisionResult.objects.select_related("paper__supervision", "registered_by")
        return found.filter(supervision=self.supervision).first()

    @property
    def outside(self) -> int:
        return outside_scope(self.supervision, self.request.user)


class ResultView(ResultMixin, LogsAccess, TemplateView):
    template_name = "tilsyn/after/result.html"

    def get_context_data(self, **kwargs):
        result, ours = self.result, results.counted(self.supervision)
        user, supervision = self.request.user, self.supervision
        return super().get_context_data(
            result=result,
            counts=[(verdict, result.counts[verdict] if result else None, ours[verdict]) for verdict in Verdict],
            total=sum(result.counts.values()) if result else None,
            ours_total=sum(ours.values()),
            differs=bool(result) and ours != result.counts,
            unassessed=results.unassessed(supervision),
            error_rate=error_rate(result.counts if result else ours),
            severities=results.severities(supervision).items(),
            missing=results.missing_kinds(supervision),
            amount_found=kroner(results.amount_found(supervision)),
            refunds=self._refunds(),
            told=told_of(supervision),
            outside=self.outside,
            may_record=user.has_perms(HANDLE) and supervision.status in WITH_RESULT,
            may_tell=user.has_perms(HANDLE),
            **kwargs,
        )

    def _refunds(self) -> list[AssessmentVersion]:
        """V140: what can't be claimed, by case, of those the user sees."""
        found = AssessmentVersion.objects.visible_to(self.request.user).standing().filter(has_refund=True)
        found = found.filter(assessment__selected__supervision=self.supervision).defer("text")
        related = ("assessment__payment", "assessment__selected__case__citizen")
        refunds = list(found.select_related(*related).order_by("assessment__selected__number"))
        self.log([version.assessment.selected.case.citizen for version in refunds], kind=AccessKind.LIST)
        return refunds


class ResultEditView(ResultMixin, FormView):
    """An act on the whole supervision: refused while a case of it lies outside the user's scope."""

    permission_required = ("tilsyn.view_supervision", "sanktion.view_case", "tilsyn.handle_supervision")
    form_class = ResultForm
    template_name = "tilsyn/after/result_form.html"

    def get(self, request, *args, **kwargs):
        return super().get(request, *args, **kwargs) if self._may() else self._back()

    def post(self, request, *args, **kwargs):
        return super().post(request, *args, **kwargs) if self._may() else self._back()

    def _may(self) -> bool:
        if self.outside:
            raise PermissionDenied
        if self.supervision.status in WITH_RESULT:
            return True
        messages.info(self.request, "Resultatet registreres, når tilsynet er afsluttet og ikke er lukket.")
        return False

    def _back(self):
        return redirect("supervision_result", self.supervision.number)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"supervision": self.supervision}

    def get_initial(self):
        if result := self.result:
            names = ("received_on", "wrong_paid", "difference", "text", *map(str, Verdict))
            facts = {name: getattr(result, name) for name in names}
            return facts | {"follows_rules": "ja" if result.follows_rules else "nej"}
        ours = results.counted(self.supervision)
        return {verdict.value: count for verdict, count in ours.items()} | {
            "wrong_paid": results.amount_found(self.supervision) or None
        }

    def get_context_data(self, **kwargs):
        unassessed = results.unassessed(self.supervision)
        return super().get_context_data(unassessed=unassessed, is_first=self.result is None, **kwargs)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        try:
            record_result(self.supervision, **form.cleaned_data, by=self.request.user)
        except ResultNotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, "Resultatet er registreret.")
        return self._back()


class ToldNewView(ResultMixin, FormView):
    permission_required = HANDLE
    form_class = ToldForm
    template_name = "tilsyn/after/form.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"supervision": self.supervision}

    def get_initial(self):
        return {"recipient": self.request.GET.get("hvem", "")}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title="Notér, hvem der er orienteret",
            confirm_label="Notér",
            text="Noten kan ikke rettes. Er den forkert, skrives en ny.",
            back_name=self.tab,
            **kwargs,
        )

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        note_told(self.supervision, **form.cleaned_data, by=self.request.user)
        messages.success(self.request, "Det er noteret.")
        return redirect("supervision_result", self.supervision.number)


class AuditorFileView(AsksWhoYouAre, ResultMixin, View):
    """V135, V143: the confirmed corrections that came of this supervision, as the core's own extract."""

    sends_file = True
    permission_required = ("tilsyn.view_supervision", "sanktion.view_case", "sanktion.tell_auditor")
    http_method_names = ["get"]
    file_format = "pdf"

    def get(self, request, *args, **kwargs):
        found = WrongPayment.objects.visible_to(request.user).filter(status__in=FOR_THE_AUDITOR)
        linked = self.supervision.selected.filter(assessment__payment__isnull=False).values("assessment__payment")
        found = found.filter(pk__in=linked).select_related("case").defer("found")
        rows = list(found.order_by("corrected_on", "pk"))
        name = f"berigtigelser-tilsyn-{self.supervision.number}"
        if self.file_format == "csv":
            return file_response(auditor_csv(rows), f"{name}.csv", CSV_TYPE, is_shown=False)
        first = min((row.corrected_on for row in rows), default=self.supervision.received_on)
        data = auditor_pdf(rows, first, timezone.localdate())
        return file_response(data, f"{name}.pdf", MediaType.PDF, is_shown=True)

"""Destruction of cases: proposed, approved by a second person, followed while it runs, and proved."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView, View

from sanktion.actions import disposal as acts
from sanktion.actions.disposal import DisposalNotAllowed, certificate_pdf
from sanktion.base.transitions import TransitionNotAllowed
from sanktion.forms.retention import ApproveForm
from sanktion.models import Case, Disposal, DisposalCertificate, DisposalStatus
from sanktion.models.retention import with_what_stays
from sanktion.views.base import RightRequiredMixin
from sanktion.views.document import pdf_response
from sanktion.views.identity import AsksWhoYouAre
from sanktion.views.paging import key_page
from sanktion.views.retention import RetentionTab

PEOPLE = ("proposed_by", "approved_by", "certificate")


class DisposalsView(RetentionTab, TemplateView):
    permission_required = "sanktion.view_disposal"
    template_name = "sanktion/retention/disposals.html"
    tab = "disposals"

    def get_context_data(self, **kwargs):
        found = Disposal.objects.visible_to(self.request.user)
        page = key_page(found, self.request.GET, key=None, newest_first=True)
        page = replace(page, total_label=f"{len(page.pks)} sletninger på siden")
        rows = found.filter(pk__in=page.pks).select_related(*PEOPLE)
        return super().get_context_data(disposals=rows, page=page, **kwargs)


class CheckView(RightRequiredMixin, View):
    """Recomputes the whole chain, so it is not to be asked by following a link."""

    permission_required = "sanktion.view_disposal"
    http_method_names = ["post"]

    def post(self, request):
        if broken := DisposalCertificate.objects.broken():
            messages.error(
                request, f"Kæden er brudt ved attest S{broken[0]:04d}. Sig det til dem, der driver systemet."
            )
        else:
            messages.success(request, f"Kæden er hel: {DisposalCertificate.objects.count()} attester er regnet efter.")
        return redirect("disposals")


class DisposalMixin(RightRequiredMixin):
    permission_required = "sanktion.view_disposal"

    @cached_property
    def disposal(self) -> Disposal:
        found = Disposal.objects.visible_to(self.request.user).select_related(*PEOPLE)
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @property
    def job(self) -> dict:
        return {
            "url": reverse("disposal_progress", args=[self.disposal.pk]),
            "percent": self.disposal.percent,
            "label": f"Sletter sager: {self.disposal.destroyed} af {self.disposal.chosen}",
            "done": False,
        }

    def get_context_data(self, **kwargs):
        return super().get_context_data(disposal=self.disposal, job=self.job, **kwargs)


class DisposalPage(DisposalMixin):
    template_name = "sanktion/retention/disposal.html"

    def get_context_data(self, **kwargs):
        user, disposal = self.request.user, self.disposal
        waits = disposal.status == DisposalStatus.PROPOSED
        may_approve = waits and user.has_perm("sanktion.approve_disposal") and disposal.proposed_by_id != user.pk
        kwargs.setdefault("form", ApproveForm() if may_approve else None)
        chosen = Case.objects.filter(disposal_item__disposal=disposal)
        seen = with_what_stays(Case.objects.visible_to(user).filter(disposal_item__disposal=disposal))
        return super().get_context_data(
            cases=seen.order_by("number") if waits else [],
            unseen=chosen.count() - seen.count() if waits else 0,
            ready=acts.ready_count(disposal) if waits else 0,
            certificate=getattr(disposal, "certificate", None),
            **kwargs,
        )


class DisposalView(DisposalPage, TemplateView):
    pass


class ApproveView(AsksWhoYouAre, DisposalPage, FormView):
    permission_required = ("sanktion.view_disposal", "sanktion.approve_disposal")
    http_method_names = ["post"]
    form_class = ApproveForm

    def form_valid(self, form):
        try:
            acts.approve_disposal(self.disposal, count=form.cleaned_data["count"], by=self.request.user)
        except (DisposalNotAllowed, TransitionNotAllowed) as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        return redirect("disposal", self.disposal.pk)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


class WithdrawView(DisposalMixin, View):
    permission_required = ("sanktion.view_disposal", "sanktion.review_retention")
    http_method_names = ["post"]

    def post(self, request, pk):
        try:
            acts.withdraw_disposal(self.disposal, by=request.user)
        except TransitionNotAllowed as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "Forslaget er trukket tilbage. Sagerne står igen på listen.")
        return redirect("disposal", pk)


class DisposalProgressView(DisposalMixin, TemplateView):
    """The progress bar alone, for the page that asks each second; everyone else gets the whole page."""

    template_name = "components/progress.html"

    def get(self, request, *args, **kwargs):
        if self.disposal.status != DisposalStatus.APPROVED or "HX-Request" not in request.headers:
            return redirect("disposal", self.disposal.pk)
        return super().get(request, *args, **kwargs)


class CertificateView(DisposalMixin, View):
    def get(self, request, pk):
        certificate = getattr(self.disposal, "certificate", None)
        if certificate is None:
            raise Http404
        return pdf_response(certificate_pdf(certificate), f"sletteattest-{certificate}.pdf")

"""The colleague's side of four eyes: what waits, the page it is read on, and the letter itself."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import FormView, TemplateView, View

from sanktion.actions.countersign import CountersignRefused, answer, asked_decision, state_of
from sanktion.actions.decision import DRAFT_MARK, render_decision
from sanktion.forms.countersign import CountersignForm
from sanktion.models import AccessKind, Countersignature, CountersignRequest, Disposal, TextMissing, Words
from sanktion.views.base import LogsAccess, RightRequiredMixin, refuse_other_than_case_number
from sanktion.views.document import pdf_response
from sanktion.views.identity import AsksWhenProtected

RIGHT = "sanktion.countersign_decision"
MOST = 100


class CountersignsView(RightRequiredMixin, LogsAccess, TemplateView):
    """Who signs without reading every case of the team has this list in place of the work queue."""

    permission_required = RIGHT
    template_name = "sanktion/countersign/list.html"

    def get_context_data(self, **kwargs):
        waiting = CountersignRequest.objects.to_sign(self.request.user)
        rows = list(waiting.select_related("case__citizen", "case__event", "asked_by").order_by("due", "pk")[:MOST])
        self.log([row.case.citizen for row in rows], kind=AccessKind.LIST)
        may_approve = self.request.user.has_perm("sanktion.approve_disposal")
        disposals = Disposal.objects.waiting_for(self.request.user).order_by("pk") if may_approve else []
        return super().get_context_data(rows=rows, disposals=disposals, may_approve=may_approve, **kwargs)


class CountersignMixin(RightRequiredMixin, LogsAccess):
    """The last question of a case, to those who may sign in it."""

    permission_required = RIGHT
    access_kind = AccessKind.READ

    def dispatch(self, request, *args, **kwargs):
        if not self.has_permission():
            return self.handle_no_permission()
        refuse_other_than_case_number(kwargs["number"])
        asked = CountersignRequest.objects.visible_to(request.user).filter(case__number=kwargs["number"])
        related = ("case__citizen__benefit", "case__citizen__address", "case__event", "asked_by", "legal_basis")
        self.asked = get_object_or_404(asked.select_related(*related, "consequence").order_by("-pk")[:1])
        self.case = self.asked.case
        if asked := self.asked_first(self.case.citizen):
            return asked
        kind = AccessKind.WRITE if request.method == "POST" else self.access_kind
        self.log([self.case.citizen], case=self.case, kind=kind)
        return super().dispatch(request, *args, **kwargs)


class CountersignView(CountersignMixin, FormView):
    template_name = "sanktion/countersign/sign.html"
    form_class = CountersignForm

    def get_initial(self):
        return {"seen": self.asked.digest}

    def get_context_data(self, **kwargs):
        case = self.case
        return super().get_context_data(
            case=case,
            citizen=case.citizen,
            decision=asked_decision(self.asked),
            state=state_of(case, self.asked),
            told=self.asked.content["statement"],
            is_own=self.asked.asked_by_id == self.request.user.pk,
            assessment=self.asked.assessment,
            ground=self.asked.ground,
            consequence=self.asked.consequence,
            **kwargs,
        )

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        try:
            given = answer(self.asked, **form.cleaned_data, by=self.request.user)
        except CountersignRefused as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        told = "Du har medunderskrevet afgørelsen." if given.is_approved else "Afgørelsen er sendt tilbage."
        messages.success(self.request, told)
        return redirect("countersigns")


class CountersignLetterView(AsksWhenProtected, CountersignMixin, View):
    """The letter as it will be sent, with both names and a draft mark in place of its number. Nothing is stored."""

    access_kind = AccessKind.PRINT
    http_method_names = ["get"]

    def get(self, request, number):
        decision = asked_decision(self.asked)
        signer = self.asked.answer.signed_by if self.asked.is_answered else request.user
        decision.countersignature = Countersignature(signed_by=signer)
        try:
            words = Words("decision")
        except TextMissing as missing:
            messages.error(request, str(missing))
            return redirect("countersign", number)
        statement = self.asked.content["statement"]
        data = render_decision(decision, statement=statement, number=DRAFT_MARK, words=words)
        return pdf_response(data, f"kladde-{self.case.number}.pdf")

"""V015, V023, V024: which of the named cases belong in the supervision, and the letters about those that don't."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView, View

from sanktion.models import AccessKind, TextMissing
from sanktion.views.base import ActFormView, LogsAccess
from sanktion.views.document import pdf_response
from sanktion.views.identity import AsksWhenProtected
from tilsyn.actions.eligibility import (
    WithdrawalNotAllowed,
    bring_back_case,
    mark_letters_sent,
    withdraw_case,
    write_letters,
)
from tilsyn.eligibility import eligibility_of, judge_all
from tilsyn.forms.eligibility import SentForm, WithdrawForm
from tilsyn.letters.withdrawal import render_withdrawal
from tilsyn.models import SelectedCase, SupervisionStatus, WithdrawalNotice, WithdrawnBecause
from tilsyn.shown.withdrawals import HANDLE
from tilsyn.views.base import SelectedCaseMixin, SupervisionMixin

SEE = ("tilsyn.view_supervision", "sanktion.view_case")
DRAFT_MARK = "UDKAST"


class EligibilityView(SupervisionMixin, LogsAccess, TemplateView):
    permission_required = SEE
    template_name = "tilsyn/eligibility/list.html"

    def get_context_data(self, **kwargs):
        named = SelectedCase.objects.visible_to(self.request.user).filter(supervision=self.supervision)
        judged = judge_all(named)
        self.log([one.selected.case.citizen for one in judged], kind=AccessKind.LIST)
        notices = [one.notice for one in judged if one.notice]
        handles = self.request.user.has_perm(HANDLE)
        return super().get_context_data(
            judged=judged,
            outside=self.supervision.count_cases() - len(judged),
            unwritten=[notice for notice in notices if not notice.paper_id],
            unsent=[notice for notice in notices if notice.paper_id and not notice.sent_on],
            may_act=handles and self.supervision.takes_cases,
            # What is owed is owed until the supervision is closed.
            may_write=handles and self.supervision.status != SupervisionStatus.CLOSED,
            **kwargs,
        )


class SelectedActView(SelectedCaseMixin, ActFormView):
    permission_required = (*SEE, HANDLE)
    tab = "supervision_eligibility"
    template_name = "tilsyn/eligibility/act.html"

    def get_success_url(self):
        return reverse("supervision_eligibility", args=[self.supervision.number])


class WithdrawView(SelectedActView):
    form_class = WithdrawForm
    title, confirm_label = "Sagen udgår af tilsynet", "Lad sagen udgå"

    def get_initial(self):
        unmet = eligibility_of(self.selected.case).unmet
        return {"because": unmet[0].otherwise} if unmet else {}

    def act(self, form) -> str:
        asked = form.cleaned_data
        try:
            withdraw_case(self.selected, WithdrawnBecause(asked["because"]), note=asked["note"], by=self.request.user)
        except WithdrawalNotAllowed as refused:
            raise ValidationError(str(refused)) from None
        return f"Sag {self.selected.case.number} er udgået af tilsynet."


class BringBackView(SelectedActView):
    title, confirm_label = "Tag sagen med igen", "Tag sagen med igen"
    http_method_names = ["get", "post"]

    def get_form(self, form_class=None):
        return None

    def post(self, request, *args, **kwargs):
        try:
            bring_back_case(self.selected, by=request.user)
        except WithdrawalNotAllowed as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"Sag {self.selected.case.number} er med i tilsynet igen.")
        return redirect(self.get_success_url())


class WithdrawalPreviewView(AsksWhenProtected, SelectedCaseMixin, View):
    def get(self, request, *args, **kwargs):
        if self.selected.takes_part:
            raise Http404
        try:
            data = render_withdrawal(self.selected, number=DRAFT_MARK)
        except TextMissing as lacking:
            messages.error(request, str(lacking))
            return redirect("supervision_eligibility", self.supervision.number)
        return pdf_response(data, f"udkast-{self.supervision.number}-{self.selected.number}.pdf")


class WriteLettersView(SupervisionMixin, LogsAccess, View):
    permission_required = (*SEE, HANDLE)
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        try:
            papers = write_letters(self.supervision, by=request.user)
        except TextMissing as lacking:
            messages.error(request, str(lacking))
            return redirect("supervision_eligibility", self.supervision.number)
        self.log({paper.selected.case.citizen for paper in papers}, kind=AccessKind.WRITE)
        count = len(papers)
        told = (
            "1 brev er skrevet." if count == 1 else f"{count} breve er skrevet." if count else "Alle breve er skrevet."
        )
        messages.success(request, told)
        return redirect("supervision_eligibility", self.supervision.number)


class LettersSentView(SupervisionMixin, ActFormView):
    permission_required = (*SEE, HANDLE)
    tab = "supervision_eligibility"
    template_name = "tilsyn/eligibility/sent.html"
    form_class = SentForm
    title, confirm_label = "Brevene er sendt", "Gem"

    def get_initial(self):
        return {"sent_on": timezone.localdate()}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"unsent": self.notices}

    def get(self, request, *args, **kwargs):
        if self.notices.exists():
            return super().get(request, *args, **kwargs)
        messages.info(request, "Der er ingen breve, der er skrevet og ikke sendt.")
        return redirect(self.get_success_url())

    @property
    def notices(self):
        found = WithdrawalNotice.objects.visible_to(self.request.user).filter(selected__supervision=self.supervision)
        return found.unsent().select_related("paper__supervision")

    def act(self, form) -> str:
        try:
            count = mark_letters_sent(self.supervision, **form.cleaned_data, by=self.request.user)
        except WithdrawalNotAllowed as refused:
            raise ValidationError(str(refused)) from None
        return "1 brev er sendt." if count == 1 else f"{count} breve er sendt."

    def get_success_url(self):
        return reverse("supervision_eligibility", args=[self.supervision.number])

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.generic import ListView, TemplateView, View

from parthoering import actions
from parthoering.forms.printing import LettersForm, PostedForm
from parthoering.models import Delivery, RejectedReceipt
from parthoering.views.base import REFUSALS
from sanktion.models import AccessKind
from sanktion.views.base import LogsAccess, RightRequiredMixin
from sanktion.views.document import pdf_response
from sanktion.views.identity import AsksWhenProtected

SHOWN = 300


class QueueAccess(RightRequiredMixin, LogsAccess):
    permission_required = "sanktion.handle_case"

    def queue(self):
        rows = Delivery.objects.visible_to(self.request.user).queued().order_by("status_changed_at", "pk")
        return rows.select_related("document__content", "document__case__citizen__address", "representative")

    def note(self, letters, kind: AccessKind) -> None:
        for letter in letters:
            self.log([letter.document.case.citizen], case=letter.document.case, kind=kind)

    def refuse(self, reason) -> HttpResponse:
        messages.error(self.request, str(reason))
        return redirect("print_queue")


class PrintQueueView(QueueAccess, ListView):
    """No address: protected ones are never on a mixed list. They are in the letters."""

    template_name = "parthoering/print_queue.html"
    context_object_name = "letters"

    def get_queryset(self):
        rows = Delivery.objects.visible_to(self.request.user).queued().order_by("status_changed_at", "pk")
        return rows.select_related("document__case__citizen", "representative").prefetch_related("prints")[:SHOWN]

    def get_context_data(self, **kwargs):
        self.note(self.object_list, AccessKind.LIST)
        return super().get_context_data(most=actions.MOST_AT_ONCE, **kwargs)


class PrintLettersView(AsksWhenProtected, QueueAccess, View):
    http_method_names = ["post"]

    def post(self, request):
        form = LettersForm(request.POST, queue=self.queue())
        if not form.is_valid():
            return self.refuse(form.errors["letters"][0])
        letters = form.cleaned_data["letters"]
        if asked := self.asked_first(*(letter.document.case.citizen for letter in letters)):
            return asked
        self.note(letters, AccessKind.PRINT)
        return pdf_response(actions.print_letters(letters, by=request.user), "breve.pdf")


class PostLettersView(QueueAccess, TemplateView):
    """Asks first: the day it is posted begins the citizen's time, and stands."""

    template_name = "parthoering/letters_posted.html"

    def get(self, request):
        return redirect("print_queue")

    def post(self, request):
        form = PostedForm(request.POST if "on" in request.POST else None, queue=self.queue())
        chosen = LettersForm(request.POST, queue=self.queue())
        if not chosen.is_valid():
            return self.refuse(chosen.errors["letters"][0])
        letters = chosen.cleaned_data["letters"]
        self.note(letters, AccessKind.WRITE)
        if not form.is_bound or not form.is_valid():
            status = 422 if form.is_bound else 200
            return self.render_to_response(self.get_context_data(form=form, letters=letters), status=status)
        try:
            count = actions.mark_posted(letters, on=form.cleaned_data["on"], by=request.user)
        except REFUSALS as refused:
            return self.refuse(refused)
        messages.success(request, "1 brev er sendt." if count == 1 else f"{count} breve er sendt.")
        return redirect("print_queue")


class RejectedReceiptsView(RightRequiredMixin, ListView):
    """What the inbox held that fits no letter: for the manager. Names no citizen."""

    permission_required = "parthoering.view_rejectedreceipt"
    template_name = "parthoering/rejected_receipts.html"
    context_object_name = "receipts"

    def get_queryset(self):
        return RejectedReceipt.objects.all()[:SHOWN]

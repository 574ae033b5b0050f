"""Hearing letters to many at once: choose in a list, see what each would get, send, follow, see what became of it."""

from dataclasses import replace

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import DetailView, ListView, TemplateView, View

from parthoering import actions
from parthoering.forms.batch import EVENTS, BatchForm, ChosenForm
from parthoering.models import HearingBatch, RowStatus
from sanktion.base.counting import shown
from sanktion.base.transitions import TransitionNotAllowed
from sanktion.models import AccessKind
from sanktion.views.base import LogsAccess, RightRequiredMixin
from sanktion.views.paging import key_page

ROW_KINDS = {
    RowStatus.WAITING: "neutral",
    RowStatus.SENT: "success",
    RowStatus.REFUSED: "error",
    RowStatus.CANCELLED: "warning",
}


class BatchMixin(RightRequiredMixin, LogsAccess):
    permission_required = "sanktion.handle_case"

    @property
    def batches(self):
        return HearingBatch.objects.visible_to(self.request.user)

    def get_batch(self) -> HearingBatch:
        return get_object_or_404(self.batches.with_counts(), pk=self.kwargs["pk"])


class BatchNewView(BatchMixin, TemplateView):
    """What each of the chosen would get if it were sent now. Sends nothing."""

    http_method_names = ["post"]
    template_name = "parthoering/batch/new.html"

    def post(self, request, *args, **kwargs):
        form = ChosenForm(request.POST)
        pks = form.chosen(request.user) if form.is_valid() else []
        found = actions.prospects(pks[: settings.SANKTION_MAX_LETTERS], by=request.user)
        back_url = reverse("events" if request.POST.get("liste") == EVENTS else "queue")
        if not found:
            messages.error(request, "Vælg mindst én række.")
            return redirect(back_url)
        self.log([one.event.citizen for one in found], kind=AccessKind.LIST)
        return self.render_to_response(self.get_context_data(found=found, asked=len(pks), back_url=back_url))

    def get_context_data(self, *, found, asked, **kwargs):
        ready = [one for one in found if not one.refusal]
        form = BatchForm(initial={"events": [one.event.pk for one in ready]})
        most = settings.SANKTION_MAX_LETTERS
        return super().get_context_data(
            ready=ready,
            refused=[one for one in found if one.refusal],
            form=form,
            most=most if asked > most else None,
            **kwargs,
        )


class BatchStartView(BatchMixin, View):
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        form = BatchForm(request.POST)
        if not form.is_valid():
            return self._refuse("Valget kan ikke læses. Vælg rækkerne igen.")
        try:
            batch = actions.start_batch(form.cleaned_data["events"], key=form.cleaned_data["key"], by=request.user)
        except actions.NotAllowed as refused:
            return self._refuse(str(refused))
        rows = batch.rows.visible_to(request.user).select_related("event__citizen")
        self.log([row.event.citizen for row in rows], kind=AccessKind.WRITE)
        return redirect("hearing_batch", batch.pk)

    def _refuse(self, reason: str):
        messages.error(self.request, reason)
        return redirect("queue")


class BatchView(BatchMixin, DetailView):
    """How far it is while it runs, and what became of each row."""

    template_name = "parthoering/batch/detail.html"
    context_object_name = "batch"

    def get_object(self, queryset=None):
        return self.get_batch()

    def get_context_data(self, **kwargs):
        shown_status = self._shown_status()
        chosen = self.object.rows.filter(status=shown_status)
        page = key_page(chosen, self.request.GET, key=None)
        total = getattr(self.object, shown_status.value)
        page = replace(page, total_label=f"{len(page.pks)} af {shown(total)}")
        # In two steps: a row whose case has gone out of the user's sight is counted, but not shown.
        rows = chosen.visible_to(self.request.user).filter(pk__in=page.pks)
        rows = list(rows.select_related("event__citizen", "event__case", "hearing__letter__case"))
        self.log([row.event.citizen for row in rows], kind=AccessKind.LIST)
        return super().get_context_data(
            job=job_of(self.object),
            views=self._views(shown_status),
            status=shown_status,
            row_kind=ROW_KINDS[shown_status],
            rows=rows,
            hidden=len(page.pks) - len(rows),
            page=page,
            **kwargs,
        )

    def _shown_status(self) -> RowStatus:
        wanted = self.request.GET.get("vis", "")
        if wanted in RowStatus.values:
            return RowStatus(wanted)
        if self.object.is_running:
            return RowStatus.WAITING
        # What somebody must still do something about comes first.
        return RowStatus.REFUSED if self.object.refused else RowStatus.SENT

    def _views(self, current: RowStatus) -> list[dict]:
        found = [(status, getattr(self.object, status.value)) for status in RowStatus]
        return [
            {"url": f"?vis={status.value}", "label": status.label, "count": count, "current": status == current}
            for status, count in found
            if count or status == current
        ]


class BatchProgressView(BatchMixin, TemplateView):
    """The progress bar alone, for the page that asks each second; everyone else gets the whole page."""

    template_name = "components/progress.html"

    def get(self, request, *args, **kwargs):
        batch = self.get_batch()
        if not batch.is_running or "HX-Request" not in request.headers:
            return redirect("hearing_batch", batch.pk)
        return self.render_to_response({"job": job_of(batch)})


class BatchStopView(BatchMixin, View):
    http_method_names = ["post"]

    def post(self, request, pk):
        batch = self.get_batch()
        try:
            cancelled = actions.stop_batch(batch, by=request.user)
        except TransitionNotAllowed:
            messages.info(request, "Forsendelsen er allerede slut.")
        else:
            messages.success(request, f"Standset. {cancelled} breve blev ikke sendt.")
        return redirect("hearing_batch", batch.pk)


class BatchesView(BatchMixin, ListView):
    template_name = "parthoering/batch/list.html"
    context_object_name = "rows"

    def get_queryset(self):
        page = key_page(self.batches, self.request.GET, key=None, newest_first=True)
        self.page = replace(page, total_label=f"{len(page.pks)} af {self.batches.count()} forsendelser")
        return self.batches.with_counts().filter(pk__in=page.pks)

    def get_context_data(self, **kwargs):
        return super().get_context_data(page=self.page, **kwargs)


def job_of(batch: HearingBatch) -> dict:
    handled = batch.total - batch.waiting
    return {
        "url": reverse("hearing_batch_progress", args=[batch.pk]),
        "percent": min(99, 100 * handled // batch.total),
        "label": f"{handled} af {batch.total} breve er behandlet",
        "done": False,
    }

from dataclasses import asdict, replace

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import FormView, TemplateView

from koerelister.actions.destruction import Finding, assess_loss, destroy_and_look, examine
from koerelister.actions.lists import CannotDestroy
from koerelister.forms.destruction import DestroyForm, LossForm, RecordFilter
from koerelister.models import DestructionRecord, PhysicalErasure, RouteList
from koerelister.views.base import RouteListMixin
from sanktion.base.remains import Place
from sanktion.views.base import RightRequiredMixin
from sanktion.views.paging import key_page

RECEIPT = "destruction_receipt"


class DestroyView(RouteListMixin, FormView):
    permission_required = ("koerelister.register_visits", "koerelister.destroy_lists")
    form_class = DestroyForm
    template_name = "koerelister/route_destroy.html"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "route_list": self.route_list, "user": self.request.user}

    def form_valid(self, form):
        try:
            record, finding = destroy_and_look(self.route_list, paper=form.paper, by=self.request.user)
        except CannotDestroy as problem:
            form.add_error(None, str(problem))
            return self.form_invalid(form)
        messages.success(self.request, f"Køreliste {record.number} er destrueret.")
        # Numbers alone, and only until the receipt is shown.
        self.request.session[RECEIPT] = asdict(finding)
        return redirect("destruction", record.sequence)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


class DestructionsView(RightRequiredMixin, TemplateView):
    """The same for everyone with the right: lists by number, and no citizen (B046)."""

    permission_required = "koerelister.view_destructionrecord"
    template_name = "koerelister/destructions.html"

    def get_context_data(self, **kwargs):
        form = RecordFilter(self.request.GET)
        records = form.chosen()
        totals = self._totals(records)
        page = key_page(records, self.request.GET, key="at", newest_first=True)
        return super().get_context_data(
            form=form,
            page=replace(page, total_label=f"{len(page.pks)} af {totals['count']} destruktioner"),
            records=records.filter(pk__in=page.pks).select_related("area", "by", "loss_assessment"),
            totals=totals,
            overdue=RouteList.objects.overdue().select_related("area").order_by("date"),
            awaiting=DestructionRecord.objects.awaiting_assessment().count(),
            erased_at=PhysicalErasure.objects.latest_moment(),
            erasure_is_overdue=PhysicalErasure.objects.is_overdue(),
            **kwargs,
        )

    def _totals(self, records) -> dict[str, int]:
        count = records.count()
        totals = {"count": count, "lost": records.with_lost_paper().count()}
        if count:
            totals["same_day"] = round(100 * records.same_day().count() / count)
            totals["in_time"] = round(100 * records.in_time().count() / count)
        return totals


class RecordMixin(RightRequiredMixin):
    permission_required = "koerelister.view_destructionrecord"
    template_name = "koerelister/destruction.html"

    def dispatch(self, request, *args, **kwargs):
        if not self.has_permission():
            return self.handle_no_permission()
        records = DestructionRecord.objects.select_related("area", "by", "loss_assessment__by")
        self.record = get_object_or_404(records, sequence=kwargs["sequence"])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        awaits = self.record.copies_lost and not hasattr(self.record, "loss_assessment")
        may_assess = awaits and self.request.user.has_perm("koerelister.add_lossassessment")
        kwargs.setdefault("form", LossForm() if may_assess else None)
        return super().get_context_data(record=self.record, awaits_assessment=awaits, **kwargs)


class DestructionView(RecordMixin, TemplateView):
    """The receipt. What was looked for at the moment of destruction is shown once."""

    def get_context_data(self, **kwargs):
        kept = self.request.session.get(RECEIPT)
        if kept and kept["sequence"] == self.record.sequence:
            del self.request.session[RECEIPT]
            places = [Place(**place) for place in kept["places"]]
            kwargs |= {"finding": Finding(kept["sequence"], kept["broken"], places), "with_names": True}
        return super().get_context_data(**kwargs)


class CheckView(RecordMixin, TemplateView):
    """POST: it reads every place there is, and is not to be asked by following a link."""

    http_method_names = ["post"]

    def post(self, request, sequence):
        return self.render_to_response(self.get_context_data(finding=examine(self.record)))


class LossView(RecordMixin, FormView):
    permission_required = ("koerelister.view_destructionrecord", "koerelister.add_lossassessment")
    http_method_names = ["post"]
    form_class = LossForm

    def form_valid(self, form):
        assess_loss(self.record, is_reported=form.cleaned_data["is_reported"], by=self.request.user)
        messages.success(self.request, "Vurderingen er gemt.")
        return redirect(reverse("destruction", args=[self.record.sequence]))

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

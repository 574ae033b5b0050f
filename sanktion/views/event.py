from dataclasses import replace

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView, View

from sanktion.actions.event import DECIDED, fill_in_event, notice_pdf, open_case, register_event
from sanktion.base.counting import CountOf, shown
from sanktion.forms.event import EventDetailsForm, EventForm, EventKindForm
from sanktion.models import AccessKind, Case, EventKind, EventNotice, NegativeEvent, User
from sanktion.panels import bulk_act_for, first_step_url
from sanktion.views.base import CitizenMixin, LogsAccess, RightRequiredMixin
from sanktion.views.document import pdf_response
from sanktion.views.paging import key_page


class EventsView(RightRequiredMixin, LogsAccess, TemplateView):
    """V024: every event is a duty to assess. The oldest waits first."""

    permission_required = "sanktion.view_citizen"
    template_name = "sanktion/events.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        waiting = NegativeEvent.objects.for_teams_of(user).without_case()
        page = key_page(waiting, self.request.GET, key="occurred_on")
        rows = NegativeEvent.objects.filter(pk__in=page.pks).select_related("citizen__address")
        by_pk = {event.pk: event for event in rows}
        events = [by_pk[pk] for pk in page.pks]
        self.log([event.citizen for event in events], kind=AccessKind.LIST)
        total = User.objects.filter(pk=user.pk).values_list(CountOf(waiting)).get()[0]
        page = replace(page, total_label=f"{len(events)} af {shown(total)} hændelser")
        bulk = {"bulk": bulk_act_for(user), "bulk_list": "haendelser", "picks": page.pks}
        return super().get_context_data(
            events=events, page=page, total=total, total_label=shown(total), **bulk, **kwargs
        )


def events_to_handle(user):
    """Events of the user's teams without a case, and those of the cases the user sees."""
    waiting = Q(is_taken_up=False, citizen__team__in=user.team_ids)
    events = NegativeEvent.objects.visible_to(user).filter(waiting | Q(case__in=Case.objects.visible_to(user)))
    return events.select_related("citizen")


class OpensCase(RightRequiredMixin, LogsAccess):
    def open(self, event: NegativeEvent) -> HttpResponseRedirect:
        case = open_case(event, by=self.request.user)
        self.log([event.citizen], case=case, kind=AccessKind.WRITE)
        messages.success(self.request, f"Sag {case.number} er åbnet.")
        # What is still to be filled in is asked for on the case.
        return redirect("case", case.number) if event.details_pending else redirect(first_step_url(case))


class OpenCaseView(OpensCase, View):
    permission_required = "sanktion.handle_case"
    http_method_names = ["post"]

    def post(self, request, pk):
        events = NegativeEvent.objects.for_teams_of(request.user).select_related("citizen")
        # Asking again leads to the case, but not to one that only named people see.
        may_see = Q(is_taken_up=False) | Q(case__in=Case.objects.visible_to(request.user))
        return self.open(get_object_or_404(events.filter(may_see), pk=pk))


class EventNewView(CitizenMixin, OpensCase, FormView):
    """First which kind, then what that kind needs. The page works without JavaScript: the kind is its own form."""

    permission_required = "sanktion.register_event"
    template_name = "sanktion/event_new.html"

    @cached_property
    def kind(self) -> EventKind | None:
        asked = EventKindForm(self.request.POST if self.request.method == "POST" else self.request.GET)
        return EventKind(asked.cleaned_data["kind"]) if asked.is_valid() else None

    @property
    def may_open(self) -> bool:
        user = self.request.user
        return user.has_perm("sanktion.handle_case") and self.citizen.team_id in user.team_ids

    def get_form(self, form_class=None):
        if self.kind is None:
            return EventKindForm(self.request.POST if self.request.method == "POST" else None)
        return EventForm(**self.get_form_kwargs(), citizen=self.citizen, kind=self.kind)

    def get_initial(self):
        # A change of kind keeps the date that was written.
        return {"occurred_on": self.request.GET["occurred_on"]} if self.request.GET.get("occurred_on") else {}

    def get_context_data(self, **kwargs):
        kind_form = EventKindForm(initial={"kind": self.kind})
        return super().get_context_data(kind=self.kind, kind_form=kind_form, may_open=self.may_open, **kwargs)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        event = register_event(self.citizen, **form.cleaned_data, by=self.request.user)
        self.log([self.citizen], kind=AccessKind.WRITE)
        if "open" in self.request.POST and self.may_open:
            return self.open(event)
        messages.success(self.request, "Hændelsen er registreret. Tag den op ved at åbne en sag.")
        return redirect("citizen", self.citizen.pk)


class EventDetailsView(RightRequiredMixin, LogsAccess, FormView):
    """What the kind of event needs to be known, filled in or put right until the case is decided."""

    permission_required = "sanktion.register_event"
    template_name = "sanktion/event_details.html"

    def dispatch(self, request, *args, **kwargs):
        if not self.has_permission():
            return self.handle_no_permission()
        self.event = get_object_or_404(events_to_handle(request.user), pk=kwargs["pk"])
        self.case = Case.objects.visible_to(request.user).filter(event=self.event).first()
        kind = AccessKind.WRITE if request.method == "POST" else AccessKind.READ
        self.log([self.event.citizen], case=self.case, kind=kind)
        if self.case and not self.case.is_open:
            messages.error(request, DECIDED)
            return redirect(self.back_url)
        return super().dispatch(request, *args, **kwargs)

    @property
    def back_url(self) -> str:
        return (
            reverse("case", args=[self.case.number]) if self.case else reverse("citizen", args=[self.event.citizen_id])
        )

    def get_form(self, form_class=None):
        has_notice = EventNotice.objects.filter(event=self.event).exists()
        return EventDetailsForm(**self.get_form_kwargs(), event=self.event, has_notice=has_notice)

    def get_context_data(self, **kwargs):
        shown = {"event": self.event, "citizen": self.event.citizen, "case": self.case, "back_url": self.back_url}
        return super().get_context_data(**shown, **kwargs)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        answers = form.cleaned_data
        fill_in_event(self.event, details=answers["details"], notice=answers.get("notice"), by=self.request.user)
        messages.success(self.request, "Hændelsens oplysninger er gemt.")
        return redirect(self.back_url)


class EventNoticeView(RightRequiredMixin, LogsAccess, View):
    permission_required = "sanktion.view_citizen"
    http_method_names = ["get"]

    def get(self, request, pk):
        events = events_to_handle(request.user).filter(notice__isnull=False)
        event = get_object_or_404(events.select_related("citizen", "notice"), pk=pk)
        self.log([event.citizen], case=Case.objects.filter(event=event).first(), kind=AccessKind.PRINT)
        return pdf_response(notice_pdf(event.notice), f"underretning-{event.pk}.pdf")

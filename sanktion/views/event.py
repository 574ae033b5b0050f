from dataclasses import replace

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import TemplateView, View

from sanktion.actions.event import open_case
from sanktion.base.counting import CountOf, shown
from sanktion.models import AccessKind, Case, NegativeEvent, User
from sanktion.views.base import LogsAccess, RightRequiredMixin
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
        return super().get_context_data(events=events, page=page, **kwargs)


class OpenCaseView(RightRequiredMixin, LogsAccess, View):
    permission_required = "sanktion.handle_case"
    http_method_names = ["post"]

    def post(self, request, pk):
        events = NegativeEvent.objects.for_teams_of(request.user).select_related("citizen")
        # Asking again leads to the case, but not to one that only named people see.
        may_see = Q(case__isnull=True) | Q(case__in=Case.objects.visible_to(request.user))
        event = get_object_or_404(events.filter(may_see), pk=pk)
        case = open_case(event, by=request.user)
        self.log([event.citizen], case=case, kind=AccessKind.WRITE)
        messages.success(request, f"Sag {case.number} er åbnet.")
        return redirect("case", case.number)

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import TemplateView, View

from koerelister import traces
from koerelister.actions.lists import NothingToPrint, print_copy
from koerelister.forms.visit import StrikeForm
from koerelister.models import RouteList, SeparateVisit, VisitOrder
from koerelister.views.base import RouteListMixin
from koerelister.views.pictures import picture_of_list
from sanktion.views.base import RightRequiredMixin
from sanktion.views.document import pdf_response


class RoutesView(RightRequiredMixin, TemplateView):
    """Lists and waiting visits as numbers only: no citizen is named, so nobody is looked up."""

    permission_required = "koerelister.register_visits"
    template_name = "koerelister/routes.html"

    def get_context_data(self, **kwargs):
        found = list(RouteList.objects.visible_to(self.request.user).with_progress())
        lists = [route_list for route_list in found if not route_list.is_draft]
        today, waiting = timezone.localdate(), self._waiting()
        return super().get_context_data(
            groups=[
                ("Skal registreres og destrueres", [route_list for route_list in lists if route_list.date < today]),
                ("I dag", [route_list for route_list in lists if route_list.date == today]),
                ("Kommende", [route_list for route_list in lists if route_list.date > today]),
            ],
            drafts=[route_list for route_list in found if route_list.is_draft],
            has_lists=bool(found),
            today=today,
            waiting=waiting,
            deferred=self._deferred(),
            unplaced=sum(row["count"] for row in waiting if row["area__name"] is None),
            separates=SeparateVisit.objects.visible_to(self.request.user)
            .without_list()
            .approved()
            .filter(asked_by=self.request.user),
            **kwargs,
        )

    def _waiting(self):
        user = self.request.user
        if not user.has_perm("koerelister.plan_routes"):
            return []
        orders = VisitOrder.objects.visible_to(user).placeable()
        return orders.order_by("area__position").values("area__name").annotate(count=Count("pk"))

    def _deferred(self):
        """From today on: how many each day's plans had no room for."""
        user = self.request.user
        if not user.has_perm("koerelister.plan_routes"):
            return []
        orders = VisitOrder.objects.visible_to(user).deferred().filter(deferred_on__gte=timezone.localdate())
        return orders.order_by("deferred_on").values("deferred_on").annotate(count=Count("pk"))


class RouteListView(RouteListMixin, TemplateView):
    template_name = "koerelister/route_list.html"
    shows_drafts = True

    def get_context_data(self, **kwargs):
        stops = list(self.route_list.stops.with_doors())
        traces.seen(stops, by=self.request.user)
        return super().get_context_data(
            stops=stops,
            to_visit=sum(stop.is_to_be_visited for stop in stops),
            picture=picture_of_list(self.route_list, stops),
            strike_form=StrikeForm(),
            may_change=self.request.user.has_perm("koerelister.plan_routes") and self.route_list.may_be_changed,
            **kwargs,
        )


class PrintView(RouteListMixin, View):
    """POST, for each print is counted and numbered."""

    http_method_names = ["post"]

    def post(self, request, pk):
        try:
            data = print_copy(self.route_list, by=request.user)
        except NothingToPrint as problem:
            messages.error(request, str(problem))
            return redirect("route_list", pk)
        return pdf_response(data, f"koereliste-{self.route_list.number}.pdf")

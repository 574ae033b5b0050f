from django.contrib import messages
from django.db.models import Count
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView, TemplateView, View

from koerelister import traces
from koerelister.actions.lists import CannotDestroy, NothingToPrint, destroy, print_copy
from koerelister.forms import DestroyForm, StrikeForm
from koerelister.models import RouteList, SeparateVisit, VisitOrder
from koerelister.views.base import RouteListMixin
from sanktion.views.base import RightRequiredMixin
from sanktion.views.document import pdf_response


class RoutesView(RightRequiredMixin, TemplateView):
    """Lists and waiting visits as numbers only: no citizen is named, so nobody is looked up."""

    permission_required = "koerelister.register_visits"
    template_name = "koerelister/routes.html"

    def get_context_data(self, **kwargs):
        lists = list(RouteList.objects.visible_to(self.request.user).with_progress())
        today, waiting = timezone.localdate(), self._waiting()
        return super().get_context_data(
            groups=[
                ("Skal registreres og destrueres", [route_list for route_list in lists if route_list.date < today]),
                ("I dag", [route_list for route_list in lists if route_list.date == today]),
                ("Kommende", [route_list for route_list in lists if route_list.date > today]),
            ],
            has_lists=bool(lists),
            waiting=waiting,
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
        orders = VisitOrder.objects.visible_to(user).ready()
        return orders.order_by("area__position").values("area__name").annotate(count=Count("pk"))


class RouteListView(RouteListMixin, TemplateView):
    template_name = "koerelister/route_list.html"

    def get_context_data(self, **kwargs):
        stops = list(self.route_list.stops.with_doors())
        traces.seen(stops, by=self.request.user)
        return super().get_context_data(
            stops=stops,
            to_visit=sum(stop.is_to_be_visited for stop in stops),
            strike_form=StrikeForm(),
            may_move=self.request.user.has_perm("koerelister.plan_routes") and not self.route_list.printed_copies,
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


class DestroyView(RouteListMixin, FormView):
    permission_required = ("koerelister.register_visits", "koerelister.destroy_lists")
    form_class = DestroyForm
    template_name = "koerelister/route_destroy.html"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "route_list": self.route_list}

    def get_context_data(self, **kwargs):
        back = reverse("route_list", args=[self.route_list.pk])
        return super().get_context_data(
            title=f"Destruér køreliste {self.route_list.number}",
            confirm_label="Destruér listen",
            cancel_url=back,
            danger=True,
            **kwargs,
        )

    def form_valid(self, form):
        try:
            record = destroy(self.route_list, copies_shredded=form.copies_shredded, by=self.request.user)
        except CannotDestroy as problem:
            form.add_error(None, str(problem))
            return self.form_invalid(form)
        messages.success(self.request, f"Køreliste {record.number} er destrueret.")
        return redirect("routes")

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import DetailView, FormView, View

from koerelister.actions.orders import take_orders
from koerelister.actions.plans import request_plan, retry_plan
from koerelister.forms import PlanForm
from koerelister.models import RouteList, RoutePlan, VisitOrder
from sanktion.base.transitions import TransitionNotAllowed
from sanktion.models import Team
from sanktion.views.base import RightRequiredMixin


class PlanNewView(RightRequiredMixin, FormView):
    """One team's lists for one day; a planner of several teams chooses by ``?team=``."""

    permission_required = "koerelister.plan_routes"
    form_class = PlanForm
    template_name = "koerelister/plan_new.html"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "waiting": self._waiting()}

    def _teams(self):
        return Team.objects.filter(pk__in=self.request.user.team_ids)

    def _team(self) -> Team:
        chosen = self.request.GET.get("team", "")
        teams = self._teams().filter(pk=chosen) if chosen.isdecimal() else self._teams()
        return get_object_or_404(teams[:1])

    def _waiting(self) -> dict[int, int]:
        take_orders()
        placed = self._orders().filter(area__isnull=False).order_by("area__position")
        return dict(placed.values_list("area").annotate(count=Count("pk")))

    def _orders(self):
        return VisitOrder.objects.visible_to(self.request.user).ready().filter(case__team=self._team())

    def get_context_data(self, **kwargs):
        team, teams = self._team(), list(self._teams())
        tabs = [
            {"url": reverse("plan_new", query={"team": one.pk}), "label": one.name, "current": one == team}
            for one in teams
        ]
        shown = {"team": team, "tabs": tabs if len(tabs) > 1 else []}
        # Asked by the page, when making the form has taken in the newest orders.
        return super().get_context_data(unplaced=self._orders().filter(area=None), **shown, **kwargs)

    def form_valid(self, form):
        plan = request_plan(
            form.cleaned_data["date"],
            list(form.cleaned_data["areas"]),
            list(form.cleaned_data["crews"]),
            team=self._team(),
            max_stops=form.cleaned_data["max_stops"],
            by=self.request.user,
            key=form.cleaned_data["key"],
        )
        return redirect("plan_detail", plan.pk)

    def form_invalid(self, form):
        # Sent a second time, the areas are no longer among those where somebody waits.
        if key := form.cleaned_data.get("key"):
            if made := RoutePlan.objects.visible_to(self.request.user).filter(key=key).first():
                return redirect("plan_detail", made.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)


class PlanMixin(RightRequiredMixin):
    permission_required = "koerelister.plan_routes"

    def get_queryset(self):
        return RoutePlan.objects.visible_to(self.request.user).prefetch_related("parts__area")


class PlanView(PlanMixin, DetailView):
    template_name = "koerelister/plan_detail.html"
    context_object_name = "plan"

    def get_context_data(self, **kwargs):
        lists = RouteList.objects.visible_to(self.request.user).filter(plan=self.object).with_progress()
        by_area = {route_list.area_id: route_list for route_list in lists}
        parts = self.object.parts.all()
        return super().get_context_data(
            job=_job(self.object), rows=[(part, by_area.get(part.area_id)) for part in parts], **kwargs
        )


class PlanProgressView(PlanMixin, DetailView):
    """What the progress bar asks for; when the plan is over, the whole page takes its place."""

    template_name = "components/progress.html"

    def get(self, request, *args, **kwargs):
        plan = self.get_object()
        if plan.is_over or "HX-Request" not in request.headers:
            return redirect("plan_detail", plan.pk)
        self.object = plan
        return self.render_to_response({"job": _job(plan)})


class PlanRetryView(PlanMixin, View):
    http_method_names = ["post"]

    def post(self, request, pk):
        plan = get_object_or_404(self.get_queryset(), pk=pk)
        try:
            retry_plan(plan, by=request.user)
        except TransitionNotAllowed as problem:
            messages.error(request, str(problem))
        return redirect("plan_detail", pk)


def _job(plan: RoutePlan) -> dict:
    done = sum(part.done_at is not None for part in plan.parts.all())
    return {
        "url": reverse("plan_progress", args=[plan.pk]),
        "percent": plan.percent,
        "label": f"{done} af {len(plan.parts.all())} områder er planlagt",
        "done": plan.is_over,
    }

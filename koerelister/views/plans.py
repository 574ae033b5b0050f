"""Planning a day: ask for it, follow it, and see what was made of it."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import DetailView, FormView, View

from koerelister import traces
from koerelister.actions.doors import waiting_orders
from koerelister.actions.orders import take_orders
from koerelister.actions.plans import request_plan, retry_plan
from koerelister.forms.plan import PlanForm
from koerelister.models import Area, PlanArea, RouteList, RoutePlan, Stop, VisitOrder
from koerelister.views.pictures import picture_of_area
from sanktion.base.numbers import plain_number
from sanktion.base.transitions import TransitionNotAllowed
from sanktion.models import Team
from sanktion.views.base import RightRequiredMixin


class PlanNewView(RightRequiredMixin, FormView):
    """One team's lists for one day; a planner of several teams chooses by ``?team=``."""

    permission_required = "koerelister.plan_routes"
    form_class = PlanForm
    template_name = "koerelister/plan_new.html"

    def get_form_kwargs(self):
        take_orders()
        return {**super().get_form_kwargs(), "orders": waiting_orders(self._team(), Area.objects.defer("polygon"))}

    def _teams(self):
        return Team.objects.filter(pk__in=self.request.user.team_ids)

    def _team(self) -> Team:
        chosen = plain_number(self.request.GET.get("team"))
        teams = self._teams().filter(pk=chosen) if chosen is not None else self._teams()
        return get_object_or_404(teams[:1])

    def get_context_data(self, **kwargs):
        team, teams = self._team(), list(self._teams())
        tabs = [
            {"url": reverse("plan_new", query={"team": one.pk}), "label": one.name, "current": one == team}
            for one in teams
        ]
        # Asked by the page, when making the form has taken in the newest orders.
        waiting = VisitOrder.objects.visible_to(self.request.user).placeable().filter(case__team=team)
        shown = {"team": team, "tabs": tabs if len(tabs) > 1 else [], "unplaced": waiting.filter(area=None)}
        return super().get_context_data(**shown, **kwargs)

    def form_valid(self, form):
        plan = request_plan(
            form.cleaned_data["date"],
            list(form.cleaned_data["areas"]),
            list(form.cleaned_data["crews"]),
            team=self._team(),
            max_stops=form.cleaned_data["max_stops"],
            lists=form.lists,
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

    def plan(self) -> RoutePlan:
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])


class PlanView(PlanMixin, DetailView):
    template_name = "koerelister/plan_detail.html"
    context_object_name = "plan"

    def get_context_data(self, **kwargs):
        lists = list(RouteList.objects.visible_to(self.request.user).filter(plan=self.object).with_progress())
        parts = list(self.object.parts.all())
        stops = self._stops(lists)
        deferred = self._deferred()
        return super().get_context_data(
            job=_job(self.object),
            rows=[_row(part, lists, stops, deferred) for part in parts],
            drafts=sum(one.is_draft for one in lists),
            deferred=sum(deferred.values()),
            saved=saving(parts),
            **kwargs,
        )

    def _stops(self, lists: list[RouteList]) -> dict[int, list[Stop]]:
        """By the list's id. The pictures show where they are, so that is noted in the log."""
        found = list(Stop.objects.with_doors().filter(route_list__in=lists).order_by("position"))
        traces.seen(found, by=self.request.user)
        return {one.pk: [stop for stop in found if stop.route_list_id == one.pk] for one in lists}

    def _deferred(self) -> dict[int, int]:
        """By the area's id: whom this day had no room for."""
        orders = VisitOrder.objects.visible_to(self.request.user).placeable()
        orders = orders.filter(deferred_on=self.object.date, case__team=self.object.team_id, area__isnull=False)
        return dict(orders.order_by("area").values_list("area").annotate(count=Count("pk")))


def _row(part: PlanArea, lists: list[RouteList], stops: dict[int, list[Stop]], deferred: dict[int, int]) -> dict:
    lists = [one for one in lists if one.area_id == part.area_id]
    changeable = [one for one in lists if one.is_untouched and not one.is_draft]
    return {
        "part": part,
        "lists": lists,
        "picture": picture_of_area(part.area, [(one, stops[one.pk]) for one in lists]),
        "deferred": deferred.get(part.area_id, 0),
        "may_replan": len(changeable) > 1,
    }


def saving(parts: list[PlanArea]) -> str:
    """How the driving compares with a clerk's sort, in a sentence; empty while nothing is planned."""
    known = [part.saved for part in parts if part.saved is not None]
    if not known:
        return ""
    saved = sum(known)
    if abs(saved) < 60:
        return "Kørslen er lige så lang som ved sortering efter postnummer og vej."
    if saved < 0:
        return f"Kørslen er {duration(-saved)} længere end ved sortering efter postnummer og vej."
    return f"Planen sparer {duration(saved)} kørsel i forhold til sortering efter postnummer og vej."


def duration(seconds: int) -> str:
    """«1 t 12 min», to the nearest minute."""
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} t {minutes} min" if hours else f"{minutes} min"


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
        plan = self.plan()
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

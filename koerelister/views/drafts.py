"""From draft to published list, and the little that can be changed after that."""

from collections import Counter

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView, TemplateView, View

from koerelister import traces
from koerelister.actions.changes import CannotReplan, add_waiting, propose, replan
from koerelister.actions.drafts import CannotMove, discard, publish, transfer
from koerelister.forms.plan import AddForm, ReplanForm, TransferForm
from koerelister.models import RouteList, Stop, StrikeReason, VisitOrder
from koerelister.views.base import RouteListMixin
from koerelister.views.plans import PlanMixin
from sanktion.base.danish import listing
from sanktion.models import AccessKind, AccessLog

PLANNERS = ("koerelister.register_visits", "koerelister.plan_routes")


def visits(count: int) -> str:
    return "1 besøg" if count == 1 else f"{count} besøg"


def _taken_off(gone: Counter) -> str:
    reasons = listing([f"{StrikeReason(reason).label.lower()} ({count})" for reason, count in gone.items()])
    return f"{visits(gone.total())} er taget af, fordi forholdene har ændret sig siden kladden: {reasons}."


class PublishMixin:
    """Numbers and reasons only: messages lie in the session."""

    def publish(self, lists) -> None:
        drafts = [one.pk for one in lists]
        gone = publish(lists, by=self.request.user)
        count = RouteList.objects.published().filter(pk__in=drafts).count()
        if count:
            done = "Listen er udgivet" if count == 1 else f"{count} lister er udgivet"
            messages.success(self.request, f"{done} og kan udskrives og køres.")
        if gone:
            messages.warning(self.request, _taken_off(gone))


class PlanPublishView(PlanMixin, PublishMixin, View):
    http_method_names = ["post"]

    def post(self, request, pk):
        plan = self.plan()
        self.publish(list(RouteList.objects.visible_to(request.user).drafts().filter(plan=plan)))
        left = RouteList.objects.visible_to(request.user).filter(plan=pk)
        return redirect("plan_detail", pk) if left.exists() else redirect("routes")


class RoutePublishView(RouteListMixin, PublishMixin, View):
    permission_required = PLANNERS
    shows_drafts = True
    http_method_names = ["post"]

    def post(self, request, pk):
        self.publish([self.route_list])
        left = RouteList.objects.visible_to(request.user).filter(pk=pk)
        return redirect("route_list", pk) if left.exists() else redirect("routes")


class PlanDiscardView(PlanMixin, TemplateView):
    """Gives up the plan's drafts; what is published stays."""

    template_name = "components/confirm.html"

    def get_context_data(self, **kwargs):
        plan = self.plan()
        stops = Stop.objects.visible_to(self.request.user).filter(route_list__plan=plan)
        count = stops.filter(route_list__in=RouteList.objects.drafts()).count()
        return super().get_context_data(
            title="Kassér kladden",
            text=f"{visits(count)} kommer tilbage blandt de ventende. Det, du har flyttet i hånden, går tabt.",
            confirm_label="Kassér kladden",
            cancel_url=reverse("plan_detail", args=[plan.pk]),
            danger=True,
            **kwargs,
        )

    def post(self, request, pk):
        waiting = discard(RouteList.objects.visible_to(request.user).filter(plan=self.plan()))
        messages.success(request, f"Kladden er kasseret. {visits(waiting)} venter igen.")
        return redirect("routes")


class PlanBoardView(PlanMixin, TemplateView):
    """The team's drafts of the day side by side, to move stops between."""

    template_name = "koerelister/plan_board.html"

    def drafts(self, plan):
        lists = RouteList.objects.visible_to(self.request.user).drafts()
        return lists.filter(team=plan.team_id, date=plan.date).order_by("area__position", "pk")

    def get_context_data(self, **kwargs):
        plan = self.plan()
        stops = Prefetch("stops", Stop.objects.with_doors(), to_attr="shown")
        lists = list(self.drafts(plan).select_related("area", "crew").prefetch_related(stops))
        traces.seen([stop for one in lists for stop in one.shown], by=self.request.user)
        return super().get_context_data(plan=plan, lists=lists, **kwargs)

    def post(self, request, pk):
        form = TransferForm(request.POST, lists=self.drafts(self.plan()))
        if form.is_valid():
            self._move(**form.cleaned_data)
            # A list that is left empty is given up, and its plan with it.
            pk = form.cleaned_data["route_list"].plan_id
        else:
            messages.error(request, "Stoppet eller listen findes ikke længere. Intet er ændret.")
        return redirect("plan_board", pk)

    def _move(self, stop, route_list, before) -> None:
        try:
            transfer(stop, route_list, before=before)
        except CannotMove as problem:
            messages.error(self.request, str(problem))


class PlanReplanView(PlanMixin, FormView):
    """One area planned anew after publication: first how many stops would change list, then the question."""

    form_class = ReplanForm
    template_name = "koerelister/plan_replan.html"

    def get(self, request, *args, **kwargs):
        try:
            proposal = propose(self.plan(), self._area())
        except CannotReplan as problem:
            messages.warning(request, str(problem))
            return redirect("plan_detail", kwargs["pk"])
        form = ReplanForm.showing(proposal)
        return self.render_to_response(self.get_context_data(form=form, proposal=proposal))

    def _area(self) -> int:
        return self.kwargs["area"]

    def get_context_data(self, **kwargs):
        plan = self.plan()
        return super().get_context_data(plan=plan, cancel_url=reverse("plan_detail", args=[plan.pk]), **kwargs)

    def form_valid(self, form):
        plan, proposal = self.plan(), form.cleaned_data["proposal"]
        try:
            replan(plan, self._area(), proposal, by=self.request.user)
        except CannotReplan as problem:
            messages.error(self.request, str(problem))
        else:
            messages.success(self.request, f"Området er lagt om. {proposal.moved} stop skiftede liste.")
        return redirect("plan_detail", plan.pk)

    def form_invalid(self, form):
        plan = self.plan()
        messages.error(self.request, "Forslaget er for gammelt. Se det igen.")
        return redirect("plan_detail", plan.pk)


class RouteAddView(RouteListMixin, FormView):
    """«Tilføj ventende besøg»: each goes where it adds the least driving, and nobody else changes list."""

    permission_required = PLANNERS
    form_class = AddForm
    template_name = "koerelister/route_add.html"

    def orders(self):
        waiting = VisitOrder.objects.visible_to(self.request.user).placeable()
        waiting = waiting.filter(area=self.route_list.area_id, case__team=self.route_list.team_id)
        return waiting.select_related("case__citizen__address", "case__event")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "orders": self.orders()}

    def get_context_data(self, **kwargs):
        # Read once: whoever is named on the page is written in the log.
        cases = [order.case for order in self.orders()]
        AccessLog.objects.note_contact(self.request.user, AccessKind.READ, cases=cases)
        return super().get_context_data(count=len(cases), **kwargs)

    def form_valid(self, form):
        orders = form.cleaned_data["orders"]
        left = add_waiting(self.route_list, orders, by=self.request.user)
        added = len(orders) - len(left)
        if added:
            messages.success(self.request, f"{visits(added)} er tilføjet listen. Ingen andre stop har skiftet liste.")
        if not left:
            return redirect("route_list", self.route_list.pk)
        # On the page itself: a message would lie in the session, and may name nobody.
        shown = self.get_context_data(form=AddForm(orders=self.orders()), left=left)
        return self.render_to_response(shown)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

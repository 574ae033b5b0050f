from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView, View

from koerelister import traces
from koerelister.actions.lists import move
from koerelister.actions.visits import AlreadyLogged, StopHasMoved, log_visit, strike
from koerelister.forms.visit import StrikeForm, VisitForm
from koerelister.models import Stop
from koerelister.views.base import RouteListMixin


class StopMixin(RouteListMixin):
    """``self.stop`` reads the stop of the address, within the list that was found in the user's scope."""

    @property
    def stop(self) -> Stop:
        stops = Stop.objects.visible_to(self.request.user).with_doors()
        return get_object_or_404(stops, route_list=self.route_list, position=self.kwargs["position"])


def block(stop: Stop, wrong: Form | None = None) -> dict:
    """A stop with its two forms: the visit, and «ikke besøgt». ``wrong`` is the one that was sent with a fault."""
    if not stop.is_open:
        return {"stop": stop}
    # Forty stops share one page, so the names of each carry its number.
    visit_form, strike_form = f"stop{stop.position}", f"strike{stop.position}"
    return {
        "stop": stop,
        "form": wrong if isinstance(wrong, VisitForm) else VisitForm(route_list=stop.route_list, prefix=visit_form),
        "strike_form": wrong
        if isinstance(wrong, StrikeForm)
        else StrikeForm(prefix=strike_form, initial={"reason": stop.moot_reason}),
        "wrong": wrong,
    }


def save(stop: Stop, data, *, by) -> Form | None:
    """Log or strike, by the button pressed. Gives the form when it has a fault. Raises AlreadyLogged."""
    # The list may have been put in another order since the page was shown: then this is somebody else's door.
    if data.get("stop", str(stop.pk)) != str(stop.pk):
        raise StopHasMoved(stop)
    if not stop.is_open:
        raise AlreadyLogged(stop)
    if "strike" in data:
        form = StrikeForm(data, prefix=f"strike{stop.position}")
    else:
        form = VisitForm(data, route_list=stop.route_list, prefix=f"stop{stop.position}")
    if not form.is_valid():
        return form
    if isinstance(form, StrikeForm):
        strike(stop, form.cleaned_data["reason"], remarks=form.cleaned_data["remarks"], by=by)
    else:
        log_visit(stop, visit=form.visit, adverse=form.cleaned_data["adverse"], by=by)
    return None


def next_open(stop: Stop) -> Stop | None:
    left = list(Stop.objects.open().filter(route_list=stop.route_list_id))
    later = (other for other in left if other.position > stop.position)
    return next(later, None) or next(iter(left), None)


def moot(stops) -> list[Stop]:
    return [stop for stop in stops if stop.is_open and stop.moot_reason]


class RegisterView(RouteListMixin, TemplateView):
    """Keying in the paper: every stop of the list on one screen, in the order of the paper, by keyboard alone."""

    template_name = "koerelister/route_register.html"

    def get_context_data(self, changed: dict | None = None, **kwargs):
        stops = list(self.route_list.stops.with_doors())
        traces.seen(stops, by=self.request.user)
        blocks = [changed if changed and changed["stop"] == stop else block(stop) for stop in stops]
        left = [one for one in blocks if one["stop"].is_open]
        if left and not changed:
            # The date is the list's already.
            left[0]["form"].fields["time"].widget.attrs["autofocus"] = True
        return super().get_context_data(
            blocks=blocks,
            left=len(left),
            done=len(blocks) - len(left),
            forms=[changed["wrong"]] if changed else [],
            **kwargs,
        )


class StopRegisterView(StopMixin, RegisterView):
    """Saves one stop of the screen. With htmx its block alone is swapped: what is half-written elsewhere stays."""

    http_method_names = ["post"]

    def post(self, request, pk, position):
        try:
            wrong = save(self.stop, request.POST, by=request.user)
        except AlreadyLogged as problem:
            return self._saved(str(problem))
        return self._refused(block(self.stop, wrong)) if wrong else self._saved()

    @property
    def _is_part(self) -> bool:
        return "HX-Request" in self.request.headers

    def _refused(self, changed: dict) -> HttpResponse:
        if self._is_part:
            return self._render_block(changed, status=422)
        return self.render_to_response(self.get_context_data(changed=changed), status=422)

    def _saved(self, problem: str = "") -> HttpResponse:
        stop = self.stop
        following = next_open(stop)
        if self._is_part:
            left = Stop.objects.open().filter(route_list=self.route_list).count()
            done = self.route_list.stop_count - left
            return self._render_block(
                block(stop), next=following, problem=problem, left=left, done=done, is_answer=True
            )
        if problem:
            messages.warning(self.request, problem)
        anchor = f"#stop-{following.position}" if following else ""
        return redirect(reverse("route_register", args=[self.route_list.pk]) + anchor)

    def _render_block(self, shown: dict, status: int = 200, **context) -> HttpResponse:
        context |= {"block": shown, "route_list": self.route_list, "is_part": True}
        return render(self.request, "koerelister/parts/register_block.html", context, status=status)


class StopVisitView(StopMixin, TemplateView):
    """At the door: one stop a screen."""

    template_name = "koerelister/stop_visit.html"

    def get_context_data(self, wrong: Form | None = None, **kwargs):
        stop = self.stop
        traces.seen([stop], by=self.request.user)
        positions = list(self.route_list.stops.values_list("position", flat=True))
        place = positions.index(stop.position)
        shown = block(stop, wrong)
        if stop.is_open and self.route_list.date == timezone.localdate():
            # Nobody types the time in a stairwell; a time that was sent stays as it was.
            shown["form"].fields["time"].initial = timezone.localtime().time()
        return super().get_context_data(
            **shown,
            moot=moot([stop]),
            done=self.route_list.logged_count + self.route_list.struck_count,
            previous=positions[place - 1] if place else None,
            following=positions[place + 1] if place + 1 < len(positions) else None,
            **kwargs,
        )

    def post(self, request, pk, position):
        stop = self.stop
        try:
            wrong = save(stop, request.POST, by=request.user)
        except AlreadyLogged as problem:
            messages.warning(request, str(problem))
            return redirect("route_list", pk)
        if wrong:
            return self.render_to_response(self.get_context_data(wrong=wrong), status=422)
        messages.success(request, f"Stop {position} er gemt.")
        following = next_open(stop)
        return redirect("stop_visit", pk, following.position) if following else redirect("route_list", pk)


class RouteChangesView(RouteListMixin, TemplateView):
    """Asked every 20 seconds at the door (B017, B020). By number alone, so nobody is looked up."""

    template_name = "koerelister/parts/changes.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(moot=moot(self.route_list.stops.open().with_doors()), is_list=True, **kwargs)


class StopChangesView(StopMixin, TemplateView):
    template_name = "koerelister/parts/changes.html"

    def get_context_data(self, **kwargs):
        stop = self.stop
        return super().get_context_data(moot=moot([stop]), taken=not stop.is_open, **kwargs)


class StopStrikeView(StopMixin, View):
    """One click from the list, for a stop that is no longer to be visited."""

    http_method_names = ["post"]

    def post(self, request, pk, position):
        try:
            wrong = save(self.stop, request.POST, by=request.user)
        except AlreadyLogged as problem:
            messages.warning(request, str(problem))
        else:
            if wrong:
                return redirect("stop_visit", pk, position)
        return redirect("route_list", pk)


class StopMoveView(StopMixin, View):
    permission_required = ("koerelister.register_visits", "koerelister.plan_routes")
    shows_drafts = True
    http_method_names = ["post"]

    def post(self, request, pk, position):
        move(self.stop, up="up" in request.POST)
        return redirect("route_list", pk)

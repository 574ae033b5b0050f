"""The guided tour, where the demo is: a list of steps, each done on the page where it is done."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView, View

from sanktion.demo.practice import begin
from sanktion.demo.tour import Practice, Tour, is_practice, practice_of, tour_of
from sanktion.models import Case, User
from sanktion.views.base import LogsAccess, RightRequiredMixin

PASSING = "tiden"


class TourMixin(RightRequiredMixin, LogsAccess):
    permission_required = ("sanktion.handle_case", "sanktion.register_event")

    def dispatch(self, request, *args, **kwargs):
        if self.has_permission() and not settings.SANKTION_DEMO:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def tour(self) -> Tour | None:
        practice = practice_of(self.request.user)
        if practice is None:
            return None
        self.log([practice.event.citizen], case=practice.case)
        return tour_of(practice)


class TourView(TourMixin, TemplateView):
    template_name = "sanktion/tour/tour.html"

    def get_context_data(self, **kwargs):
        tour = self.tour()
        waits = bool(tour and tour.now and tour.now.step.is_waiting)
        return super().get_context_data(tour=tour, passing=waits and PASSING in self.request.GET, **kwargs)


class TourBeginView(TourMixin, View):
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        try:
            begin(request.user)
        except ValidationError as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, "Din øvelsessag er klar. Borgeren og hændelsen er opdigtet.")
        return redirect("tour")


class TourPassView(TourMixin, View):
    """«Lad tiden gå»: what is waited for is made by the worker, in a few seconds."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        tour = self.tour()
        if tour is None or tour.now is None or not tour.now.step.is_waiting:
            messages.error(request, "Der er ikke noget at vente på lige nu.")
            return redirect("tour")
        tour.now.step.pass_time(request.user)
        return redirect(reverse("tour", query={PASSING: "gaar"}))


def tour_on(case: Case, user: User) -> Tour | None:
    """For the bar on the case's own page; None for a case that is no practice, or is somebody else's."""
    if not settings.SANKTION_DEMO or not is_practice(case.event, user):
        return None
    return tour_of(Practice(case.event, case))

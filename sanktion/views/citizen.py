from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import TemplateView

from sanktion.models import Case, standing_on
from sanktion.views.base import CitizenMixin
from sanktion.views.identity import AsksWhoYouAre


class CitizenView(CitizenMixin, TemplateView):
    template_name = "sanktion/citizen.html"
    shows_cpr = False
    shows_address = False

    def get_context_data(self, **kwargs):
        citizen, user = self.citizen, self.request.user
        cases = Case.objects.visible_to(user).filter(citizen=citizen).select_related("event", "owner", "decision")
        by_event = {case.event_id: case for case in cases.prefetch_related("decision__changes")}
        events = citizen.events.with_standing().order_by("-occurred_on", "-pk").select_related("case")
        return super().get_context_data(
            rows=[(event, by_event.get(event.pk)) for event in events],
            standing=standing_on(citizen, timezone.localdate()),
            shows_cpr=self.shows_cpr,
            shows_address=self.shows_address or not citizen.is_protected,
            **kwargs,
        )


class RevealView(CitizenView):
    """What is kept behind a click. The access log holds this page's own name, so it tells what was shown."""

    def get(self, request, *args, **kwargs):
        return redirect("citizen", self.citizen.pk)

    def post(self, request, *args, **kwargs):
        return super().get(request, *args, **kwargs)


class CitizenCprView(RevealView):
    shows_cpr = True


class CitizenAddressView(AsksWhoYouAre, RevealView):
    shows_address = True

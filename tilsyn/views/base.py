"""What every page of a supervision has in common."""

from django.shortcuts import get_object_or_404

from sanktion.models import AccessKind
from sanktion.views.base import LogsAccess, RightRequiredMixin, refuse_other_than_case_number
from tilsyn.models import SelectedCase, Supervision
from tilsyn.tabs import tabs_for


class SupervisionMixin(RightRequiredMixin):
    """For a page under ``/tilsyn/<supervision>/``. A supervision names no citizen: its cases are asked for by
    ``visible_to``, and so are its papers."""

    permission_required = "tilsyn.view_supervision"
    # The tab it lies under, when it is none itself.
    tab = ""

    def dispatch(self, request, *args, **kwargs):
        if not self.has_permission():
            return self.handle_no_permission()
        found = Supervision.objects.select_related("directorate", "owner", "earlier")
        self.supervision = get_object_or_404(found, number=kwargs["supervision"])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        current = self.tab or self.request.resolver_match.url_name
        tabs = tabs_for(self.supervision, self.request.user, current)
        # The address's own part of that name is a number.
        return super().get_context_data(**kwargs | {"supervision": self.supervision, "tabs": tabs})


class SelectedCaseMixin(SupervisionMixin, LogsAccess):
    """For a page of one case in a supervision: 404 outside the user's scope, and each look is logged."""

    permission_required = ("tilsyn.view_supervision", "sanktion.view_case")

    def dispatch(self, request, *args, **kwargs):
        if not self.has_permission():
            return self.handle_no_permission()
        refuse_other_than_case_number(kwargs["number"])
        found = SelectedCase.objects.visible_to(request.user).select_related(
            "supervision", "owner", "case__citizen__benefit", "case__event", "case__owner", "case__team"
        )
        wanted = {"supervision__number": kwargs["supervision"], "case__number": kwargs["number"]}
        self.selected = get_object_or_404(found, **wanted)
        if asked := self.asked_first(self.selected.case.citizen):
            return asked
        kind = AccessKind.WRITE if request.method == "POST" else AccessKind.READ
        self.log([self.selected.case.citizen], case=self.selected.case, kind=kind)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        case = self.selected.case
        return super().get_context_data(**kwargs | {"selected": self.selected, "case": case, "citizen": case.citizen})

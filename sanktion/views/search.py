import re

from django.shortcuts import redirect, render
from django.views.generic import View

from sanktion.base.cpr import CprError, normalise, parse
from sanktion.models import AccessKind, Case, Citizen
from sanktion.models.case import NUMBER_FORM
from sanktion.views.base import LogsAccess, RightRequiredMixin

MOST = 25
CASE_NUMBER = re.compile(NUMBER_FORM)
# Nobody types a name of digits: what looks like a CPR number is only ever looked up as one.
CPR_LIKE = re.compile(r"[0-9]{6,}")


class SearchView(RightRequiredMixin, LogsAccess, View):
    """The search is posted, so that no name or CPR number gets into an address, a log or the browser's history."""

    permission_required = "sanktion.view_citizen"

    def get(self, request):
        return render(request, "sanktion/search.html", {"is_empty": True})

    def post(self, request):
        text = request.POST.get("q", "").replace("\0", "").strip()[:100]
        if CASE_NUMBER.fullmatch(text):
            case = Case.objects.visible_to(request.user).filter(number=text).first()
            if case:
                return redirect("case", case.number)
        problem, found = self._citizens(text)
        citizens = self._with_cases(found)
        has_more, citizens = len(citizens) > MOST, citizens[:MOST]
        self.log(citizens, kind=AccessKind.SEARCH)
        context = {"q": text, "citizens": citizens, "problem": problem, "has_more": has_more, "most": MOST}
        return render(request, "sanktion/search.html", context | {"is_empty": not text})

    def _citizens(self, text: str):
        everyone = Citizen.objects.visible_to(self.request.user)
        if not text or CASE_NUMBER.fullmatch(text):
            return "", everyone.none()
        if not CPR_LIKE.fullmatch(normalise(text)):
            return "", everyone.named(text)
        try:
            return "", everyone.with_cpr(parse(text))
        except CprError as error:
            return f"{str(error)[0].upper()}{str(error)[1:]}.", everyone.none()

    def _with_cases(self, citizens) -> list[Citizen]:
        """The citizens found, one more than are shown, each with ``visible_cases``."""
        found = list(citizens.select_related("address")[: MOST + 1])
        cases = Case.objects.visible_to(self.request.user).filter(citizen__in=found).order_by("-pk")
        for citizen in found:
            citizen.visible_cases = [case for case in cases if case.citizen_id == citizen.pk]
        return found
